"""The second factor: set up, confirmed, removed, by its person alone."""

from datetime import timedelta
from secrets import token_bytes

import pytest
import time_machine

from ostiary.access.refusals import Conflict, Forbidden, Invalid, NotFound
from ostiary.actions import authenticators, caps, factors, signing_in
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.kernel import SudoNeeded
from ostiary.clock import now
from ostiary.mail import letters
from ostiary.models import Event, Job, Member, Session, Standing, TotpDevice
from ostiary.models.sessions import SUDO
from ostiary.proofs import totp
from tests.cast import PASSWORD, join
from tests.signin.door import code_of, demand, give_factor, trail_of, wrong_code_of


def at_the_panel(member: Member, *, sudo: bool = True) -> Actor:
    """The member's person in a session that they signed in to."""
    signing_in.with_password(Actor(Door.PANEL, ip="192.0.2.7"), member.address, PASSWORD)
    session = Session.objects.filter(person=member.person).latest("pk")
    until = now() + SUDO if sudo else None
    return Actor(
        Door.PANEL, person_id=member.person_id, session_id=session.pk, sudo_until=until, request_id="r1"
    )


def set_up(actor: Actor, name: str = "Phone") -> TotpDevice:
    device = TotpDevice.objects.get(ref=authenticators.start(actor, name))
    authenticators.confirm(actor, device.ref, code_of(device))
    return device


def queued() -> list[str]:
    return [job.payload["letter"] for job in Job.objects.filter(kind="mail").order_by("pk")]


def test_h6_a_first_right_code_turns_it_on(olga):
    actor = at_the_panel(olga)

    set_up(actor)

    assert trail_of(olga.person)[-1] == "factor.added"
    assert trail_of(account=olga.account_id)[-1] == "factor.added"
    assert queued() == ["factor_added"]
    assert Session.objects.get(pk=actor.session_id).methods == ["password", "totp"]


def test_h9_the_code_that_turned_it_on_does_not_log_in(olga):
    actor = at_the_panel(olga)
    with time_machine.travel(now(), tick=False):
        device = set_up(actor)
        ticket = signing_in.with_password(Actor(Door.PANEL), olga.address, PASSWORD).ticket

        with pytest.raises(Invalid):
            signing_in.with_code(Actor(Door.PANEL), ticket, code_of(device))


def test_setting_it_up_asks_for_presence(olga):
    with pytest.raises(SudoNeeded):
        authenticators.start(at_the_panel(olga, sudo=False), "Phone")


def test_a_wrong_code_turns_nothing_on(olga):
    actor = at_the_panel(olga)
    device = TotpDevice.objects.get(ref=authenticators.start(actor, "Phone"))

    with pytest.raises(Invalid):
        authenticators.confirm(actor, device.ref, wrong_code_of(device))

    assert authenticators.held(olga.person) == []


def test_a_key_that_was_shown_too_long_ago_is_good_for_nothing(olga):
    actor = at_the_panel(olga)
    device = TotpDevice.objects.get(ref=authenticators.start(actor, "Phone"))

    with time_machine.travel(now() + authenticators.ENROLMENT):
        late = Actor(
            Door.PANEL, person_id=actor.person_id, session_id=actor.session_id, sudo_until=now() + SUDO
        )
        with pytest.raises(NotFound):
            authenticators.confirm(late, device.ref, code_of(device))


def test_beginning_again_drops_the_key_before(olga):
    actor = at_the_panel(olga)
    first = TotpDevice.objects.get(ref=authenticators.start(actor, "Phone"))
    authenticators.start(actor, "Tablet")

    with pytest.raises(NotFound):
        authenticators.confirm(actor, first.ref, code_of(first))


def test_nobody_confirms_anothers_key(olga, sam):
    device = TotpDevice.objects.get(ref=authenticators.start(at_the_panel(olga), "Phone"))

    with pytest.raises(NotFound):
        authenticators.confirm(at_the_panel(sam), device.ref, code_of(device))


