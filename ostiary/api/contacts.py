"""Contacts of a customer."""

from typing import Any

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..actions import contacts
from ..queries import customers
from .answers import answer, ok, stamp
from .calls import Call
from .operations import operation


@operation("GET", "/customer/{customer_id}/contacts", noun="customer")
def listed(call: Call, customer_id: str) -> HttpResponse:
    """All contacts of the customer."""
    call.must_be_own_account(customer_id)
    call.require("account.view_settings")
    return answer([_shown(row, customer_id) for row in customers.contacts(call.caller.account.id)])


@operation(
    "POST",
    "/customer/{customer_id}/contacts",
    noun="user",
    takes={
        "contact_type": "primary, billing, technical, security, emergency or general compliance.",
        "user_id": "A user of the customer, or else:",
        "name": "Somebody's name.",
        "email": "Their address.",
        "phone": "A phone number; primary, technical and security contacts have one.",
    },
)
def add(call: Call, customer_id: str) -> HttpResponse:
    """Name a contact. A primary one replaces the one before."""
    call.must_be_own_account(customer_id)
    fields = call.fields
    ref = contacts.add(
        call.actor(),
        fields.text("contact_type"),
        member_ref=fields.text("user_id"),
        name=fields.text("name"),
        address=fields.text("email"),
        phone=fields.text("phone"),
    )
    row = next((row for row in customers.contacts(call.caller.account.id) if row.ref == ref), None)
    if row is None:
        raise NotFound()
    return answer(_shown(row, customer_id))


@operation("DELETE", "/customer/{customer_id}/contacts/{contact_id}", noun="contact")
def remove(call: Call, customer_id: str, contact_id: str) -> HttpResponse:
    """Take a contact away."""
    call.must_be_own_account(customer_id)
    contacts.remove(call.actor(), contact_id)
    return ok()


def _shown(row: customers.ContactRow, account_ref: str) -> dict[str, Any]:
    return {
        "id": row.ref,
        "user_id": row.member_ref,
        "contact_type": row.kind,
        "name": row.name,
        "email": row.address,
        "phone": row.phone,
        "customer_id": account_ref,
        "created_at": stamp(row.since),
        "updated_at": stamp(row.since),
        "deleted_at": None,
    }
