"""Events: who did what in the account, and when."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse

from ..access.refusals import Invalid, NotFound
from ..queries import events
from ..queries.events import Filter
from . import pages
from .answers import JSON_API, answer
from .calls import Call
from .event_shape import event
from .event_types import names_of
from .operations import operation

SECOND = timedelta(seconds=1)
# Beyond it there is no second more to reckon with.
LATEST = datetime(9999, 1, 1, tzinfo=UTC)
SORTS = ("created_at", "-created_at")


@operation("GET", "/events", noun="event")
def list_(call: Call) -> HttpResponse:
    """The account's events: filtered, by time, a page at a time."""
    call.require("audit.view")
    account, window = call.caller.account, pages.of_document(call)
    if customer := call.asked("filter[customer_id]"):
        call.must_be_own_account(customer)
    found, total = events.listed(account.id, _filter(call), offset=window.offset, size=window.size)
    return pages.document(call, [event(row, account.ref) for row in found], total, window, raw=True)


@operation("GET", "/events/{event_id}", noun="event")
def get(call: Call, event_id: str) -> HttpResponse:
    """One event."""
    call.require("audit.view")
    row = events.one(call.caller.account.id, event_id)
    if row is None:
        raise NotFound()
    return answer({"data": event(row, call.caller.account.ref)}, kind=JSON_API)


def _filter(call: Call) -> Filter:
    sort, event_type = call.asked("sort", SORTS[0]), call.asked("filter[event_type]")
    if sort not in SORTS:
        raise Invalid("sort", "sort_unknown", sort=sort)
    since, until = _times(call)
    return Filter(
        names=names_of(event_type) if event_type else None,
        actor=call.asked("filter[user_id]"),
        target=call.asked("filter[service_id]"),
        token=call.asked("filter[token_id]"),
        since=since,
        until=until,
        descending=sort.startswith("-"),
    )


def _times(call: Call) -> tuple[datetime | None, datetime | None]:
    """From when, and before when. Events are shown with whole seconds, so they are compared by them."""
    exactly, after = _moment(call, ""), _moment(call, "[gt]")
    up_to = _moment(call, "[lte]")
    earliest = [_moment(call, "[gte]"), exactly, after and after + SECOND]
    latest = [_moment(call, "[lt]"), exactly and exactly + SECOND, up_to and up_to + SECOND]
    return max(filter(None, earliest), default=None), min(filter(None, latest), default=None)


def _moment(call: Call, how: str) -> datetime | None:
    name = f"filter[created_at]{how}"
    text = call.asked(name).strip().replace(" ", "+")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=found.tzinfo or UTC, microsecond=0).astimezone(UTC)
        return min(found, LATEST)
    except (ValueError, OverflowError):
        raise Invalid(name, "moment_unreadable", field_name=name) from None
