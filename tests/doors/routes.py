"""Every route of the server, once: to whom it opens, what its address is made of, and a good form.

The sweeps read this table and the URL map, and a route that stands in only one of the two fails
(`test_every_route_is_declared`). What a page opens to is a capability of `access/table.py`, or a word of
`route.py`.
"""

from collections.abc import Callable, Mapping

from ostiary.actions import authenticators
from ostiary.clock import now
from ostiary.models import TotpDevice
from ostiary.proofs import totp
from tests.cast import PASSWORD
from tests.doors.house import House
from tests.doors.parts import PARTLY
from tests.doors.passkey_routes import OF_PASSKEYS
from tests.doors.route import BY_PASS, DOOR, KNOWN, MEMBERS, OWN, PUBLIC, Route, Value
from tests.doors.security_routes import OF_SECURITY
from tests.doors.user_routes import OF_ACCESS, OF_GROUPS, OF_INVITING, OF_USERS

NEW_PASSWORD = "marble lantern drifts beneath tuesday"


def code(word: str) -> Callable[[House], str]:
    """What the authenticator app shows now."""

    def shown(house: House) -> str:
        device = TotpDevice.objects.get(ref=house.refs[word])
        return totp.code_at(authenticators.secret_of(device), totp.counter_at(now()))

    return shown


POST = "POST"
BOTH = "GET POST"
LINK = {"ref": "invitation", "secret": "invitation_secret"}
DEVICE = {"ref": "device"}
RESET = {"ref": "reset", "secret": "reset_secret"}
SERVICE, HIDDEN_SERVICE = {"thing": "service"}, {"thing": "hidden_service"}
WORKSPACE, HIDDEN_WORKSPACE = {"thing": "workspace"}, {"thing": "hidden_workspace"}
CONTACT = {"kind": "billing", "who": "other", "address": "cleo@example.org", "name": "Cleo Cash"}
ITS_NAME: Mapping[str, Value] = {"name": lambda house: house.name}
ADDRESS = {"address_1": "7 Elm Row", "locality": "Springfield", "country": "US"}
TOKEN = {"name": "ci", "scope": ["global"], "expiration": "usual", "access": "all"}
AUTOMATION = {**TOKEN, "role": "engineer", "workspace_access": "all"}
PROFILE = {"name": "Another Name", "language": "en", "time_zone": "Europe/Oslo"}
PASSWORDS = {"current": PASSWORD, "new": NEW_PASSWORD, "confirm": NEW_PASSWORD}

