"""Contacts of a customer."""

from typing import Any

from django.http import HttpResponse

from ..access.refusals import NotFound
from ..actions import contacts
from ..models import ContactKind
from ..queries import contacts as queries
from .answers import answer, ok, stamp
from .calls import Call
from .operations import operation
from .schemas import DONE, fields, many, moment, nothing_yet, nullable, one_of, ref, shape, text

TYPE = one_of(ContactKind.values, "What for.")
CONTACT = shape(
    "Contact",
    {
        "id": ref("contact"),
        "user_id": nullable(ref("user", "Null for somebody who is no user.")),
        "contact_type": TYPE,
        "name": text("", "Olga Ohm"),
        "email": text("", "olga@example.com"),
        "phone": text("", "+44 20 7946 0000"),
        "customer_id": ref("customer"),
        "created_at": moment(),
        "updated_at": moment(),
        "deleted_at": nothing_yet(),
    },
)


@operation("GET", "/customer/{customer_id}/contacts", noun="customer", gives=many(CONTACT))
def listed(call: Call, customer_id: str) -> HttpResponse:
    """All contacts of the customer."""
    call.must_be_own_account(customer_id)
    call.require("account.view_settings")
    return answer([_shown(row, customer_id) for row in queries.of(call.caller.account.id)])


@operation(
    "POST",
    "/customer/{customer_id}/contacts",
    noun="user",
    gives=CONTACT,
    takes=fields(
        {
            "contact_type": TYPE,
            "user_id": ref("user", "A user of the customer, or else:"),
            "name": text("Somebody's name.", "Olga Ohm"),
            "email": text("Their address.", "olga@example.com"),
            "phone": text("Primary, technical and security contacts have one.", "+44 20 7946 0000"),
        },
        needs=("contact_type",),
    ),
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
    row = queries.one(call.caller.account.id, ref)
    if row is None:
        raise NotFound()
    return answer(_shown(row, customer_id))


@operation("DELETE", "/customer/{customer_id}/contacts/{contact_id}", noun="contact", gives=DONE)
def remove(call: Call, customer_id: str, contact_id: str) -> HttpResponse:
    """Take a contact away."""
    call.must_be_own_account(customer_id)
    contacts.remove(call.actor(), contact_id)
    return ok()


def _shown(row: queries.ContactRow, account_ref: str) -> dict[str, Any]:
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
