"""The pages of *User management*, under /a/<account>/users."""

from django.urls import path

from ...queries.invitations import Which
from . import (
    access,
    choosing,
    handover,
    invitations,
    invite,
    letting_in,
    removal,
    reset,
    sessions,
    users,
)

# What the editor's buttons do, after the address of the page they stand on.
BUTTONS = {
    "keep": choosing.keep,
    "roles/add": choosing.add_role,
    "roles/remove": choosing.remove_role,
    "services/grant": choosing.grant_services,
    "services/revoke": choosing.revoke_services,
    "workspaces/grant": choosing.grant_workspaces,
    "workspaces/revoke": choosing.revoke_workspaces,
}

urlpatterns = [
    path("", users.users, name="users"),
    path("/invitations", users.invited, {"which": Which.PENDING}, name="users-pending"),
    path("/invitations/past", users.invited, {"which": Which.PAST}, name="users-past"),
    path("/invitations/<ref:invitation>/resend", invitations.resend, name="invitation-resend"),
    path("/invitations/<ref:invitation>/copy", invitations.copy, name="invitation-copy"),
    path("/invitations/<ref:invitation>/delete", invitations.delete, name="invitation-delete"),
    # Invite a user
    path("/invite", invite.invite, name="invite"),
    path("/invite/former", choosing.use_former, name="invite-former"),
    *(path(f"/invite/{do}", view, name=f"invite-{do}".replace("/", "-")) for do, view in BUTTONS.items()),
    # Access controls
    path("/<ref:member>/access", access.access, name="access"),
    path("/<ref:member>/access/services", access.reach, name="access-reach"),
    path("/<ref:member>/access/next", access.proceed, name="access-next"),
    path("/<ref:member>/access/back", access.go_back, name="access-back"),
    path("/<ref:member>/access/restart", access.start_over, name="access-restart"),
    path("/<ref:member>/access/apply", access.apply_mine, name="access-apply"),
    *(
        path(f"/<ref:member>/access/{do}", view, name=f"access-{do}".replace("/", "-"))
        for do, view in BUTTONS.items()
    ),
    path("/<ref:member>/reset", reset.send, name="user-reset"),
    # Sessions
    path("/<ref:member>/sessions", sessions.sessions, name="user-sessions"),
    path("/<ref:member>/sessions/end", sessions.end, name="user-sessions-end"),
    path("/<ref:member>/sessions/<ref:standing>/end", sessions.end, name="user-session-end"),
    # Let in without second factor
    path("/<ref:member>/pass", letting_in.let_in, name="let-in"),
    path("/<ref:member>/pass/end", letting_in.take_back, name="let-in-end"),
    # Delete user
    path("/<ref:member>/delete", removal.delete, name="user-delete"),
    path("/<ref:member>/delete/owner", handover.owner, name="user-delete-owner"),
    path("/<ref:member>/delete/contact", handover.contact, name="user-delete-contact"),
]
