"""Events: who did what in the account, and when."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse

from ..access.refusals import Invalid, NotFound
from ..queries import events
from ..queries.events import Filter
from . import pages
from .answers import JSON_API, answer
from .calls import Call
from .event_shape import EVENT, event
from .event_types import names_of
from .operations import operation
from .schemas import data, moment, one_of, ref, text

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
    "filter[event_type]": text("One of the types of events.", "user.update"),
    "filter[service_id]": ref("service"),
    "filter[user_id]": ref("user"),
    "filter[token_id]": ref("token"),
    **{f"filter[created_at]{how}": moment(about) for how, about in BEFORE_OR_AFTER.items()},
    "sort": one_of(SORTS, "By time, or with a dash the newest first.") | {"default": SORTS[0]},
    **pages.BY_DOCUMENT,
}


@operation("GET", "/events", noun="event", gives=pages.documented(EVENT), kind=JSON_API, query=QUERY)
def list_(call: Call) -> HttpResponse:
    """The account's events: filtered, by time, a page at a time."""
    call.require("audit.view")
    account, window = call.caller.account, pages.of_document(call)
    if customer := call.asked("filter[customer_id]"):
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
    sort, event_type = call.asked("sort"), call.asked("filter[event_type]")
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
