"""Our events by the names of the wire, whose list is closed: a client breaks on any other.

What has no name there goes by the nearest one; its own name stands in the event's metadata.
"""

OTHERWISE = ("customer.update", "Something was changed in the account")

TYPES = {
    "account.created": ("customer.create", "The account was made"),
    "account.renamed": ("customer.update", "The company's name was changed"),
    "account.changed": ("customer.update", "The company's settings were changed"),
    "account.closed": ("customer.update", "The account was closed"),
    "account.reopened": ("customer.update", "The account was opened again"),
    "allowlist.changed": ("customer.update", "The login IP allowlist was changed"),
    "allowlist.opened_by_owner": ("customer.update", "The owner opened the login IP allowlist from outside"),
    "second_factor.required": ("customer.update", "A second factor is required of everybody"),
    "second_factor.not_required": ("customer.update", "No second factor is required any more"),
    "second_factor.reminded": ("customer.update", "Users without a second factor were reminded"),
    "ownership.transferred": ("customer.update", "The account was given another owner"),
    "contact.added": ("customer.update", "A contact was added"),
    "contact.removed": ("customer.update", "A contact was removed"),
    "postal_address.added": ("address.create", "A postal address was added"),
    "postal_address.changed": ("address.update", "A postal address was changed"),
    "group.created": ("customer.update", "A user group was made"),
    "group.changed": ("customer.update", "A user group was renamed or described anew"),
    "group.deleted": ("customer.update", "A user group was deleted"),
    "group.members_added": ("user.update", "Members were added to a user group"),
    "group.members_removed": ("user.update", "Members were removed from a user group"),
    "group.roles_added": ("customer.update", "Roles were given to a user group"),
    "group.roles_removed": ("customer.update", "Roles were taken from a user group"),
    "group.service_groups_added": ("customer.update", "A user group was given service groups"),
    "group.service_groups_removed": ("customer.update", "Service groups were taken from a user group"),
    "service_group.created": ("customer.update", "A service group was made"),
    "service_group.changed": ("customer.update", "A service group was renamed or described anew"),
    "service_group.deleted": ("customer.update", "A service group was deleted"),
    "service_group.services_added": ("customer.update", "Services were added to a service group"),
    "service_group.services_removed": ("customer.update", "Services were removed from a service group"),
    "invitation.sent": ("invitation.sent", "An invitation was sent"),
    "invitation.resent": ("invitation.sent", "An invitation was sent again"),
    "invitation.handed_over": ("invitation.sent", "An invitation's letter was handed over"),
    "invitation.delivery_failed": ("invitation.sent", "An invitation's letter could not be delivered"),
    "invitation.link_copied": ("invitation.sent", "An invitation's link was copied"),
    "invitation.accepted": ("invitation.accept", "An invitation was accepted"),
    "invitation.refused": ("user.login_failure", "A link of an invitation that is over was sent in"),
    "invitation.declined": ("user.destroy", "An invitation was declined"),
    "invitation.deleted": ("user.destroy", "An invitation was deleted"),
    "invitation.blocked": ("user.destroy", "An address wants no more invitations"),
    "member.invited": ("user.create", "Somebody was invited"),
    "member.reset_requested": ("user.update", "A member was sent a way to a new password"),
    "member.renamed": ("user.update", "A member was renamed"),
    "member.access_changed": ("user.update", "A member's access was changed"),
    "member.locked": ("user.lock", "A member was locked"),
    "member.unlocked": ("user.unlock", "A member was unlocked"),
    "member.deleted": ("user.destroy", "A member was deleted"),
    "member.ended": ("user.destroy", "A membership ended with the account"),
    "member.left": ("user.destroy", "A member left the account"),
    "person.changed": ("user.update", "Somebody changed their profile"),
    "password.changed": ("user.password_update", "Somebody changed their password"),
    "password.reset_refused": ("user.login_failure", "A used or expired way to a new password was sent in"),
    "password.reset_requested": ("user.update", "A way to a new password was asked for"),
    "factor.added": ("two_factor_auth.enable", "Somebody added a second factor"),
    "factor.removed": ("two_factor_auth.disable", "Somebody removed a second factor"),
    "factor.renamed": ("user.update", "Somebody renamed a second factor"),
    "factor.disabled": ("two_factor_auth.disable", "A second factor was disabled"),
    "pass.given": ("user.update", "A member was let in to set up a new second factor"),
    "pass.used": ("user.update", "A member came in without their second factor, to set up a new one"),
    "pass.ended": ("user.update", "A member is no longer let in without their second factor"),
    "recovery_codes.made": ("two_factor_auth.enable", "Somebody made new recovery codes"),
    "factor.not_confirmed": ("user.update", "A second factor was not confirmed"),
    "standing.opened": ("user.login", "Somebody signed in"),
    "standing.ended": ("user.logout", "A superuser ended a member's sessions in the account"),
    "sessions.limited": ("customer.update", "How long sessions last was changed"),
    "session.ended": ("user.logout", "Somebody signed out"),
    "sign_in.failed": ("user.login_failure", "A sign-in failed"),
    "token.created": ("token.create", "An API token was made"),
    "token.ended": ("token.destroy", "An API token was revoked"),
    "token.sudo": ("user.update", "Somebody proved to be present beside a token"),
    "service.created": ("service.create", "A service was made"),
    "service.renamed": ("service.update", "A service was renamed"),
    "service.changed": ("service.update", "A service was changed"),
    "service.deleted": ("service.delete", "A service was deleted"),
    "workspace.created": ("ngwaf.workspace.create", "A workspace was made"),
    "workspace.renamed": ("ngwaf.workspace.update", "A workspace was renamed"),
    "workspace.changed": ("ngwaf.workspace.update", "A workspace was changed"),
    "workspace.deleted": ("ngwaf.workspace.delete", "A workspace was deleted"),
}

# Of the wire, each once.
NAMES = sorted({shown for shown, _ in (*TYPES.values(), OTHERWISE)})


def type_of(name: str) -> str:
    return TYPES.get(name, OTHERWISE)[0]


def sentence_of(name: str) -> str:
    return TYPES.get(name, OTHERWISE)[1]


def names_of(event_type: str) -> list[str]:
    """Our events that go by this name of the wire; none where it is not one of ours."""
    return [name for name, (shown, _) in TYPES.items() if shown == event_type]
