"""Recovery codes: made, shown once, and good once each in place of a second factor."""

from dataclasses import replace

import pytest
from django.db import transaction

from ostiary.access.refusals import Conflict, Invalid
from ostiary.actions import authenticators, factors, recovery_codes, signing_in
from ostiary.actions.act import Act
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.kernel import SudoNeeded
from ostiary.models import Event, Job, Member, RecoveryCode, RecoveryCodes, Session
from ostiary.queries.own_security import recovery_codes_left
from tests.actions.test_factors import another_session, at_the_panel, queued, set_up
from tests.cast import PASSWORD, acting
from tests.signin.door import demand, trail_of


def with_codes(member: Member) -> list[str]:
    """What the member was shown, who has an authenticator app as well."""
    actor = at_the_panel(member)
    set_up(actor)
    return recovery_codes.make(actor)


def ticket_of(member: Member) -> str:
    return signing_in.with_password(Actor(Door.PANEL), member.address, PASSWORD).ticket


def test_ten_are_made_and_told_of(olga):
    codes = with_codes(olga)

    assert len(set(codes)) == 10
    assert recovery_codes_left(olga.person_id) == 10
    assert trail_of(olga.person)[-1] == "recovery_codes.made"
    assert trail_of(account=olga.account_id)[-1] == "recovery_codes.made"
    assert queued()[-1] == "recovery_codes_made"


def test_h6_a_code_completes_a_sign_in_and_says_how_many_are_left(olga):
    codes = with_codes(olga)

    signed = signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), codes[3])

    assert signed.session
    assert Session.objects.latest("pk").methods == ["password", "recovery"]
    assert recovery_codes_left(olga.person_id) == 9
    assert Job.objects.latest("pk").payload["letter"] == "recovery_code_used"


def test_a_code_is_read_however_it_is_typed(olga):
    code = with_codes(olga)[0].lower().replace("-", " ")

    assert signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), f" {code} ").session


def test_h10_a_code_is_good_once(olga):
    code = with_codes(olga)[0]
    signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), code)

    with pytest.raises(Invalid):
        signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), code)


def test_h10_anothers_code_opens_nothing(olga, sam):
    with_codes(olga)
    of_sam = with_codes(sam)

    with pytest.raises(Invalid):
        signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), of_sam[0])
    assert recovery_codes_left(sam.person_id) == 10


def test_h10_a_digest_is_looked_for_among_the_persons_own_codes_that_still_count(olga, sam):
    with_codes(olga)
    of_sam = with_codes(sam)[0]
    digest = recovery_codes.digest_of(sam.person_id, of_sam)

    assert not tried(olga, digest)
    recovery_codes.make(at_the_panel_with(sam, of_sam))
    unused = RecoveryCode.objects.filter(
        codes__person=sam.person, codes__ended_at__isnull=False, used_at=None
    )
    assert not tried(sam, bytes(unused.first().digest))


def tried(member: Member, digest: bytes) -> bool:
    with transaction.atomic():
        act = Act(acting(member))
        act.lock(person=member.person_id)
        return recovery_codes.accept(act, act.person, digest)


def test_new_codes_end_those_before(olga):
    before = with_codes(olga)
    recovery_codes.make(at_the_panel_with(olga, before.pop()))

    with pytest.raises(Invalid):
        signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), before[0])
    assert recovery_codes_left(olga.person_id) == 10


def test_new_codes_end_other_sessions_where_their_person_wants_it(olga):
    with_codes(olga)
    own, other = another_session(olga), another_session(olga)
    actor = replace(acting(olga), session_id=own.pk)

    recovery_codes.make(actor)
    other.refresh_from_db()
    assert other.ended_at is None

    recovery_codes.make(actor, end_others=True)
    other.refresh_from_db()
    assert other.ended_at
    own.refresh_from_db()
    assert own.ended_at is None


def at_the_panel_with(member: Member, code: str) -> Actor:
    signing_in.with_code(Actor(Door.PANEL), ticket_of(member), code)
    return acting(member)


def test_e9_they_go_with_the_last_factor(olga):
    actor = at_the_panel(olga)
    device = set_up(actor)
    code = recovery_codes.make(actor)[0]
    authenticators.remove(actor, device.ref)
    set_up(at_the_panel(olga), "Another")

    with pytest.raises(Invalid):
        signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), code)
    assert recovery_codes_left(olga.person_id) is None


def test_e9_the_operator_ends_them_with_the_factors(olga):
    with_codes(olga)

    factors.end_all(operator(), olga.person.ref)

    assert not RecoveryCodes.objects.filter(ended_at=None).exists()


def test_without_a_factor_there_is_nothing_to_recover(olga):
    with pytest.raises(Conflict, match="recovery_needs_factor"):
        recovery_codes.make(at_the_panel(olga))


def test_making_them_asks_for_presence(olga):
    set_up(at_the_panel(olga))

    with pytest.raises(SudoNeeded):
        recovery_codes.make(acting(olga, sudo=False))
    assert not RecoveryCodes.objects.exists()


def test_a_code_opens_an_account_that_demands_a_second_factor(olga):
    code = with_codes(olga)[0]
    demand(olga, requires_second_factor=True)

    signed = signing_in.with_code(Actor(Door.PANEL), ticket_of(olga), code)

    assert signed.is_open


def test_codes_are_kept_as_digests_and_stand_nowhere_else(olga):
    codes = with_codes(olga)

    kept = f"{list(Event.objects.values_list('body', 'personal'))} {list(Job.objects.values_list('payload'))}"
    kept += str([bytes(digest) for digest in RecoveryCode.objects.values_list("digest", flat=True)])
    for code in codes:
        assert code not in kept
        assert code.replace("-", "") not in kept


def test_wrong_codes_count_against_the_limit_of_codes(olga):
    with_codes(olga)
    ticket = ticket_of(olga)

    refusals = [refused(ticket) for _ in range(11)]

    assert refusals == ["code_wrong"] * 10 + ["throttled"]


def refused(ticket: str) -> str:
    try:
        signing_in.with_code(Actor(Door.PANEL), ticket, "AAAA-BBBB-CCCC-DDDD")
    except Exception as refusal:
        return getattr(refusal, "code", "")
    return "accepted"
