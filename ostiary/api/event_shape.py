"""An event as the wire has it. Nothing in it is null: clients expect texts."""

from typing import Any

from ..queries.events import EventRow
from .answers import stamp
from .event_types import sentence_of, type_of


def event(row: EventRow, account_ref: str) -> dict[str, Any]:
    shown = _shown(row.body, row.personal)
    target = shown["target"]
    return {
        "id": row.ref,
        "type": "event",
        "attributes": {
            "admin": False,
            "created_at": stamp(row.at),
            "customer_id": account_ref,
            "description": sentence_of(row.name),
            "event_type": type_of(row.name),
            "ip": shown["ip"],
            "metadata": {
                "event": row.name,
                "door": shown["door"],
                "target": target,
                "before": shown["before"],
                "after": shown["after"],
                "request_id": shown["request"],
                "user_agent": shown["agent"],
            },
            "service_id": target["ref"] if target["kind"] == "service" else "",
            "token_id": row.token_ref,
            "user_id": row.actor_ref,
        },
    }


def _shown(value: Any, personal: dict[str, list[str]]) -> Any:
    """The value with personal texts in place of their digests, or nothing where they were erased."""
    match value:
        case {"personal": str(digest)}:
            return personal.get(digest, ["", ""])[1]
        case dict():
            return {name: _shown(inner, personal) for name, inner in value.items() if inner is not None}
        case list():
            return [_shown(inner, personal) for inner in value]
    return value
