"""Accounts: making one with its owner, and the company's profile."""

from ..models import Account, AccountSettings, Member, MemberRole, MemberState, Ownership, Person, State
from ..proofs.names import name_key
from . import allowlist, checks, second_factor, settings
from .act import Act
from .kernel import action
from .settings import Change

LONGEST_ADDRESS = 500


@action(locks="own")
def create(
    act: Act, *, name: str, owner_address: str, owner_name: str, password_hash: str = "", language: str = "en"
) -> dict[str, str]:
    """An account with its owner, an active superuser. The operator's alone.

    A person who is already known keeps their password; being made an owner proves no address.
    """
    act.must_be_the_operators()
    name = checks.name(name)
    owner_name = checks.name(owner_name, field="owner_name")
    address, key = checks.address(owner_address, field="owner_address")
    known = Person.objects.filter(address_key=key).values_list("pk", flat=True).first()
    act.lock(person=known)
    account = Account.objects.create(created_at=act.now)
    act.adopt(account)
    AccountSettings.objects.create(account=account, name=name, name_key=name_key(name), since=act.now)

    person = (
        act.locked_person(known) if known else _person(act, address, key, owner_name, password_hash, language)
    )
    member = Member.objects.create(
        account=account, person=person, address=person.address, address_key=key, created_at=act.now
    )
    MemberState.objects.create(
        member=member,
        account=account,
        state=State.ACTIVE,
        name=owner_name,
        sort_key=name_key(owner_name),
        bypass_sso=True,
        since=act.now,
    )
    MemberRole.objects.create(member=member, role="superuser", since=act.now)
    Ownership.objects.create(account=account, member=member, since=act.now)
    act.record("account.created", account, after={"name": name, "owner": member.ref}, on=account)
    return {"account": account.ref, "member": member.ref}


def _person(act: Act, address: str, key: str, name: str, password_hash: str, language: str) -> Person:
    person = Person.objects.create(
        address=address,
        address_key=key,
        name=name,
        password=password_hash,
        language=language,
        created_at=act.now,
    )
    act.record("person.created", person, on=person)
    return person


@action(needs="account.update")
def update(
    act: Act,
    *,
    name: str | None = None,
    phone: str | None = None,
    postal_address: str | None = None,
    addresses: str | None = None,
    requires_second_factor: bool | None = None,
) -> None:
    """The company's profile and policy; what is `None` stays as it is, and what is empty is taken out.

    Its name stands on every page, in every letter and on invoices.
    """
    wanted: dict[str, str] = {}
    if name is not None:
        wanted["name"] = checks.name(name)
    if phone is not None:
        wanted["phone"] = checks.phone(phone, field="phone_number") if phone else ""
    if postal_address is not None:
        wanted["postal_address"] = checks.remark(postal_address, field="postal_address", most=LONGEST_ADDRESS)
    changed = settings.differing(act, wanted)
    event = "account.renamed" if set(changed) == {"name"} else "account.changed"
    changes = [Change(event, changed)]
    if addresses is not None:
        changes.append(allowlist.wanted(act, addresses, field="ip_whitelist"))
    if requires_second_factor is not None:
        changes.append(second_factor.wanted(act, requires_second_factor))
    settings.change(act, *changes)
