"""Standings: what an account asks for, and what opens it."""

import pytest

from ostiary.access.refusals import Conflict, NotFound
from ostiary.actions import presence, signing_in, standings
from ostiary.actions.actors import Actor, Door
from ostiary.models import Member, Person, Session, Standing
from ostiary.proofs.standings import Demands, Missing, Proved, missing, still_opens
from tests.cast import PASSWORD, join
from tests.signin.door import code_of, demand, give_factor, trail_of

PASSWORD_ONLY = Proved(("password",), holds_factor=False)
BOTH = Proved(("password", "totp"), holds_factor=True)
HELD_BUT_NOT_SHOWN = Proved(("password",), holds_factor=True)
NOTHING = Proved((), holds_factor=False)


def demands(sso: str = "off", *, second_factor=False, bypass=False, locked=False) -> Demands:
    return Demands(sso, second_factor, bypass, locked)


@pytest.mark.parametrize(
    ("proved", "asked_for", "left"),
    [
        (PASSWORD_ONLY, demands(), ()),
        (PASSWORD_ONLY, demands("optional"), ()),
        (PASSWORD_ONLY, demands(second_factor=True), (Missing.ENROLMENT,)),
        (HELD_BUT_NOT_SHOWN, demands(), (Missing.CODE,)),
        (HELD_BUT_NOT_SHOWN, demands(second_factor=True), (Missing.CODE,)),
        (BOTH, demands(second_factor=True), ()),
        (NOTHING, demands(), (Missing.PASSWORD,)),
        (NOTHING, demands(second_factor=True), (Missing.PASSWORD, Missing.ENROLMENT)),
        (BOTH, demands("required"), (Missing.PROVIDER,)),
        (BOTH, demands("required", bypass=True), ()),
        (PASSWORD_ONLY, demands("required", bypass=True, second_factor=True), (Missing.ENROLMENT,)),
        (BOTH, demands(locked=True), (Missing.UNLOCKING,)),
        (BOTH, demands("required", bypass=True, locked=True), (Missing.UNLOCKING,)),
    ],
)
def test_only_what_is_missing_is_asked_for(proved, asked_for, left):
    assert missing(proved, asked_for) == left


@pytest.mark.parametrize(
    ("methods", "asked_for", "opens"),
    [
        (None, demands(), False),
        ([], demands(), False),
        (["password"], demands(), True),
        (["totp"], demands(), False),
        (["password"], demands(second_factor=True), False),
        (["password", "totp"], demands(second_factor=True), True),
        (["password", "totp"], demands("required"), False),
        (["password", "totp"], demands("required", bypass=True), True),
        (["password", "totp"], demands(locked=True), False),
    ],
)
def test_a_standing_opens_only_what_the_account_demands_now(methods, asked_for, opens):
    assert still_opens(methods, asked_for) is opens


def log_in(member: Member) -> Actor:
    Person.objects.filter(pk=member.person_id).update(default_account=member.account)
    signing_in.with_password(Actor(Door.PANEL), member.address, PASSWORD)
    return Actor(Door.PANEL, person_id=member.person_id, session_id=Session.objects.latest("pk").pk)


def test_another_account_opens_without_asking_again(olga, globex):
    there = join(globex, "Olga Ohm", "user")

    standings.enter(log_in(olga), globex.ref)

    assert Standing.objects.get(account=globex).member == there
    assert trail_of(account=globex.pk)[-1] == "standing.opened"
    assert Person.objects.get(pk=olga.person_id).last_account == globex


def test_opening_what_is_open_changes_nothing(olga):
    actor = log_in(olga)
    before = trail_of(account=olga.account_id)

    standings.enter(actor, olga.account.ref)

    assert trail_of(account=olga.account_id) == before
    assert Standing.objects.count() == 1


def test_an_account_one_is_not_in_does_not_exist(olga, globex):
    actor = log_in(olga)

    for ref in (globex.ref, "0" * 22):
        with pytest.raises(NotFound):
            standings.enter(actor, ref)


@pytest.mark.parametrize("state", ["invited", "ended"])
def test_e2_a_member_who_is_not_active_opens_nothing(olga, globex, state):
    join(globex, "Olga Ohm", "user").states.update(state=state)

    with pytest.raises(NotFound):
        standings.enter(log_in(olga), globex.ref)


def test_nobody_opens_an_account_to_anothers_session(olga, sam):
    session = log_in(olga).session_id

    with pytest.raises(NotFound):
        standings.enter(Actor(Door.PANEL, person_id=sam.person_id, session_id=session), sam.account.ref)


def test_a_demand_is_answered_with_what_is_missing(olga, globex):
    join(globex, "Olga Ohm", "user")
    actor = log_in(olga)
    globex.settings.update(requires_second_factor=True)

    with pytest.raises(Conflict) as refused:
        standings.enter(actor, globex.ref)

    assert refused.value.params["missing"] == ["enrolment"]


def test_h6_the_code_alone_is_asked_for_where_the_password_was_given(olga, globex):
    join(globex, "Olga Ohm", "user")
    actor = log_in(olga)
    device = give_factor(olga.person)
    Session.objects.update(sudo_at=None)
    with pytest.raises(Conflict, match="account_asks_code"):
        standings.enter(actor, globex.ref)

    presence.prove_by_code(actor, code_of(device))
    standings.enter(actor, globex.ref)

    assert Standing.objects.get(account=globex).methods == ["password", "totp"]
    assert Session.objects.get().sudo_at is None


def test_h6_a_standing_is_made_anew_when_the_account_demands_more(olga):
    actor = log_in(olga)
    device = give_factor(olga.person)
    demand(olga, requires_second_factor=True)
    presence.prove_by_code(actor, code_of(device))

    standings.enter(actor, olga.account.ref)

    assert Standing.objects.get(ended_at=None).methods == ["password", "totp"]
    assert Standing.objects.exclude(ended_at=None).count() == 1
