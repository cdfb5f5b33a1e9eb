"""Authenticator apps: enrolled, renamed and removed by their person alone, and accepted as a proof.

A code is good once. 100 wrong ones since the last right one disable the app they were tried on
(NIST SP 800-63B-4), which never makes the factor go away: a disabled one opens nothing.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F

from ..access.refusals import Conflict, Invalid, NotFound
from ..keyring import ring
from ..models import Member, Person, TotpDevice
from ..models.factors import LONGEST_NAME
from ..models.rows import change, find
from ..proofs import totp
from ..proofs.standings import Method
from . import caps, checks, factors, own, throttles
from .act import Act
from .actors import Actor
from .kernel import action

# What events and letters call an authenticator app.
KIND = "totp"
MOST_FAILURES = 100
# A key that was shown but not confirmed is good for so long.
ENROLMENT = timedelta(minutes=15)


@action(locks="own")
def start(act: Act, name: str) -> str:
    """Begin to enrol an app; one begun before is dropped. Nothing is asked of it until it is confirmed."""
    act.lock(person=act.actor.as_person)
    own.must_be_present(act, "factors.change")
    if len(held(act.person)) >= caps.AUTHENTICATORS:
        raise Conflict("too_many_factors", most=caps.AUTHENTICATORS)
    act.nothing_changed()
    return begin(act, name).ref


def begin(act: Act, name: str, *, member: Member | None = None) -> TotpDevice:
    """A new key for the acting person, to be confirmed: their own, or for the account of `member` alone."""
    name = checks.name(name, most=LONGEST_NAME)
    begun = TotpDevice.objects.filter(person=act.person, confirmed_at__isnull=True, ended_at__isnull=True)
    begun.filter(member=member).update(ended_at=act.now)
    device = TotpDevice(person=act.person, member=member, name=name, created_at=act.now)
    device.sealed_secret = ring().seal("totp", totp.new_secret(), device.ref)
    device.save(force_insert=True)
    return device


def confirm(actor: Actor, device_ref: str, code: str, *, end_others: bool = True) -> str:
    """A first right code makes the app a factor of the person's. Returns the session's new secret."""
    throttles.code(actor.as_person)
    secret = _confirm(actor, device_ref, code, end_others)
    if not secret:
        raise Invalid("code", "code_wrong")
    return secret


@action(locks="own")
def _confirm(act: Act, device_ref: str, code: str, end_others: bool) -> str:
    person = own.lock(act)
    own.must_be_present(act, "factors.change")
    is_first = not factors.count(person)
    if finish(act, device_ref, code) is None:
        act.record("factor.not_confirmed", person, on=person)
        return ""
    return factors.added(act, KIND, Method.TOTP, end_others=end_others or is_first)


def finish(act: Act, device_ref: str, code: str, *, member: Member | None = None) -> TotpDevice | None:
    """The app that was begun, which counts from now on, or None for a wrong code. Raises `NotFound`."""
    device = enrolling(act.person.pk, device_ref, member.pk if member else None)
    if device is None or device.created_at <= act.now - ENROLMENT:
        raise NotFound("enrolment_gone")
    counter = totp.match(secret_of(device), code, act.now, None)
    if counter is None:
        return None
    change(device, confirmed_at=act.now, last_counter=counter)
    throttles.code_was_right(act.person.pk)
    return device


def enrolling(person_id: int, device_ref: str, member_id: int | None = None) -> TotpDevice | None:
    """An app that somebody has begun: their own, or the one for this member's account alone."""
    return find(
        TotpDevice, person=person_id, member=member_id, ref=device_ref, confirmed_at=None, ended_at=None
    )


def secret_of(device: TotpDevice) -> bytes:
    return ring().unseal("totp", device.sealed_secret, device.ref)


@action(locks="own")
def rename(act: Act, device_ref: str, name: str) -> None:
    person = own.lock(act)
    own.must_be_present(act, "factors.change")
    change(_of(person, device_ref), name=checks.name(name, most=LONGEST_NAME))
    own.record(act, "factor.renamed", after={"kind": KIND})


@action(locks="own")
def remove(act: Act, device_ref: str, *, end_others: bool = True) -> int:
    """Take an app away. The last factor stays while an account of the person's asks for one.

    Returns how many other sessions ended with it.
    """
    person = own.lock(act)
    own.must_be_present(act, "factors.change")
    device = _of(person, device_ref)
    factors.must_not_be_the_last_demanded(act, person)
    change(device, ended_at=act.now)
    return factors.removed(act, KIND, end_others=end_others)


def _of(person: Person, device_ref: str) -> TotpDevice:
    device = next((one for one in held(person) if one.ref == device_ref), None)
    if device is None:
        raise NotFound()
    return device


def held(person: Person) -> list[TotpDevice]:
    """The person's own, disabled ones included: while there is one, a password alone opens nothing."""
    confirmed = TotpDevice.objects.filter(person=person, confirmed_at__isnull=False, ended_at__isnull=True)
    return list(confirmed.filter(member=None).order_by("pk"))


def accept(act: Act, person: Person, code: str, *, beside: Sequence[TotpDevice] = ()) -> TotpDevice | None:
    """The app whose code it is, used up; a wrong one counts against every app. The person is locked.

    `beside`: apps that count in one account alone, where one of those will do; their accounts are locked.
    """
    devices = [*held(person), *beside]
    for device in devices:
        counter = totp.match(secret_of(device), code, act.now, device.last_counter)
        if counter is not None and _use_up(act, device, counter):
            throttles.code_was_right(person.pk)
            return device
    for device in devices:
        _count_failure(act, person, device)
    return None


def _use_up(act: Act, device: TotpDevice, counter: int) -> bool:
    """One conditional UPDATE: of two who send the same code, one gets in."""
    usable = TotpDevice.objects.filter(
        pk=device.pk, last_counter__lt=counter, failures__lt=MOST_FAILURES, ended_at__isnull=True
    )
    return usable.update(last_counter=counter, failures=0, last_used_at=act.now) == 1


def _count_failure(act: Act, person: Person, device: TotpDevice) -> None:
    if device.failures >= MOST_FAILURES:
        return
    TotpDevice.objects.filter(pk=device.pk).update(failures=F("failures") + 1)
    if device.failures + 1 == MOST_FAILURES:
        factors.disabled(act, person, KIND, "factor_disabled", member=device.member, factor=KIND)