AT_THE_DOOR = (
    Route("start", PUBLIC),
    Route("api-reference", PUBLIC),
    Route("sign-in", PUBLIC, BOTH, body={"address": "{spare_address}", "password": PASSWORD}, by="stranger"),
    Route("sign-in-code", PUBLIC, BOTH, body={"code": code("device")}, by="half-way"),
    Route("sign-in-lost", PUBLIC, BOTH, by="half-way"),
    Route("sign-in-lost-code", PUBLIC, BOTH, body={"code": "{pass_code_secret}"}, by="half-way"),
    Route("sign-out", PUBLIC, POST),
    Route("reset", PUBLIC, BOTH, body={"address": "{spare_address}"}, by="stranger"),
    Route("reset-link", PUBLIC, BOTH, parts=RESET, body={"new": NEW_PASSWORD}, by="stranger"),
    Route(
        "reset-strength",
        PUBLIC,
        POST,
        parts=RESET,
        body={"password": NEW_PASSWORD},
        by="stranger",
        inert=True,
    ),
    Route(
        "invitation", PUBLIC, BOTH, parts=LINK, body={"name": "Nora", "password": NEW_PASSWORD}, by="stranger"
    ),
    Route(
        "invitation-strength",
        PUBLIC,
        POST,
        parts=LINK,
        body={"password": NEW_PASSWORD},
        by="stranger",
        inert=True,
    ),
    Route("invitation-accept", PUBLIC, POST, parts=LINK, by="user", inert=True),
    Route("invitation-decline", PUBLIC, POST, parts=LINK, by="stranger"),
    Route("invitation-block", PUBLIC, BOTH, parts=LINK, by="stranger"),
    Route("add-account-app", BY_PASS, BOTH, body={"name": "Tablet"}, by="in by a pass"),
    Route(
        "confirm-account-app",
        BY_PASS,
        BOTH,
        parts={"ref": "enrolling_here"},
        body={"code": code("enrolling_here")},
        by="in by a pass",
    ),
    Route("enter", DOOR, BOTH, body={"code": code("device")}, by="without standing"),
)
OF_ONES_OWN = (
    Route("presence", OWN, BOTH, body={"password": PASSWORD}, by="user", also=PARTLY),
    Route("carry-on", OWN, BOTH, by="user", inert=True),
    Route("invitations", OWN, by="user"),
    Route("accept-invitation", OWN, POST, parts={"ref": "offer"}, by="user"),
    Route("decline-invitation", OWN, POST, parts={"ref": "offer"}, by="user"),
    Route("switch", OWN, by="user"),
    Route("accounts", OWN, by="user"),
    Route("make-default", OWN, POST, by="user"),
    Route("leave-account", OWN, BOTH, by="user"),
    Route("security", OWN, by="user"),
    Route("profile", OWN, BOTH, body=PROFILE, by="user"),
    Route("change-password", OWN, BOTH, body=PASSWORDS, by="user"),
    Route("own-strength", OWN, POST, body={"password": NEW_PASSWORD}, by="user", inert=True),
    Route("add-authenticator", OWN, BOTH, body={"name": "Tablet"}, by="user", sudo=True),
    Route(
        "authenticator",
        OWN,
        BOTH,
        parts={"ref": "enrolling"},
        body={"code": code("enrolling")},
        by="user",
        sudo=True,
    ),
    Route("rename-authenticator", OWN, BOTH, parts=DEVICE, body={"name": "Watch"}, by="user", sudo=True),
    Route("remove-authenticator", OWN, BOTH, parts=DEVICE, by="user", sudo=True),
    Route("remove-own-account-app", OWN, POST, parts={"ref": "own_account_app"}, by="user", sudo=True),
    Route("recovery-codes-file", OWN, POST, body={"code": "ABCD-EFGH-IJKL-MNOP"}, by="user", inert=True),
    Route("recovery-codes", OWN, BOTH, by="user", others="409", sudo=True),
    Route("distrust-browser", OWN, POST, parts={"ref": "browser"}, by="user"),
    Route("end-other-sessions", OWN, POST, by="user"),
    Route("end-all-sessions", OWN, POST, by="user", leads_to="sign-in"),
    Route("end-session", OWN, POST, parts={"ref": "session"}, by="user"),
)
OF_THE_ACCOUNT = (
    Route("home", MEMBERS),
    Route("account-app", MEMBERS),
    Route(
        "remove-account-app",
        MEMBERS,
        POST,
        parts={"ref": "account_app"},
        by="user by app",
        others="404",
        leads_to="sign-in",
        sudo=True,
    ),
    Route("why", MEMBERS, query={"may": "members.delete"}),
    Route("roles", MEMBERS),
    Route("company", "account.view_settings"),
    Route(
        "company-profile",
        "account.update",
        POST,
        body={"name": "Acme and Sons", "phone_number": "+44 20 7946 0000"},
    ),
    Route("owner", "account.transfer"),
    Route("owner-transfer", "account.transfer", BOTH, parts={"member": "spare"}, sudo=True),
    Route("contact-add", "account.update", BOTH, body=CONTACT),
    Route("contact-remove", "account.update", BOTH),
    # The houses have services, and stay.
    Route("cancel-account", "account.cancel", BOTH, body=ITS_NAME, sudo=True, leads_to="409", inert=True),
    Route("billing", "billing.view_invoices"),
    Route("tax-address", "billing.update_card", BOTH, body=ADDRESS),
    Route("billing-address", "billing.update_card", BOTH, body=ADDRESS),
)
OF_WHAT_IS_PROTECTED = (
    Route("services", MEMBERS),
    Route("service-new", "service.create", BOTH, body={"name": "new.example.com"}),
    Route("service", KNOWN, parts=SERVICE, on="service"),
    Route("service", KNOWN, parts=HIDDEN_SERVICE, on="hidden_service", case="hidden"),
    Route(
        "service-rename",
        "service.configure",
        POST,
        parts=SERVICE,
        on="service",
        body={"name": "renamed.example"},
    ),
    Route(
        "service-rename",
        "service.configure",
        POST,
        parts=HIDDEN_SERVICE,
        on="hidden_service",
        body={"name": "renamed.example"},
        case="hidden",
    ),
    Route("service-delete", "service.delete", BOTH, parts=SERVICE, on="service"),
    Route("service-delete", "service.delete", BOTH, parts=HIDDEN_SERVICE, on="hidden_service", case="hidden"),
    Route("workspaces", MEMBERS),
    Route("workspace-new", "workspace.create", BOTH, body={"name": "Newest"}),
    Route("workspace", KNOWN, parts=WORKSPACE, on="workspace"),
    Route("workspace", KNOWN, parts=HIDDEN_WORKSPACE, on="hidden_workspace", case="hidden"),
    Route(
        "workspace-rename",
        "workspace.rename",
        POST,
        parts=WORKSPACE,
        on="workspace",
        body={"name": "Renamed"},
    ),
    Route("workspace-delete", "workspace.delete", BOTH, parts=WORKSPACE, on="workspace"),
    Route(
        "workspace-delete",
        "workspace.delete",
        BOTH,
        parts=HIDDEN_WORKSPACE,
        on="hidden_workspace",
        case="hidden",
    ),
)
OF_TOKENS = (
    Route("tokens", "tokens.view_own"),
    Route("token-new", "tokens.create_own", BOTH, body=TOKEN, sudo=True),
    Route(
        "token-new",
        "service.view",
        POST,
        body={**TOKEN, "access": "some", "services": ["{service}"]},
        on="service",
        denied="422",
        unknown="422",
        sudo=True,
        case="for a service",
    ),
    Route("token-services", "tokens.create_own", POST, body={**TOKEN, "find": "www"}, inert=True),
    Route("token-revoke", "tokens.revoke_all", BOTH, denied="404", case="another's"),
    Route(
        "token-revoke",
        "tokens.revoke_all",
        BOTH,
        parts={"token": "own_token"},
        denied="404",
        also=("user",),
        case="own",
    ),
    Route("automation-tokens", "tokens.view_all"),
    Route("automation-token-new", "tokens.create_automation", BOTH, body=AUTOMATION, sudo=True),
    Route("automation-token-find", "tokens.create_automation", POST, body=AUTOMATION, inert=True),
    Route("account-tokens", "tokens.view_all"),
    Route("account-tokens", "tokens.view_all", query={"member": "{spare}"}, case="of one"),
    Route("member-tokens-revoke", "tokens.revoke_all", BOTH, parts={"member": "user"}),
)
ROUTES = (
    *AT_THE_DOOR,
    *OF_ONES_OWN,
    *OF_PASSKEYS,
    *OF_THE_ACCOUNT,
    *OF_SECURITY,
    *OF_WHAT_IS_PROTECTED,
    *OF_TOKENS,
    *OF_USERS,
    *OF_INVITING,
    *OF_ACCESS,
    *OF_GROUPS,
)
# The letters of a demo, on a loopback address alone: there is no such route in a server without one.
OF_A_DEMO = {"caught", "caught-letter", "caught-letter-html"}
