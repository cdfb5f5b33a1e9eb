"""Events: who did what in the account, and when."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse

from ..access.refusals import Invalid, NotFound
from ..proofs.ids import is_id
from ..queries import events
from ..queries.events import Filter
from . import pages
from .answers import JSON_API, answer
from .calls import Call
from .event_shape import EVENT, event
from .event_types import names_of
from .operations import operation
from .schemas import data, moment, one_of, ref, text
from .wire_events import KNOWN

SECOND = timedelta(seconds=1)
# Beyond it there is no second more to reckon with.
LATEST = datetime(9999, 1, 1, tzinfo=UTC)
SORTS = ("created_at", "-created_at")
BEFORE_OR_AFTER = {
    "": "At this second.",
    "[gt]": "After it.",
    "[gte]": "At or after it.",
    "[lt]": "Before it.",
    "[lte]": "At or before it.",
}
QUERY = {
    "filter[customer_id]": ref("customer", "The account's own."),
    "filter[event_type]": text(
        "One of the vendor's types; of those that never happen here there are none.", "user.update"
    ),
    "filter[service_id]": ref("service"),
    "filter[user_id]": ref("user"),
    "filter[token_id]": ref("token"),
    **{f"filter[created_at]{how}": moment(about) for how, about in BEFORE_OR_AFTER.items()},
    "sort": one_of(SORTS, "By time, or with a dash the newest first.") | {"default": SORTS[0]},
    **pages.BY_DOCUMENT,
}


@operation("GET", "/events", noun="event", gives=pages.documented(EVENT), kind=JSON_API, query=QUERY)
def list_(call: Call) -> HttpResponse:
    """The account's events: filtered, by time, a page at a time.

    A filter finds what it names, or nothing; so do filters that leave nothing between them. One that can
    name nothing is refused: what is no id, no moment or no type of events, and an empty text.
    """
    call.require("audit.view")
    account, window = call.caller.account, pages.of_document(call)
    if customer := _id(call, "filter[customer_id]"):
        call.must_be_own_account(customer)
    found, total = events.listed(account.id, _filter(call), offset=window.offset, size=window.size)
    return pages.document(call, [event(row, account.ref) for row in found], total, window, raw=True)


@operation("GET", "/events/{event_id}", noun="event", gives=data(EVENT), kind=JSON_API)
def get(call: Call, event_id: str) -> HttpResponse:
    """One event."""
    call.require("audit.view")
    row = events.one(call.caller.account.id, event_id)
    if row is None:
        raise NotFound()
    return answer({"data": event(row, call.caller.account.ref)}, kind=JSON_API)


def _filter(call: Call) -> Filter:
    sort = call.asked("sort")
    if sort not in SORTS:
        raise Invalid("sort", "sort_unknown", sort=sort)
    since, until = _times(call)
    return Filter(
        names=_names(call),
        actor=_id(call, "filter[user_id]"),
        target=_id(call, "filter[service_id]"),
        token=_id(call, "filter[token_id]"),
        since=since,
        until=until,
        descending=sort.startswith("-"),
    )


def _names(call: Call) -> list[str] | None:
    asked = _sent(call, "filter[event_type]")
    if asked is not None and asked not in KNOWN:
        raise Invalid("filter[event_type]", "event_type_unknown", type=asked)
    return names_of(asked) if asked else None


def _id(call: Call, name: str) -> str:
    """What an id is asked for, or nothing where none is."""
    asked = _sent(call, name)
    if asked is not None and not is_id(asked):
        raise Invalid(name, "field_not_id", field_name=name)
    return asked or ""


def _sent(call: Call, name: str) -> str | None:
    return call.asked(name) if name in call.request.GET else None


def _times(call: Call) -> tuple[datetime | None, datetime | None]:
    """From when, and before when. Events are shown with whole seconds, so they are compared by them."""
    exactly, after = _moment(call, ""), _moment(call, "[gt]")
    up_to = _moment(call, "[lte]")
    earliest = [_moment(call, "[gte]"), exactly, after and after + SECOND]
    latest = [_moment(call, "[lt]"), exactly and exactly + SECOND, up_to and up_to + SECOND]
    return max(filter(None, earliest), default=None), min(filter(None, latest), default=None)


def _moment(call: Call, how: str) -> datetime | None:
    name = f"filter[created_at]{how}"
    asked = _sent(call, name)
    if asked is None:
        return None
    try:
        found = datetime.fromisoformat(asked.strip().replace(" ", "+"))
        found = found.replace(tzinfo=found.tzinfo or UTC, microsecond=0).astimezone(UTC)
        return min(found, LATEST)
    except (ValueError, OverflowError):
        raise Invalid(name, "moment_unreadable", field_name=name) from None
