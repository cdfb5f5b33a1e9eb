"""Second factors of all kinds: what their coming and going brings with it. They are their person's alone.

Each kind has a module of its own (`authenticators`, `passkeys`, `recovery_codes`); `codes` takes what is
typed.
"""

from typing import Any

from ..access.refusals import Conflict, NotFound
from ..models import (
    AccountSettings,
    Member,
    Passkey,
    Person,
    RecoveryCodes,
    Session,
    TotpDevice,
    TrustedBrowser,
)
from ..models.rows import change, find, get
from ..proofs.standings import Method, without_factor
from . import outbox, own, sessions, standings
from .act import Act
from .kernel import action


def count(person: Person) -> int:
    """The factors that stand between a password and a session, disabled ones included."""
    apps = TotpDevice.objects.filter(person=person, confirmed_at__isnull=False, ended_at__isnull=True)
    keys = Passkey.objects.filter(person=person, ended_at__isnull=True)
    return apps.filter(member=None).count() + keys.count()


def added(act: Act, kind: str, proved: Method, *, end_others: bool) -> str:
    """The person, who is locked with their accounts, has one factor more. Returns the session's new secret.

    `end_others`: a session that was made without the first factor must not go on.
    """
    _distrust(act)
    if end_others:
        sessions.end_all_of(act, act.person, but=act.actor.session_id)
    secret = sessions.rotate(act, proved)
    standings.renew(act, get(Session, pk=act.actor.in_session))
    own.record(act, "factor.added", after={"kind": kind})
    outbox.send(act, "factor_added", person=act.person.pk, factor=kind)
    return secret


def removed(act: Act, kind: str, *, end_others: bool) -> int:
    """The same for one factor less. With the last one goes what stood in for it.

    Returns how many other sessions ended.
    `end_others`: sessions that rest on the last factor must not go on, since nobody could prove it again.
    """
    _distrust(act)
    is_last = not count(act.person)
    ended = 0
    if end_others or is_last:
        ended = sessions.end_all_of(act, act.person, but=act.actor.session_id)
    if is_last:
        end_all_of(act, act.person)
        session = get(Session, pk=act.actor.in_session)
        change(session, methods=without_factor(session.methods))
        standings.renew(act, session)
    own.record(act, "factor.removed", before={"kind": kind})
    outbox.send(act, "factor_removed", person=act.person.pk, factor=kind)
    return ended


def disabled(
    act: Act, person: Person, kind: str, letter: str, *, member: Member | None = None, **names: Any
) -> None:
    """A factor that somebody else seems to use proves nothing any more. The person is locked.

    `member`: as whom alone it counted, whose account is locked too; no other account has to do with it.
    """
    after = {"kind": kind}
    if member:
        act.record("factor.disabled", person, after=after, on=person)
        act.record("factor.disabled", member, after=after, on=act.locked_account(member.account_id))
    else:
        own.must_have_locked(act, person)
        own.record_of(act, person, "factor.disabled", after=after)
    outbox.send(act, letter, person=person.pk, **names)


def _distrust(act: Act) -> None:
    TrustedBrowser.objects.filter(person=act.person, ended_at__isnull=True).update(ended_at=act.now)


def must_not_be_the_last_demanded(act: Act, person: Person) -> None:
    """The last factor stays while an account of the person's asks for one."""
    if count(person) == 1 and (demanding := _demanding(act)):
        raise Conflict("factor_demanded", accounts=", ".join(demanding))


def _demanding(act: Act) -> list[str]:
    accounts = [member.account_id for member in own.memberships(act)]
    settings = AccountSettings.objects.current().filter(account__in=accounts, requires_second_factor=True)
    return list(settings.order_by("name_key").values_list("name", flat=True))


@action(locks="own")
def end_all(act: Act, person_ref: str) -> int:
    """The operator lets somebody in who has lost every factor: they end, with every session.

    Returns how many there were. Raises `NotFound`, and `Conflict` when there is none to lose.
    """
    act.must_be_the_operators()
    known = find(Person, ref=person_ref)
    if known is None:
        raise NotFound()
    person = own.lock_with_accounts(act, known.pk)
    ended = count(person)
    if not ended:
        raise Conflict("no_factor")
    end_all_of(act, person)
    sessions.end_all_of(act, person)
    own.record_of(act, person, "factor.removed", before={"kind": "all", "count": ended})
    outbox.send(act, "factor_removed", person=person.pk, factor="all")
    return ended


def end_all_of(act: Act, person: Person) -> None:
    """Whatever the person proves themselves with beside the password ends, and what it let be skipped."""
    for kind in (TotpDevice, Passkey, RecoveryCodes, TrustedBrowser):
        kind.objects.filter(person=person, ended_at__isnull=True).update(ended_at=act.now)
