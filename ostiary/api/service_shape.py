"""A service as the wire has it: with the one version that clients expect there to be, which is not active."""

from typing import Any

from ..queries.services import ServiceRow
from .answers import stamp

ONLY_VERSION = 1


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
