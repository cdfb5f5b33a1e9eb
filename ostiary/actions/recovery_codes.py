"""Recovery codes: they stand in for a second factor that is lost, once each, and are shown once."""

from ..access.refusals import Conflict
from ..models import Person, RecoveryCode, RecoveryCodes
from ..models.rows import find, insert, insert_all
from ..proofs import recovery
from ..proofs.recovery import BadCode
from . import factors, outbox, own, sessions, throttles
from .act import Act
from .actors import Actor
from .kernel import action


def make(actor: Actor, *, end_others: bool = False) -> list[str]:
    """Ten new codes; those before are good for nothing from here on. They are kept as digests.

    `end_others`: whoever may have used one of those before is out as well.

    Raises `SudoNeeded`, and `Conflict` for who holds no factor that they could stand in for.
    """
    _may_make(actor)
    codes, salt = recovery.new_codes(), recovery.new_salt()
    _keep(actor, salt, [recovery.digest(code, salt) for code in codes], end_others)
    return codes


@action(locks="own")
def _may_make(act: Act) -> None:
    """Ten hashes are not for everybody to ask for."""
    act.lock(person=act.actor.as_person)
    _must_be_allowed(act)
    act.nothing_changed()


@action(locks="own")
def _keep(act: Act, salt: bytes, digests: list[bytes], end_others: bool) -> None:
    person = own.lock(act)
    _must_be_allowed(act)
    RecoveryCodes.objects.filter(person=person, ended_at__isnull=True).update(ended_at=act.now)
    codes = insert(RecoveryCodes(person=person, salt=salt, created_at=act.now))
    insert_all([RecoveryCode(codes=codes, digest=digest) for digest in digests])
    if end_others:
        sessions.end_all_of(act, person, but=act.actor.session_id)
    own.record(act, "recovery_codes.made", after={"count": len(digests)})
    outbox.send(act, "recovery_codes_made", person=person.pk)


def _must_be_allowed(act: Act) -> None:
    own.must_be_present(act, "recovery_codes.make")
    if not factors.count(act.person):
        raise Conflict("recovery_needs_factor")


def digest_of(person_id: int, code: str) -> bytes:
    """What a recovery code is looked up by, at the cost of one hash; nothing if it cannot be one."""
    try:
        recovery.normalise(code)
    except BadCode:
        return b""
    codes = find(RecoveryCodes, person=person_id, ended_at=None)
    return recovery.digest(code, bytes(codes.salt) if codes else recovery.new_salt())


def accept(act: Act, person: Person, digest: bytes) -> bool:
    """Whether it is one of the person's codes. One conditional UPDATE uses it up; they are told by mail."""
    unused = RecoveryCode.objects.filter(
        codes__person=person, codes__ended_at__isnull=True, used_at__isnull=True
    )
    if unused.filter(digest=digest).update(used_at=act.now) != 1:
        return False
    throttles.code_was_right(person.pk)
    left = unused.count()
    act.record("recovery_code.used", person, after={"left": left}, on=person)
    outbox.send(act, "recovery_code_used", person=person.pk, left=left)
    return True
