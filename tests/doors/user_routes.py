"""The routes of *User management* and of groups; part of `routes.ROUTES`."""

from collections.abc import Mapping
from typing import Any

from tests.doors.route import Route, Value

POST = "POST"
BOTH = "GET POST"
SPARE = {"member": "spare"}
SHEET = {"version": "1", "step": "reach", "services_limit": "specific", "level-{service}": "read_only"}
BEGUN = {"draft": "{invitation_draft}"}
SUCCESSOR = {"successor": "{superuser}", "phone": "+44 20 7946 0000"}


def button(page: str, do: str, body: Mapping[str, Value], **more: Any) -> Route:
    """A button of the editor; what it does is in the draft alone until that is saved."""
    return Route(f"{page}-{do}", "members.change_access", POST, body=body, **more)


OF_USERS = (
    Route("users", "members.view"),
    Route("users-pending", "members.view"),
    Route("users-past", "members.view"),
    Route("invitation-resend", "members.invite", POST),
    Route("invitation-resend", "members.invite", POST, parts={"invitation": "declined"}, case="declined"),
    Route("invitation-copy", "members.invite", POST),
    Route("invitation-delete", "members.invite", POST),
    Route("user-reset", "members.reset_password", POST, parts=SPARE),
    Route("let-in", "members.allow_new_factor", BOTH, parts=SPARE, sudo=True),
    Route("let-in-end", "members.allow_new_factor", POST, parts={"member": "user"}),
    Route("user-delete", "members.delete", BOTH, parts=SPARE),
    Route(
        "user-delete-owner",
        "account.transfer",
        POST,
        parts={"member": "owner"},
        body={"successor": "{spare}"},
        sudo=True,
    ),
    Route("user-delete-contact", "account.update", POST, parts=SPARE, body=SUCCESSOR),
)
OF_INVITING = (
    Route(
        "invite",
        "members.invite",
        BOTH,
        query=BEGUN,
        body={**BEGUN, "address": "nora@example.org"},
        others="404",
    ),
    Route("invite", "members.invite", case="blank"),
    Route("invite-former", "members.invite", POST, body={"address": "{former_address}"}),
    button("invite", "keep", SHEET),
    button("invite", "keep", {**SHEET, **BEGUN}, others="404", case="begun"),
    button("invite", "roles-add", {"role": "user"}),
    button("invite", "roles-remove", {"role": "user"}),
    button("invite", "services-grant", {"services_limit": "specific"}),
    button("invite", "services-revoke", SHEET),
    button("invite", "workspaces-grant", {"workspaces_limit": "specific"}),
    button("invite", "workspaces-revoke", {"workspaces_limit": "specific", "workspace": "{workspace}"}),
)
OF_ACCESS = (
    Route("access", "members.change_access", BOTH, parts=SPARE, body=SHEET),
    Route(
        "access",
        "members.change_access",
        BOTH,
        parts={"member": "invitee"},
        body=SHEET,
        case="of an invitation",
    ),
    Route("access-reach", "members.change_access", parts=SPARE),
    button("access", "next", SHEET, parts=SPARE),
    button("access", "back", SHEET, parts=SPARE),
    button("access", "restart", {}, parts=SPARE),
    button("access", "apply", {"version": "1"}, parts=SPARE),
    button("access", "keep", SHEET, parts=SPARE),
    button("access", "roles-add", {"version": "1", "role": "tls_viewer"}, parts=SPARE),
    button("access", "roles-remove", {"version": "1", "role": "user"}, parts=SPARE),
    button("access", "services-grant", {"version": "1", "services_limit": "specific"}, parts=SPARE),
    button("access", "services-revoke", SHEET, parts=SPARE),
    button("access", "workspaces-grant", {"version": "1"}, parts=SPARE),
    button(
        "access", "workspaces-revoke", {"version": "1", "workspace": "{workspace}"}, parts=SPARE, inert=True
    ),
)
GROUP, SERVICE_GROUP = {"ref": "group"}, {"ref": "service_group"}
DETAILS = {"name": "Renamed", "description": "What for"}
OF_GROUPS = (
    Route("groups", "groups.view"),
    Route("group", "groups.view", parts=GROUP),
    Route("group-new", "groups.manage", BOTH, body={"name": "Newest"}),
    Route("group-change", "groups.manage", BOTH, parts=GROUP, body=DETAILS),
    Route("group-delete", "groups.manage", BOTH, parts=GROUP),
    Route("group-users-add", "groups.manage", BOTH, parts=GROUP, body={"chosen": ["{user}"]}),
    Route(
        "group-users-add",
        "groups.manage",
        POST,
        parts=GROUP,
        body={"chosen": ["{user}"], "find": "a", "search": "yes"},
        inert=True,
        case="search",
    ),
    Route("group-user-remove", "groups.manage", POST, parts={**GROUP, **SPARE}),
    Route("group-roles-add", "groups.manage", POST, parts=GROUP, body={"role": "tls_viewer"}),
    Route("group-roles-remove", "groups.manage", POST, parts=GROUP, body={"role": "user"}),
    Route(
        "group-services-add",
        "groups.manage",
        BOTH,
        parts=GROUP,
        body={"chosen": ["{other_service_group}"]},
    ),
    Route("group-services-remove", "groups.manage", POST, parts=GROUP),
    Route("service-groups", "groups.view"),
    Route("service-group", "groups.view", parts=SERVICE_GROUP),
    Route("service-group-new", "groups.manage", BOTH, body={"name": "Newest"}),
    Route("service-group-change", "groups.manage", BOTH, parts=SERVICE_GROUP, body=DETAILS),
    Route("service-group-delete", "groups.manage", BOTH, parts=SERVICE_GROUP),
    Route(
        "service-group-add",
        "groups.manage",
        BOTH,
        parts=SERVICE_GROUP,
        body={"chosen": ["{hidden_service}"]},
    ),
    Route("service-group-remove", "groups.manage", POST, parts=SERVICE_GROUP),
)
