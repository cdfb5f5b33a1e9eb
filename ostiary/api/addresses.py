"""Postal addresses of a customer: for taxes and for invoices."""

from typing import Any

from django.http import HttpResponse

from ..actions import postal_addresses
from ..models import PostalKind
from ..queries import customers
from .answers import answer, stamp
from .calls import Call
from .operations import operation
from .schemas import data, fields, many, moment, one_of, ref, text, whole

LINES = {
    "address_1": text("The first line.", "1 Main St"),
    "address_2": text("The second line.", "Suite 2"),
    "locality": text("The city.", "Springfield"),
    "region": text("The state or province.", "IL"),
    "country": text("Two letters.", "US"),
    "postal_code": text("The postal code.", "62701"),
}
NEEDED = postal_addresses.NEEDED
TYPE = {"type": one_of(PostalKind.values)}
ADDRESS = whole({"id": ref("address"), **TYPE, **LINES, "created_at": moment()})
WHOLE = fields(LINES, needs=NEEDED)
DONE = whole({"id": ref("address")})


@operation("GET", "/billing/v3/customer-addresses", noun="address", gives=data(many(ADDRESS)))
def listed(call: Call) -> HttpResponse:
    """The customer's addresses, at most one of each type."""
    call.require("billing.view_invoices")
    return answer({"data": [_shown(row) for row in customers.postal_addresses(call.caller.account.id)]})


@operation(
    "POST",
    "/billing/v3/customer-addresses",
    noun="address",
    status=201,
    gives=DONE,
    takes=fields({**TYPE, **LINES}, needs=("type", *NEEDED)),
)
def add(call: Call) -> HttpResponse:
    """Add the address of a type that has none yet."""
    ref = postal_addresses.add(call.actor(), call.fields.text("type"), _lines(call))
    return answer({"id": ref}, 201)


@operation("PUT", "/billing/v3/customer-addresses/tax", noun="address", status=202, gives=DONE, takes=WHOLE)
def change_tax(call: Call) -> HttpResponse:
    """Change the address for taxes, as a whole."""
    return answer({"id": postal_addresses.change(call.actor(), "tax", _lines(call))}, 202)


@operation(
    "PUT", "/billing/v3/customer-addresses/billing", noun="address", status=202, gives=DONE, takes=WHOLE
)
def change_billing(call: Call) -> HttpResponse:
    """Change the address for invoices, as a whole."""
    return answer({"id": postal_addresses.change(call.actor(), "billing", _lines(call))}, 202)


def _lines(call: Call) -> dict[str, str]:
    return {line: call.fields.text(line) for line in LINES}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    lines = {line: row[line] for line in LINES}
    return {"id": row["ref"], "type": row["kind"], **lines, "created_at": stamp(row["since"])}
