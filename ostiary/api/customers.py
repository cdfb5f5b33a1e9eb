"""Customers: the account that a token is of."""

from typing import Any

from django.http import HttpResponse

from ..access.decisions import decide
from ..access.refusals import Invalid
from ..actions import accounts, closing
from ..models import ContactKind, Sso
from ..proofs.allowlist import EVERYWHERE
from ..queries import contacts, customers
from .answers import answer, ok, stamp
from .calls import Call
from .operations import operation
from .schemas import DONE, Schema, fields, flag, moment, nothing_yet, nullable, ref, shape, text

# The contacts that stand in the customer itself, with their names there.
NAMED = {
    ContactKind.BILLING: "billing_contact_id",
    ContactKind.TECHNICAL: "technical_contact_id",
    ContactKind.SECURITY: "security_contact_id",
    ContactKind.GENERAL_COMPLIANCE: "legal_contact_id",
}
PROFILE: dict[str, Schema] = {
    "name": text("The company's name.", "Acme"),
    "phone_number": text("Its phone number; empty takes it out.", "+44 20 7946 0000"),
    "postal_address": text("Its address, in lines; empty takes it out.", "1 Main St\nSpringfield"),
    "force_2fa": flag("Whether a second factor is required of every user. To change it needs sudo."),
    "ip_whitelist": text(
        "The addresses it can be reached from, by commas; 0.0.0.0/0 for all. To change it needs sudo.",
        "203.0.113.0/24,192.168.0.*",
    ),
}
WHOLE: dict[str, Schema] = {
    "id": ref("customer"),
    "name": PROFILE["name"],
    "owner_id": ref("user"),
    "phone_number": PROFILE["phone_number"],
    "postal_address": nullable(PROFILE["postal_address"]),
    "force_2fa": PROFILE["force_2fa"],
    "force_sso": flag(),
    "ip_whitelist": PROFILE["ip_whitelist"],
    **{name: nullable(ref("contact")) for name in NAMED.values()},
    "created_at": moment(),
    "updated_at": moment(),
    "deleted_at": nothing_yet(),
}
CUSTOMER = shape("Customer", WHOLE)
CURRENT = shape("CurrentCustomer", WHOLE, may_lack=[name for name in WHOLE if name not in ("id", "name")])


@operation("GET", "/current_customer", noun="customer", gives=CURRENT)
def current(call: Call) -> HttpResponse:
    """The customer that the token is of. Whoever may not see its settings sees its name."""
    account = call.caller.account
    if not decide(call.access, "account.view_settings"):
        return answer({"id": account.ref, "name": account.name})
    return answer(_shown(call))


@operation("GET", "/customer/{customer_id}", noun="customer", gives=CUSTOMER)
def get_one(call: Call, customer_id: str) -> HttpResponse:
    """The customer with its settings."""
    call.must_be_own_account(customer_id)
    call.require("account.view_settings")
    return answer(_shown(call))


@operation(
    "PUT",
    "/customer/{customer_id}",
    noun="customer",
    gives=CUSTOMER,
    takes=fields(
        {
            **PROFILE,
            "force_sso": flag("As it is: it is changed in the panel."),
            "owner_id": ref("user", "As it is."),
        }
    ),
)
def update(call: Call, customer_id: str) -> HttpResponse:
    """Change the company's profile. Fields that are not sent stay as they are."""
    call.must_be_own_account(customer_id)
    _must_leave_the_rest(call)
    accounts.update(
        call.actor(),
        name=_sent(call, "name"),
        phone=_sent(call, "phone_number"),
        postal_address=_sent(call, "postal_address"),
        addresses=_sent(call, "ip_whitelist"),
        requires_second_factor=call.fields.flag("force_2fa") if "force_2fa" in call.fields else None,
    )
    return answer(_shown(call))


def _sent(call: Call, name: str) -> str | None:
    return call.fields.text(name) if name in call.fields else None


def _must_leave_the_rest(call: Call) -> None:
    """A demand that seems to be made and is not would be worse than a no."""
    if not any(name in call.fields for name in ("force_sso", "owner_id")):
        return
    call.require("account.update")
    held = _shown(call)
    if call.fields.flag("force_sso", held["force_sso"]) != held["force_sso"]:
        raise Invalid("force_sso", "customer_field_fixed", field_name="force_sso")
    if call.fields.text("owner_id", held["owner_id"]) != held["owner_id"]:
        raise Invalid("owner_id", "customer_field_fixed", field_name="owner_id")


@operation("DELETE", "/customer/{customer_id}", noun="customer", gives=DONE)
def delete(call: Call, customer_id: str) -> HttpResponse:
    """Close the account, in sudo, once its services and workspaces are deleted. All tokens end with it."""
    call.must_be_own_account(customer_id)
    closing.close(call.actor())
    return ok()


def _shown(call: Call) -> dict[str, Any]:
    account = call.caller.account
    profile = customers.profile(account.id)
    named = {row.kind: row.ref for row in reversed(contacts.of(account.id))}
    return {
        "id": account.ref,
        "name": profile.name,
        "owner_id": profile.owner_ref,
        "phone_number": profile.phone,
        "postal_address": profile.postal_address or None,
        "force_2fa": profile.requires_second_factor,
        "force_sso": profile.sso == Sso.REQUIRED,
        "ip_whitelist": profile.allowlist or EVERYWHERE,
        **{field: named.get(kind) for kind, field in NAMED.items()},
        "created_at": stamp(profile.created_at),
        "updated_at": stamp(profile.updated_at),
        "deleted_at": None,
    }
