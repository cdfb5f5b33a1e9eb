"""The one place where codes become sentences. Every door that shows text reads it.

A sentence says what happened and what to do next. Parameters come with the refusal.
"""

from datetime import timedelta
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..access import table
from ..access.refusals import Refusal
from ..access.sudo import ASKS
from .api_wording import OF_THE_API
from .door_wording import OF_THE_DOOR
from .lasting import in_words
from .server_wording import OF_THE_SERVER
from .text import Text

SENTENCES: dict[str, Text] = {
    **OF_THE_DOOR,
    **OF_THE_SERVER,
    **OF_THE_API,
    # Not here, not allowed
    "not_found": _("There is no such page, or it is not yours to see."),
    "forbidden": _("You may not do this."),
    "no_role_gives_it": _("None of your roles allows this."),
    "role_is_limited": _("Your role is limited to specific services, and this asks for one that is not."),
    "level_too_low": _("Your permission level on this service does not allow this."),
    "workspace_is_off": _("You have no access to this workspace."),
    "member_not_active": _("You are not an active member of this account."),
    "address_outside": _(
        "This account can be reached from chosen addresses only, and you come from {address}. "
        "Connect from one of them, or ask a superuser of the account."
    ),
    "member_locked": _("Your membership is locked. Ask a superuser of the account."),
    "token_needs_person": _("A token cannot do this: it asks for a person who is present."),
    "token_scope_too_narrow": _("The token's scope does not allow this."),
    "token_not_for_service": _("The token is for specific services alone, and this is about something else."),
    "sudo_needed": _("Confirm that it is you first: {deed} asks for a recent proof."),
    "throttled": _("Too many attempts. Wait {retry_after} and try again."),
    "too_many_invitations": _("Too many invitations were sent. Try again later."),
    # Names, addresses, phones
    "name_missing": _("Enter a name."),
    "name_too_long": _("Enter at most {max} characters."),
    "name_control_character": _("A name cannot contain control characters."),
    "name_invisible": _("A name cannot contain invisible characters."),
    "name_mixed_scripts": _("A name cannot mix alphabets whose letters look alike within a word."),
    "name_link": _("A name cannot contain a link or a web address."),
    "name_taken": _("There is already one called “{name}”. Choose another name."),
    "description_too_long": _("Use at most {most} characters to describe it."),
    "address_missing": _("Enter an email address."),
    "phone_malformed": _("Enter a phone number with its country code, such as +44 20 7946 0000."),
    # Roles and access
    "role_missing": _("Choose at least one role."),
    "role_unknown": _("There is no such role. Choose one from the menu."),
    "roles_cannot_combine": _("These roles cannot be combined: {conflicts}. Remove one of each pair."),
    "level_unknown": _("There is no such permission level. Choose one from the list."),
    "service_unknown": _("One of these services does not exist in this account any more. Choose again."),
    "workspace_unknown": _("One of these workspaces does not exist in this account any more. Choose again."),
    "services_to_choose": _("Choose a level for the services below; what is left hidden cannot be seen."),
    "workspaces_to_choose": _("Switch on the workspaces below; what is left off cannot be seen."),
    "owner_is_superuser": _("The owner is always a superuser. Transfer ownership first."),
    "bypass_is_for_superusers": _("Bypass SSO is for superusers only."),
    "grants_more_than_held": _("You cannot give more than you hold yourself."),
    "changed_meanwhile": _("Somebody else changed this member's access meanwhile. Review it and save again."),
    "draft_gone": _("These choices are a day old or already saved. Start again from the member's menu."),
    # Services and workspaces
    "too_many_services": _("The account has {most} services, which is the most. Delete one first."),
    "too_many_workspaces": _("The account has {most} workspaces, which is the most. Delete one first."),
    # Groups
    "too_many_groups": _("The account has {most} groups, which is the most. Delete one first."),
    "too_many_service_groups": _(
        "The account has {most} service groups, which is the most. Delete one first."
    ),
    "too_many_groups_of_one_user": _(
        "One of these users would be in more than {most} groups. Remove them from another group first."
    ),
    "too_many_service_groups_of_one_group": _(
        "A group reaches {most} service groups at most. Remove some first, or put their services into one."
    ),
    "nothing_ticked": _("Tick at least one."),
    "user_gone": _("One of these users is no longer in this account. Choose again."),
    "service_group_gone": _("One of these service groups does not exist any more. Choose again."),
    # Leaving and deleting
    "owner_must_hand_over": _("The owner cannot be removed. Transfer ownership first."),
    "primary_contact_must_be_replaced": _(
        "The primary contact cannot be removed. Name another primary contact under Company settings first."
    ),
    "last_superuser": _("This is the last superuser of the account. Make somebody else a superuser first."),
    "leave_instead": _("You cannot delete yourself. Use Leave account under Your accounts."),
    "tokens_still_live": _(
        "This user still has active API tokens ({count}). Review them, or tick the box to revoke them all."
    ),
    # Letting in
    "pass_for_oneself": _("You cannot let yourself in. Another superuser can."),
    "pass_for_locked": _("This member is locked. Unlock them first."),
    "pass_needs_bypass": _(
        "This account requires single sign-on, so a password lets nobody in who has no Bypass SSO."
    ),
    "pass_given": _("This member is let in already. Take that back first to begin anew."),
    "too_many_passes": _("This member was let in too often today. Try again tomorrow."),
    # Ownership and contacts
    "already_owner": _("This member is the owner already."),
    "successor_missing": _("Choose who takes over."),
    "cannot_name_yourself": _("You cannot make yourself the owner. The owner or another superuser can."),
    "owner_cannot_sign_in": _(
        "This member could not always sign in here by themselves, which an owner must be able to: {reason}."
    ),
    "owner_would_be_locked_out": _(
        "The owner, {name}, could not open the account any more: {reason}. Put that right first."
    ),
    "session_limit_unusable": _("Choose from {least} to {most} minutes, or the server's own limit."),
    "nobody_to_remind": _("Everybody in the account has a second factor."),
    "reminded_lately": _("They were reminded within the last day. Remind them again tomorrow."),
    # The allowlist
    "allowlist_malformed": _(
        "“{entry}” is no address. Write addresses such as 203.0.113.7, networks such as 203.0.113.0/24, "
        "or 192.168.0.* for every address that begins so."
    ),
    "allowlist_within_network": _(
        "“{entry}” is an address within a network. Write {better} for the network, or the address alone."
    ),
    "allowlist_everywhere": _(
        "“{entry}” means every address, so the others would mean nothing. Take it out, or write it alone."
    ),
    "allowlist_too_long": _(
        "A list has at most {most} entries. Write networks in place of single addresses."
    ),
    "allowlist_without_you": _(
        "You come from {address}, which is not in this list: you would lock yourself out. Add it first."
    ),
    "no_such_user": _("Nobody active in this account has this address. Choose “Somebody else” to name them."),
    "too_many_contacts": _("The account has {most} contacts, which is the most. Remove one first."),
    "contact_kind_unknown": _("There is no such type of contact. Choose one from the menu."),
    # Closing an account
    "account_not_empty": _(
        "The account still has services ({services}) or workspaces ({workspaces}). Delete them first."
    ),
    "account_name_differs": _("This is not the account's name. Type it as it is written above."),
    "account_not_closed": _("This account is not closed."),
    # Tokens
    "scope_unknown": _("Choose one of the scopes."),
    "service_missing": _("Choose at least one service, or all of them."),
    "workspace_missing": _("Choose at least one workspace, or all of them."),
    "expiry_unusable": _("Choose a day from today to ten years ahead, or never."),
    "expiry_past": _("Choose a moment in the future, or never."),
    "too_many_tokens": _("You have {most} active tokens, which is the most. Revoke one first."),
    "too_many_automation_tokens": _(
        "The account has {most} active automation tokens, which is the most. Revoke one first."
    ),
    # Invitations
    "already_member": _(
        "This person is a member of the account already. Use Access controls to change roles."
    ),
    "already_invited": _(
        "This address is invited already. Use Resend email, or edit the pending invitation, instead."
    ),
    "recipient_blocks": _("This address takes no more invitations from this account."),
    "too_many_open_invitations": _("{most} invitations are open, which is the most. Delete some first."),
    "invitation_closed": _("This invitation is no longer open."),
    "invitation_accepted": _("This invitation has been accepted already. Log in to open the account."),
    "invitation_declined": _("This invitation was declined. Ask for a new one if you changed your mind."),
    "invitation_deleted": _("This invitation was withdrawn. Ask whoever invited you for a new one."),
    "invitation_expired": _("This invitation has expired. Ask whoever invited you to send it again."),
    "invitation_void": _(
        "This invitation no longer holds, because whoever sent it may not give this access any more. "
        "Ask a superuser of the account for a new one."
    ),
    "link_dead": _("This link is not valid any more. Look for a newer letter, or ask for another one."),
    "link_goes_by_mail": _("The letter brings the link. Copy it only if the letter cannot be delivered."),
    "sign_in_to_accept": _("Log in with this address to accept the invitation."),
}

