"""Postal addresses of a customer: for taxes and for invoices."""

from typing import Any

from django.http import HttpResponse

from ..actions import postal_addresses
from ..queries import customers
from .answers import answer, stamp
from .calls import Call
from .operations import operation

LINES = {
    "address_1": "The first line.",
    "address_2": "The second line.",
    "locality": "The city.",
    "region": "The state or province.",
    "country": "Two letters.",
    "postal_code": "The postal code.",
}


@operation("GET", "/billing/v3/customer-addresses", noun="address")
def listed(call: Call) -> HttpResponse:
    """The customer's addresses, at most one of each type."""
    call.require("billing.view_invoices")
    return answer({"data": [_shown(row) for row in customers.postal_addresses(call.caller.account.id)]})


@operation(
    "POST",
    "/billing/v3/customer-addresses",
    noun="address",
    statuses=(201,),
    takes={"type": "tax or billing.", **LINES},
)
def add(call: Call) -> HttpResponse:
    """Add the address of a type that has none yet."""
    ref = postal_addresses.add(call.actor(), call.fields.text("type"), _lines(call))
    return answer({"id": ref}, 201)


@operation("PUT", "/billing/v3/customer-addresses/tax", noun="address", statuses=(202,), takes=LINES)
def change_tax(call: Call) -> HttpResponse:
    """Change the address for taxes, as a whole."""
    return answer({"id": postal_addresses.change(call.actor(), "tax", _lines(call))}, 202)


@operation("PUT", "/billing/v3/customer-addresses/billing", noun="address", statuses=(202,), takes=LINES)
def change_billing(call: Call) -> HttpResponse:
    """Change the address for invoices, as a whole."""
    return answer({"id": postal_addresses.change(call.actor(), "billing", _lines(call))}, 202)


def _lines(call: Call) -> dict[str, str]:
    return {line: call.fields.text(line) for line in LINES}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    lines = {line: row[line] for line in LINES}
    return {"id": row["ref"], "type": row["kind"], **lines, "created_at": stamp(row["since"])}