def test_every_other_session_ends_with_it(olga):
    other = at_the_panel(olga)
    actor = at_the_panel(olga)

    set_up(actor)

    assert Session.objects.get(pk=other.session_id).ended_at
    assert Session.objects.get(pk=actor.session_id).ended_at is None


def test_h6_the_open_accounts_rest_on_the_factor_from_then_on(olga):
    actor = at_the_panel(olga)

    set_up(actor)

    assert Standing.objects.get(ended_at=None).methods == ["password", "totp"]


def test_the_secret_is_sealed_at_rest_and_in_no_event(olga):
    device = set_up(at_the_panel(olga))
    secret = authenticators.secret_of(device)

    events, jobs = Event.objects.values_list("body", "personal"), Job.objects.values_list("payload")
    kept = f"{device.sealed_secret} {list(events)} {list(jobs)}"
    for form in (secret.hex(), totp.grouped(secret), totp.grouped(secret).replace(" ", "")):
        assert form not in kept


def test_a_sealed_secret_of_one_app_opens_no_other(olga, sam):
    of_olga, of_sam = give_factor(olga.person), give_factor(sam.person)
    of_olga.sealed_secret = of_sam.sealed_secret

    with pytest.raises(Exception, match="sealed"):
        authenticators.secret_of(of_olga)


def test_h6_removing_the_last_one_turns_it_off(olga):
    actor = at_the_panel(olga)
    device = set_up(actor)

    authenticators.remove(actor, device.ref)

    assert authenticators.held(olga.person) == []
    assert trail_of(account=olga.account_id)[-1] == "factor.removed"
    assert Session.objects.get(pk=actor.session_id).methods == ["password"]
    assert Standing.objects.get(ended_at=None).methods == ["password"]
    assert queued() == ["factor_added", "factor_removed"]


def test_the_last_one_stays_while_an_account_demands_it_and_the_refusal_names_the_account(olga):
    actor = at_the_panel(olga)
    device = set_up(actor)
    demand(olga, requires_second_factor=True)

    with pytest.raises(Conflict) as refused:
        authenticators.remove(actor, device.ref)

    assert refused.value.code == "factor_demanded"
    assert refused.value.params["accounts"] == "Acme"


def test_one_of_two_can_go_whatever_an_account_demands(olga):
    actor = at_the_panel(olga)
    with time_machine.travel(now(), tick=False) as clock:
        device = set_up(actor)
        clock.shift(timedelta(seconds=60))
        set_up(actor, "Tablet")
    demand(olga, requires_second_factor=True)

    authenticators.remove(actor, device.ref)

    assert [one.name for one in authenticators.held(olga.person)] == ["Tablet"]


def test_removing_asks_for_presence_and_is_ones_own(olga, sam):
    device = set_up(at_the_panel(olga))

    with pytest.raises(SudoNeeded):
        authenticators.remove(Actor(Door.PANEL, person_id=olga.person_id), device.ref)
    with pytest.raises(NotFound):
        authenticators.remove(at_the_panel(sam), device.ref)


def test_there_are_five_at_most(olga):
    for _ in range(caps.AUTHENTICATORS):
        give_factor(olga.person)
    actor = Actor(Door.PANEL, person_id=olga.person_id, sudo_until=now() + SUDO)

    with pytest.raises(Conflict, match="too_many_factors"):
        authenticators.start(actor, "One more")


def test_a_disabled_app_still_stands_before_the_account(olga):
    give_factor(olga.person)
    TotpDevice.objects.update(failures=authenticators.MOST_FAILURES)

    assert signing_in.with_password(Actor(Door.PANEL), olga.address, PASSWORD).ticket


def test_the_operator_alone_lets_somebody_in_who_has_lost_every_factor(olga, sam):
    device = set_up(at_the_panel(olga))
    with pytest.raises(Forbidden):
        factors.end_all(at_the_panel(sam), olga.person.ref)

    assert factors.end_all(operator(), olga.person.ref) == 1

    device.refresh_from_db()
    assert device.ended_at
    assert not Session.objects.filter(person=olga.person, ended_at=None).exists()
    assert signing_in.with_password(Actor(Door.PANEL), olga.address, PASSWORD).session


