"""The routes of an account's *Security*, and of its users' sessions."""

from tests.doors.route import DOOR, Route

POST = "POST"
BOTH = "GET POST"
USER = {"member": "user"}
HERE = {"allowlist": "127.0.0.1"}

OF_SECURITY = (
    # Inside the allowlist it leads home; from outside, test_allowlist.py asks for it.
    Route("emergency", DOOR, BOTH, inert=True),
    Route("account-security", "account.view_settings"),
    Route("second-factor", "two_factor.require"),
    Route("second-factor-on", "two_factor.require", POST, sudo=True),
    Route("second-factor-off", "two_factor.require", POST, sudo=True, inert=True),
    Route("second-factor-remind", "two_factor.require", POST),
    Route("session-limits", "sessions.manage"),
    Route("session-limits-save", "sessions.manage", POST, body={"longest": "60", "idle": "5"}, sudo=True),
    Route("allowlist", "allowlist.manage", BOTH, body=HERE, inert=True),
    Route("allowlist-save", "allowlist.manage", POST, body=HERE, sudo=True),
    Route("user-sessions", "sessions.manage", parts=USER),
    Route("user-sessions-end", "sessions.manage", POST, parts=USER),
    Route("user-session-end", "sessions.manage", POST, parts=USER),
)
