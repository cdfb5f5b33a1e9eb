"""Authenticator apps that count in one account alone, enrolled there by a pass.

They stand in for a factor of the person's own that is lost, and never become one. So they go with the last of
those, with the membership, and when the person takes them away.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from ..access.refusals import Conflict, Invalid, NotFound
from ..models import Member, Pass, Session, Standing, TotpDevice
from ..models.rows import change, get
from ..proofs.standings import Method
from ..queries import live_passes
from ..queries.own_security import holds_factor
from . import authenticators, outbox, own, passes, sessions, standings, throttles
from .act import Act
from .actors import Actor
from .kernel import action

KIND = "app for one account"


def held(person_id: int, account_ref: str = "") -> "QuerySet[TotpDevice]":
    """The confirmed ones, of one account or of all, disabled ones included."""
    found = TotpDevice.objects.filter(
        person=person_id, member__isnull=False, confirmed_at__isnull=False, ended_at__isnull=True
    )
    if account_ref:
        found = found.filter(member__account__ref=account_ref)
    return found.select_related("member").order_by("pk")


def accounts_of(devices: Iterable[TotpDevice]) -> list[int]:
    """Which accounts have to be locked before a code is tried on them."""
    return [device.member.account_id for device in devices if device.member]


@action(locks="own")
def start(act: Act, account_ref: str, name: str) -> str:
    """Begin to enrol an app for this account, in the session that came in by a pass. Returns its id."""
    given = _by_pass(act, account_ref)
    act.nothing_changed()
    return authenticators.begin(act, name, member=given.member).ref


def confirm(actor: Actor, account_ref: str, device_ref: str, code: str) -> str:
    """A first right code makes it count. The pass is over with that, and the account opens.

    Returns the session's new secret. Raises `Throttled`, `Invalid`, and `NotFound` without a pass.
    """
    throttles.code(actor.as_person)
    secret = _confirm(actor, account_ref, device_ref, code)
    if not secret:
        raise Invalid("code", "code_wrong")
    return secret


@action(locks="own")
def _confirm(act: Act, account_ref: str, device_ref: str, code: str) -> str:
    given = _by_pass(act, account_ref)
    member, account = given.member, act.locked_account(given.member.account_id)
    device = authenticators.finish(act, device_ref, code, member=member)
    if device is None:
        act.record("factor.not_confirmed", member, on=account)
        return ""
    end_of(act, member, but=device.pk)
    passes.end_one(act, given, because="factor.added")
    _told(act, "factor.added", member, after={"kind": KIND})
    outbox.send(act, "account_app_added", member=member.pk)
    standings.open_by_app(act, get(Session, pk=act.actor.in_session), member.pk)
    return sessions.rotate(act)


def _by_pass(act: Act, account_ref: str) -> Pass:
    """Lock the acting person and the account that they came into by a pass. Raises `NotFound` without one."""
    member = own.lock_in(act, account_ref)
    given = live_passes.entered(member.pk, act.actor.in_session, act.now)
    entrance = standings.entrance_of(member.pk, act.actor.ip)
    if given is None or entrance is None or not holds_factor(act.person.pk):
        raise NotFound()
    if entrance.demands.locked or entrance.demands.outside or entrance.demands.asks_provider:
        raise NotFound()
    return given


@action(locks="own")
def remove(act: Act, device_ref: str) -> None:
    """Take one away: by one's own sign-in, or from inside its account. What stood by it there ends."""
    device = held(act.actor.as_person).filter(ref=device_ref).first()
    if device is None or device.member is None:
        raise NotFound()
    member = device.member
    if act.actor.account_id not in (None, member.account_id):
        raise NotFound()
    act.lock(person=member.person_id, accounts=[member.account_id])
    own.must_be_present(act, "factors.change")
    if not held(act.person.pk).filter(pk=device.pk).exists():
        raise Conflict("factor_gone")
    end_of(act, member)
    _told(act, "factor.removed", member, before={"kind": KIND})
    outbox.send(act, "account_app_removed", member=member.pk)


def end_of(act: Act, member: Member, *, but: int = 0) -> None:
    """Those of one member, begun ones included, with the standings that rest on them."""
    TotpDevice.objects.filter(member=member, ended_at__isnull=True).exclude(pk=but).update(ended_at=act.now)
    for standing in Standing.objects.filter(member=member, ended_at__isnull=True):
        if Method.ACCOUNT_APP in standing.methods:
            change(standing, ended_at=act.now)


def end_everybodys(act: Act) -> None:
    """All of the account that the actor closes, whose standings have ended."""
    TotpDevice.objects.filter(member__account=act.account, ended_at__isnull=True).update(ended_at=act.now)


def _told(act: Act, name: str, member: Member, **what: dict[str, str]) -> None:
    """On the person's trail and on this account's, without an id that they share."""
    act.record(name, act.person, on=act.person, **what)
    act.record(name, member, on=act.locked_account(member.account_id), **what)
