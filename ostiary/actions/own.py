"""What a person does to themselves: on their own trail, and once for every account they are in.

No id crosses: the account's event is about its own member and names no other account.
"""

from typing import Any

from ..access.refusals import NotFound
from ..models import Member, Person, State
from .act import Act
from .kernel import SudoNeeded


def lock(act: Act) -> Person:
    """Lock the acting person and every account in which they are an active member now."""
    return lock_with_accounts(act, act.actor.as_person)


def lock_with_accounts(act: Act, person_id: int) -> Person:
    """The same for a person to whom the operator does something of their own."""
    act.lock(person=person_id)
    act.lock(accounts=[member.account_id for member in _memberships(person_id)])
    return act.locked_person(person_id)


def lock_in(act: Act, account_ref: str) -> Member:
    """Lock the acting person with one account, and say who they are in it. Raises `NotFound` for nobody."""
    person_id = act.actor.as_person
    member = Member.objects.filter(person=person_id, account__ref=account_ref).first()
    if member is None:
        raise NotFound()
    act.lock(person=person_id, accounts=[member.account_id])
    return member


def must_be_present(act: Act, deed: str) -> None:
    """Presence was proved lately. Asked after the locks, since it reads the action's instant.

    `deed` is the one of the table of sudo (`access/sudo.py`).
    """
    until = act.actor.sudo_until
    if until is None or until <= act.now:
        raise SudoNeeded(deed)


def memberships(act: Act) -> list[Member]:
    """The acting person's active memberships in the accounts that are locked."""
    return _memberships(act.actor.as_person)


def _memberships(person_id: int) -> list[Member]:
    active = Member.objects.filter(person=person_id, states__until__isnull=True, states__state=State.ACTIVE)
    return list(active.order_by("account_id"))


def must_have_locked(act: Act, person: Person) -> None:
    """Every account they are an active member of, and themselves: else the action begins anew with those."""
    act.must_have_locked(person=person.pk, accounts=[member.account_id for member in _memberships(person.pk)])


def record(
    act: Act, name: str, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    record_of(act, act.person, name, before=before, after=after)


def record_of(
    act: Act,
    person: Person,
    name: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    act.record(name, person, before=before, after=after, on=person)
    for member in _memberships(person.pk):
        act.record(name, member, before=before, after=after, on=act.locked_account(member.account_id))
