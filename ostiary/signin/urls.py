"""The addresses of the door."""

from django.urls import path

from ..web import addresses  # noqa: F401  brings the path converter
from . import (
    arrival,
    authenticators,
    carry_on,
    enter,
    invitation,
    open_invitations,
    own_sessions,
    presence,
    reset,
    security,
    sign_in,
    switch,
    your_accounts,
)

urlpatterns = [
    path("", arrival.start, name="start"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-in/code", sign_in.code, name="sign-in-code"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("presence", presence.presence, name="presence"),
    path("carry-on", carry_on.carry_on, name="carry-on"),
    path("reset", reset.ask, name="reset"),
    path("reset/<ref:ref>/<str:secret>", reset.by_link, name="reset-link"),
    path("invitation/<ref:ref>/<str:secret>", invitation.invitation, name="invitation"),
    path("invitation/<ref:ref>/<str:secret>/accept", invitation.accept, name="invitation-accept"),
    path("invitation/<ref:ref>/<str:secret>/decline", invitation.decline, name="invitation-decline"),
    path("invitation/<ref:ref>/<str:secret>/block", invitation.block, name="invitation-block"),
    path("you/invitations", open_invitations.invitations, name="invitations"),
    path("you/invitations/<ref:ref>/accept", open_invitations.accept, name="accept-invitation"),
    path("you/invitations/<ref:ref>/decline", open_invitations.decline, name="decline-invitation"),
    path("switch", switch.switch, name="switch"),
    path("a/<ref:account>/enter", enter.enter, name="enter"),
    path("you/accounts", your_accounts.your_accounts, name="accounts"),
    path("you/accounts/<ref:account>/default", your_accounts.make_default, name="make-default"),
    path("you/accounts/<ref:account>/leave", your_accounts.leave, name="leave-account"),
    path("you/security", security.security, name="security"),
    path("you/security/profile", security.edit_profile, name="profile"),
    path("you/security/password", security.change_password, name="change-password"),
    path("you/security/authenticators/add", authenticators.add, name="add-authenticator"),
    path("you/security/authenticators/<ref:ref>", authenticators.confirm, name="authenticator"),
    path("you/security/authenticators/<ref:ref>/remove", authenticators.remove, name="remove-authenticator"),
    path("you/security/sessions/end-others", own_sessions.end_others, name="end-other-sessions"),
    path("you/security/sessions/end-all", own_sessions.end_all, name="end-all-sessions"),
    path("you/security/sessions/<ref:ref>/end", own_sessions.end, name="end-session"),
]
