"""Contacts: whom to reach about what. Without a primary one named, it is the owner."""

from ..access.refusals import Conflict, Invalid, NotFound
from ..models import Contact, ContactKind
from . import caps, checks
from .act import Act
from .kernel import action
from .membership import active
from .trail import Personal

NEED_A_PHONE = {ContactKind.PRIMARY, ContactKind.TECHNICAL, ContactKind.SECURITY}


@action(needs="account.update")
def add(
    act: Act, kind: str, *, member_ref: str = "", name: str = "", address: str = "", phone: str = ""
) -> str:
    """A member, or a name and an address. Naming a primary contact replaces the one before."""
    if kind not in ContactKind.values:
        raise Invalid("kind", "contact_kind_unknown")
    member = None
    if member_ref:
        member = act.member(member_ref)
        active(member)
        name = address = ""
    else:
        name = checks.name(name)
        address, _ = checks.address(address)
    if phone or kind in NEED_A_PHONE:
        phone = checks.phone(phone)
    if kind == ContactKind.PRIMARY:
        for before in Contact.objects.current().filter(account=act.account, kind=kind):
            end_one(act, before)
    if Contact.objects.current().filter(account=act.account).count() >= caps.CONTACTS:
        raise Conflict("too_many_contacts", most=caps.CONTACTS)
    contact = Contact.objects.create(
        account=act.account, kind=kind, member=member, name=name, address=address, phone=phone, since=act.now
    )
    act.record(
        "contact.added",
        contact,
        after={
            "kind": kind,
            "member": member.ref if member else "",
            "name": Personal(name),
            "address": Personal(address),
            "phone": Personal(phone),
        },
    )
    return contact.ref


@action(needs="account.update")
def remove(act: Act, contact_ref: str) -> None:
    contact = Contact.objects.current().filter(account=act.account, ref=contact_ref).first()
    if contact is None:
        raise NotFound()
    end_one(act, contact)


def end_one(act: Act, contact: Contact) -> None:
    Contact.objects.filter(pk=contact.pk).end(act.now)
    act.record("contact.removed", contact, before={"kind": contact.kind, "name": Personal(contact.name)})
