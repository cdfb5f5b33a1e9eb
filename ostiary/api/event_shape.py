"""An event as the wire has it. Nothing in it is null: clients expect texts."""

from typing import Any

from ..actions.actors import Door
from ..queries.events import EventRow
from .answers import stamp
from .event_types import NAMES, sentence_of, type_of
from .schemas import always, by_name, example_id, moment, one_of, ref, resource, text, whole

EVENT = resource(
    "Event",
    "event",
    {
        "admin": always(False),
        "created_at": moment(),
        "customer_id": ref("customer"),
        "description": text("", "A member was renamed"),
        "event_type": one_of(NAMES),
        "ip": text("", "192.0.2.1"),
        "metadata": whole(
            {
                "event": text("By its own name, of which there are more than of types.", "member.renamed"),
                "door": one_of(Door, "Where it was done."),
                "target": whole({"kind": text("", "member"), "ref": text("", example_id("user"))}),
                "before": by_name({}, "What was.", {"name": "Olga"}),
                "after": by_name({}, "What is.", {"name": "Olga Ohm"}),
                "request_id": text("", "0b2f7c7e6f9c4c0e"),
                "user_agent": text("", "fastly-py/15.0.0"),
            }
        ),
        "service_id": text("Empty where it was no service.", example_id("service")),
        "token_id": text("Empty where it was no token.", example_id("token")),
        "user_id": text("Empty where it was no user.", example_id("user")),
    },
    {},
)


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
