"""A service as the wire has it: with the one version that clients expect there to be, which is not active."""

from typing import Any

from ..models import ServiceKind
from ..queries.services import ServiceRow
from .answers import stamp
from .schemas import flag, many, moment, nothing_yet, number, one_of, ref, shape, text

ONLY_VERSION = 1
TYPE = one_of(ServiceKind.values)
TIMES = {"created_at": moment(), "updated_at": moment(), "deleted_at": nothing_yet()}
VERSION = shape(
    "ServiceVersion",
    {
        "number": number(),
        "service_id": ref("service"),
        **{name: flag() for name in ("active", "locked", "deployed", "staging", "testing")},
        "comment": text(),
        **TIMES,
    },
)
EVERYWHERE = {
    "id": ref("service"),
    "name": text("", "www"),
    "comment": text("", "The shop"),
    "customer_id": ref("customer"),
    "type": TYPE,
    "paused": flag(),
    "versions": many(VERSION),
    **TIMES,
}
SERVICE = shape("Service", {**EVERYWHERE, "publish_key": text("Always empty.")})
LISTED = shape("ListedService", {**EVERYWHERE, "version": number("The number of its version.")})
DETAILS = shape(
    "ServiceDetails",
    {
        **EVERYWHERE,
        "publish_key": text("Always empty."),
        "version": VERSION,
        "active_version": nothing_yet("None is active."),
    },
)


def service(row: ServiceRow, account_ref: str) -> dict[str, Any]:
    return {
        "id": row.ref,
        "name": row.name,
        "comment": row.comment,
        "customer_id": account_ref,
        "type": row.kind,
        "paused": False,
        "publish_key": "",
        "versions": [version(row)],
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.updated_at),
        "deleted_at": None,
    }


def listed(row: ServiceRow, account_ref: str) -> dict[str, Any]:
    """The same in a list: with the number of its version and without the key."""
    shown = {**service(row, account_ref), "version": ONLY_VERSION}
    del shown["publish_key"]
    return shown


def details(row: ServiceRow, account_ref: str) -> dict[str, Any]:
    return {**service(row, account_ref), "version": version(row), "active_version": None}


def version(row: ServiceRow) -> dict[str, Any]:
    return {
        "number": ONLY_VERSION,
        "service_id": row.ref,
        "active": False,
        "locked": False,
        "deployed": False,
        "staging": False,
        "testing": False,
        "comment": "",
        "created_at": stamp(row.created_at),
        "updated_at": stamp(row.created_at),
        "deleted_at": None,
    }
