"""A pass: a superuser lets a member in, for a day, into this account and into nothing else."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.access.refusals import Forbidden
from ostiary.actions import account_apps, coming_back, members, passes, passwords, throttles
from ostiary.actions.kernel import SudoNeeded
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import Event, Job, Member, Pass, PasswordReset, TotpDevice
from ostiary.models.passes import LIFE
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.proofs.passes import pass_code
from tests.cast import acting, join
from tests.passes import HERE, ask, come_in, in_session, let_in, letter_of, queued, refused, ticket_of
from tests.signin.door import code_of, demand, give_factor, trail_of


def test_a_superuser_lets_a_member_in_for_a_day_and_everybody_concerned_is_told(olga, lost, acme):
    third = join(acme, "Tess Teal", "superuser")

    given = let_in(olga, lost)

    assert given.ends_at - given.given_at == LIFE == timedelta(hours=24)
    assert trail_of(account=acme.pk)[-1] == "pass.given"
    assert queued() == ["pass_given", "member_let_in"]
    assert letter_of("pass_given").to == lost.address
    assert letter_of("member_let_in").to == third.address
    assert "Acme" in letter_of("member_let_in").text


def test_the_table_decides_who_lets_in(lost, erin, bill, uma):
    for member in (erin, bill, uma):
        with pytest.raises(Forbidden):
            passes.give(acting(member), lost.ref)
        with pytest.raises(Forbidden):
            passes.take_back(acting(member), lost.ref)


def test_it_asks_for_presence(olga, lost):
    with pytest.raises(SudoNeeded):
        passes.give(acting(olga, sudo=False), lost.ref)


def test_nobody_lets_themselves_in(olga):
    assert refused(passes.give, acting(olga), olga.ref) == "pass_for_oneself"


def test_nobody_who_is_locked_is_let_in(olga, lost):
    members.lock(acting(olga), lost.ref, locked=True)

    assert refused(passes.give, acting(olga), lost.ref) == "pass_for_locked"


def test_a20_nobody_is_let_in_by_password_where_single_sign_on_is_required(olga, lost):
    demand(lost, sso="required")

    assert refused(passes.give, acting(olga), lost.ref) == "pass_needs_bypass"


def test_nobody_of_another_account_is_let_in(olga, greg):
    assert refused(passes.give, acting(olga), greg.ref) == "not_found"
    assert refused(passes.take_back, acting(olga), greg.ref) == "not_found"


def test_one_pass_at_a_time_and_a_new_one_once_it_is_over(olga, lost):
    let_in(olga, lost)
    assert refused(passes.give, acting(olga), lost.ref) == "pass_given"

    with time_machine.travel(now() + LIFE):
        let_in(olga, lost)

    first, second = Pass.objects.order_by("pk")
    assert first.ended_at == first.ends_at
    assert second.ended_at is None


def test_a_member_is_let_in_so_often_in_a_day(olga, lost):
    for _ in range(throttles.PASSES.most):
        let_in(olga, lost)
        passes.take_back(acting(olga), lost.ref)

    assert refused(passes.give, acting(olga), lost.ref) == "too_many_passes"


def test_a_pass_is_the_same_for_who_holds_no_factor_and_for_who_is_elsewhere(olga, acme, globex):
    plain, elsewhere = join(acme, "Pia Plain", "user"), join(acme, "Emil Else", "user")
    give_factor(elsewhere.person)
    join(globex, "Emil Else", "superuser")
    told = []

    for member in (plain, elsewhere):
        before = Job.objects.count()
        given = let_in(olga, member)
        event = Event.objects.filter(account=acme).latest("number").body
        told.append((set(event), event["name"], set(event["after"]), Job.objects.count() - before))
        assert given.ends_at == given.given_at + LIFE

    assert told[0] == told[1]
    assert not Event.objects.filter(account=globex, name__startswith="pass.").exists()


def end_by_taking_back(olga: Member, lost: Member) -> None:
    passes.take_back(acting(olga), lost.ref)


def end_by_locking(olga: Member, lost: Member) -> None:
    members.lock(acting(olga), lost.ref, locked=True)


def end_by_removing(olga: Member, lost: Member) -> None:
    members.delete(acting(olga), lost.ref)


def end_by_leaving(olga: Member, lost: Member) -> None:
    members.leave(acting(lost), lost.account.ref)


ENDS = [end_by_taking_back, end_by_locking, end_by_removing, end_by_leaving]


@pytest.mark.parametrize("end", ENDS)
def test_a_code_that_is_out_is_worth_nothing_once_the_pass_is_over(olga, lost, end):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    code = pass_code(ring(), ask(ticket).ref, given.ref)

    end(olga, lost)

    assert refused(coming_back.with_code, HERE, ticket, code) == "pass_code_wrong"
    assert letter_of("pass_code") is None
    assert "pass.ended" in trail_of(account=olga.account_id)


@pytest.mark.parametrize("end", ENDS)
def test_whoever_is_in_enrols_nothing_once_the_pass_is_over(olga, lost, end):
    come_in(let_in(olga, lost))
    actor, account = in_session(lost), lost.account.ref
    device = TotpDevice.objects.get(ref=account_apps.start(actor, account, "New phone"))

    end(olga, lost)

    assert refused(account_apps.confirm, actor, account, device.ref, code_of(device)) == "not_found"
    assert refused(account_apps.start, actor, account, "Another") == "not_found"


def test_it_ends_by_the_clock_whether_a_code_is_out_or_an_app_is_begun(olga, lost):
    given = let_in(olga, lost)
    with time_machine.travel(given.ends_at - timedelta(minutes=5)) as clock:
        come_in(given)
        actor, account = in_session(lost), lost.account.ref
        device = TotpDevice.objects.get(ref=account_apps.start(actor, account, "New phone"))
        ticket = ticket_of(lost)
        code = pass_code(ring(), ask(ticket).ref, given.ref)
        clock.move_to(given.ends_at)

        assert refused(coming_back.with_code, HERE, ticket, code) == "pass_code_wrong"
        assert refused(account_apps.confirm, actor, account, device.ref, code_of(device)) == "not_found"


def test_a_pass_opens_nothing_when_its_giver_could_not_give_it_any_more(olga, lost, acme):
    giver = join(acme, "Tess Teal", "superuser")
    given = let_in(giver, lost)
    ticket = ticket_of(lost)
    code = pass_code(ring(), ask(ticket).ref, given.ref)

    members.lock(acting(olga), giver.ref, locked=True)

    assert refused(coming_back.with_code, HERE, ticket, code) == "pass_code_wrong"
    ask(ticket)
    assert letter_of("pass_code") is None


def test_a20_a_pass_opens_nothing_once_the_account_requires_single_sign_on(olga, lost):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    code = pass_code(ring(), ask(ticket).ref, given.ref)

    demand(lost, sso="required")

    assert refused(coming_back.with_code, HERE, ticket, code) == "pass_code_wrong"


def test_a20_nor_does_whoever_came_in_by_one_enrol_from_then_on(olga, lost):
    come_in(let_in(olga, lost))
    actor = in_session(lost)

    demand(lost, sso="required")

    assert refused(account_apps.start, actor, lost.account.ref, "New phone") == "not_found"


def test_a_new_password_ends_the_session_that_came_in(olga, lost):
    come_in(let_in(olga, lost))
    actor = in_session(lost)
    passwords.request_reset(HERE, lost.address)
    reset = PasswordReset.objects.get()
    secret = link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number)
    passwords.reset(HERE, reset.ref, secret, "marble lantern drifts beneath tuesday")

    assert refused(account_apps.start, actor, lost.account.ref, "New phone") == "not_found"