def test_what_the_operator_did_is_told_to_each_account_and_by_letter(olga, globex):
    there = join(globex, "Olga Ohm", "user")
    set_up(at_the_panel(olga))

    factors.end_all(operator(), olga.person.ref)

    removed = Event.objects.filter(name="factor.removed")
    assert {event.target_ref for event in removed} == {olga.person.ref, olga.ref, there.ref}
    assert all(event.body["actor"]["trusted"] for event in removed)
    assert queued() == ["factor_added", "factor_removed"]


def test_where_there_is_no_factor_the_operator_changes_nothing(olga):
    session = at_the_panel(olga).session_id
    authenticators.start(at_the_panel(olga), "begun and not confirmed")

    with pytest.raises(Conflict, match="no_factor"):
        factors.end_all(operator(), olga.person.ref)

    assert Session.objects.get(pk=session).ended_at is None


def test_what_a_person_does_is_told_to_each_account_without_an_id_they_share(olga, globex):
    there = join(globex, "Olga Ohm", "user")

    set_up(at_the_panel(olga))

    here, at_globex = (
        Event.objects.get(account=account, name="factor.added") for account in (olga.account, globex)
    )
    assert (here.target_ref, at_globex.target_ref) == (olga.ref, there.ref)
    ids = {olga.ref, olga.account.ref, olga.person.ref, *Session.objects.values_list("ref", flat=True)}
    assert not [ref for ref in ids if ref in str(at_globex.body)]
    assert here.body["request"] == at_globex.body["request"] == ""


@pytest.mark.parametrize("letter", ["factor_added", "factor_removed", "factor_disabled"])
def test_there_is_a_letter_for_it(olga, letter):
    names = {"person": olga.person_id, "factor": authenticators.KIND}

    letters.check(letter, names)
    assert letters.compose(letter, at=now(), **names).to == olga.address


def test_other_sessions_may_go_on_when_it_is_not_the_first(olga):
    give_factor(olga.person)
    own, other = another_session(olga), another_session(olga)
    actor = Actor(Door.PANEL, person_id=olga.person_id, session_id=own.pk, sudo_until=now() + SUDO)
    device = TotpDevice.objects.get(ref=authenticators.start(actor, "Tablet"))

    authenticators.confirm(actor, device.ref, code_of(device), end_others=False)

    assert Session.objects.get(pk=other.pk).ended_at is None


def test_with_the_first_one_they_end_whatever_is_asked(olga):
    other = at_the_panel(olga)
    actor = at_the_panel(olga)
    device = TotpDevice.objects.get(ref=authenticators.start(actor, "Phone"))

    authenticators.confirm(actor, device.ref, code_of(device), end_others=False)

    assert Session.objects.get(pk=other.session_id).ended_at


@pytest.mark.parametrize("end_others", [True, False])
def test_other_sessions_end_with_one_of_two_where_their_person_wants_it(olga, end_others):
    actor = at_the_panel(olga)
    device = set_up(actor)
    give_factor(olga.person)
    other = another_session(olga)

    ended = authenticators.remove(actor, device.ref, end_others=end_others)

    other.refresh_from_db()
    assert (ended, bool(other.ended_at)) == (int(end_others), end_others)
    assert Session.objects.get(pk=actor.session_id).ended_at is None


def test_with_the_last_one_they_end_whatever_is_asked(olga):
    actor = at_the_panel(olga)
    device = set_up(actor)
    other = another_session(olga)

    assert authenticators.remove(actor, device.ref, end_others=False) == 1

    other.refresh_from_db()
    assert other.ended_at


def another_session(member: Member) -> Session:
    """A session of the same person elsewhere, by both factors."""
    return Session.objects.create(
        person=member.person,
        digest=token_bytes(32),
        created_at=now(),
        last_seen_at=now(),
        expires_at=now() + timedelta(hours=1),
        methods=["password", "totp"],
    )