# By the code of a refusal, else by its status.
HEADINGS: dict[int | str, Text] = {
    "address_outside": _("Not from where you are"),
    403: _("You may not do this"),
    404: _("Nothing here"),
    409: _("This cannot be done now"),
    429: _("Too often"),
}

REASONS = {
    "no_password": _("they have no password of their own"),
    "needs_bypass": _("single sign-on is required and they have no Bypass SSO"),
    "needs_factor": _("a second factor is required and they have none"),
}


def sentence(refusal: Refusal) -> Text:
    """The refusal in words. An address refusal without its own words has the general ones."""
    text = SENTENCES.get(refusal.code)
    if text is None:
        text = _general(refusal.code)
    return format_lazy("{}", _filled(text, refusal.params))


def _general(code: str) -> Text:
    if code.startswith("address_"):
        return _("Enter one email address, such as ana@example.com.")
    return _("This could not be done ({code}).").format(code=code)


def _filled(text: Text, params: dict[str, Any]) -> str:
    words = {name: _word(name, value) for name, value in params.items()}
    try:
        return str(text).format(**words)
    except (KeyError, IndexError):
        return str(text)


def _word(name: str, value: Any) -> Any:
    if name == "conflicts":
        return "; ".join(
            str(_("{first} and {second}")).format(first=role_name(a), second=role_name(b)) for a, b in value
        )
    if name == "deed":
        return _(ASKS[value])
    if name == "retry_after":
        return span(value)
    if name == "reason":
        return REASONS.get(value, value)
    return value


def span(seconds: int) -> str:
    """A time to wait as one would say it, never too short."""
    if seconds < 100:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return in_words(timedelta(minutes=minutes) if minutes < 100 else timedelta(hours=-(-minutes // 60)))


def role_name(code: str) -> str:
    return str(_(table.role(code).name))


def heading(refusal: Refusal) -> Text:
    general = HEADINGS.get(refusal.status, _("This could not be done"))
    return HEADINGS.get(refusal.code, general)
