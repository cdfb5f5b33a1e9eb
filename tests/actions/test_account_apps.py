"""What is enrolled by a pass: it opens one account, and is no part of the person's own sign-in."""

from dataclasses import replace

import pytest
import time_machine

from ostiary.access.refusals import NotFound
from ostiary.actions import (
    account_apps,
    authenticators,
    closing,
    coming_back,
    credentials,
    factors,
    members,
    passes,
    presence,
    signing_in,
    standings,
    throttles,
)
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.kernel import SudoNeeded
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import Event, Pass, Session, Standing, TotpDevice
from ostiary.models.sessions import SUDO
from ostiary.proofs.passes import pass_code
from ostiary.proofs.standings import Method, Proved
from ostiary.queries.own_security import factors_of, holds_factor
from tests.cast import PASSWORD, acting, join
from tests.passes import HERE, ask, come_in, enrol, in_session, let_in, letter_of, queued, refused, ticket_of
from tests.signin.door import code_of, trail_of, wrong_code_of


def test_h6_what_is_enrolled_opens_this_account_and_ends_the_pass(olga, lost, acme):
    device = enrol(let_in(olga, lost))

    standing = Standing.objects.get(ended_at=None, member=lost)
    assert standing.methods == ["password", "app for this account"]
    assert Session.objects.get(pk=standing.session_id).methods == ["password"]
    assert device.name == "New phone"
    assert not Pass.objects.filter(ended_at=None).exists()
    assert trail_of(account=acme.pk)[-3:] == ["pass.ended", "factor.added", "standing.opened"]
    assert "account_app_added" in queued()


def test_it_is_no_factor_of_the_persons_own(olga, lost):
    own = factors_of(lost.person_id)

    enrol(let_in(olga, lost))

    assert factors_of(lost.person_id) == own
    assert factors.count(lost.person) == 1
    assert [one.name for one in authenticators.held(lost.person)] == ["Phone"]


def test_h6_the_next_time_its_code_opens_that_account_alone(olga, lost, globex):
    there = join(globex, "Sam Sand", "superuser")
    device = enrol(let_in(olga, lost))
    signed = signing_in.with_code(HERE, ticket_of(lost), code_of(device), wanted=globex.ref)

    assert (signed.account, signed.is_open, signed.is_own) == (lost.account.ref, True, False)
    assert refused(standings.enter, in_session(lost), globex.ref) == "account_asks_code"
    assert not Standing.objects.filter(member=there).exists()


def test_its_code_completes_nothing_for_another_account_or_by_credentials(olga, lost, globex):
    join(globex, "Sam Sand", "superuser")
    device = enrol(let_in(olga, lost))
    signing_in.with_code(HERE, ticket_of(lost), code_of(device))
    TotpDevice.objects.update(last_counter=0)

    actor, code = in_session(lost), code_of(device)
    assert refused(presence.prove_by_code, actor, code, globex.ref) == "code_wrong"
    given = credentials.Credentials(lost.address, PASSWORD, code)
    assert refused(credentials.prove, Actor(Door.API), given)


def begun(given: Pass) -> tuple[Actor, TotpDevice]:
    """Somebody who came in by their pass and has not confirmed their app yet."""
    come_in(given)
    actor = in_session(given.member)
    return actor, TotpDevice.objects.get(ref=account_apps.start(actor, given.member.account.ref, "Phone"))


def test_h5_codes_are_counted_where_it_is_enrolled(olga, lost):
    actor, device = begun(let_in(olga, lost))
    for _ in range(throttles.CODES.most):
        throttles.code(lost.person_id)

    assert refused(account_apps.confirm, actor, lost.account.ref, device.ref, code_of(device)) == "throttled"
    assert not account_apps.held(lost.person_id)


def test_h9_the_code_that_enrolled_it_does_not_log_in(olga, lost):
    actor, device = begun(let_in(olga, lost))
    with time_machine.travel(now(), tick=False):
        code = code_of(device)
        account_apps.confirm(actor, lost.account.ref, device.ref, code)

        assert refused(signing_in.with_code, HERE, ticket_of(lost), code) == "code_wrong"


def test_h6_enrolling_by_a_pass_leaves_every_own_factor_as_it_was(olga, lost):
    own = TotpDevice.objects.get(person=lost.person)
    device = enrol(let_in(olga, lost))
    actor = replace(in_session(lost), sudo_until=None)

    with pytest.raises(SudoNeeded):
        authenticators.remove(actor, own.ref)
    with pytest.raises(NotFound):
        authenticators.remove(replace(actor, sudo_until=now() + SUDO), device.ref)
    own.refresh_from_db()
    assert own.ended_at is None
    assert holds_factor(lost.person_id)


def test_h6_no_session_is_ones_own_by_it(lost):
    by_app = Proved(("password",), holds_factor=True).with_app()

    assert Method.ACCOUNT_APP in by_app.methods
    assert not by_app.second
    assert not by_app.is_own


def test_the_pages_of_ones_own_confirm_no_app_that_was_begun_by_a_pass(olga, lost):
    own = TotpDevice.objects.get(person=lost.person)
    come_in(let_in(olga, lost))
    begun = TotpDevice.objects.get(ref=account_apps.start(in_session(lost), lost.account.ref, "Phone"))
    passes.take_back(acting(olga), lost.ref)
    signing_in.with_code(HERE, ticket_of(lost), code_of(own))
    actor = replace(in_session(lost), sudo_until=now() + SUDO)

    assert refused(authenticators.confirm, actor, begun.ref, code_of(begun)) == "enrolment_gone"


def test_a_right_code_of_it_counts_against_no_other_app(olga, lost):
    own = TotpDevice.objects.get(person=lost.person)
    device = enrol(let_in(olga, lost))

    signing_in.with_code(HERE, ticket_of(lost), code_of(device))

    own.refresh_from_db()
    assert own.failures == 0
    assert refused(signing_in.with_code, HERE, ticket_of(lost), wrong_code_of(device)) == "code_wrong"


def test_ones_own_factor_goes_on_opening_everything(olga, lost, globex):
    join(globex, "Sam Sand", "superuser")
    own = TotpDevice.objects.get(person=lost.person)
    enrol(let_in(olga, lost))

    signed = signing_in.with_code(HERE, ticket_of(lost), code_of(own), wanted=globex.ref)

    assert signed.is_own
    assert signed.is_open


def test_a_second_pass_replaces_what_the_first_enrolled(olga, lost):
    first = enrol(let_in(olga, lost))

    before = Standing.objects.get(member=lost, ended_at=None)

    second = enrol(let_in(olga, lost))

    before.refresh_from_db()
    assert before.ended_at
    assert [one.pk for one in account_apps.held(lost.person_id)] == [second.pk]
    assert refused(signing_in.with_code, HERE, ticket_of(lost), code_of(first)) == "code_wrong"


def test_two_passes_of_one_person_are_two_accounts_and_one_letter(olga, lost, greg, globex):
    there = join(globex, "Sam Sand", "user")
    here, at_globex = let_in(olga, lost), let_in(greg, there)
    ticket = ticket_of(lost)
    letter = ask(ticket)

    text = letter_of("pass_code").text
    signed = coming_back.with_code(HERE, ticket, pass_code(ring(), letter.ref, at_globex.ref))

    assert "Acme" in text
    assert "Globex" in text
    assert signed.account == globex.ref
    assert refused(account_apps.start, in_session(lost), lost.account.ref, "Phone") == "not_found"
    here.refresh_from_db()
    assert here.session_id is None


def test_the_trail_of_each_account_says_nothing_of_the_other(olga, lost, globex):
    there = join(globex, "Sam Sand", "user")
    before = Event.objects.filter(account=globex).count()

    enrol(let_in(olga, lost))

    assert Event.objects.filter(account=globex).count() == before
    at_acme = str(list(Event.objects.filter(account=lost.account).values_list("body", flat=True)))
    assert not [ref for ref in (there.ref, globex.ref, lost.person.ref) if ref in at_acme]


def test_it_goes_with_the_membership_and_does_not_come_back_with_it(olga, lost):
    device = enrol(let_in(olga, lost))

    members.delete(acting(olga), lost.ref)

    device.refresh_from_db()
    assert device.ended_at
    assert refused(signing_in.with_code, HERE, ticket_of(lost), code_of(device)) == "code_wrong"


def test_it_goes_with_the_last_factor_of_ones_own(olga, lost):
    own = TotpDevice.objects.get(person=lost.person)
    device = enrol(let_in(olga, lost))
    TotpDevice.objects.filter(pk=own.pk).update(last_counter=0)
    signing_in.with_code(HERE, ticket_of(lost), code_of(own))

    authenticators.remove(replace(in_session(lost), sudo_until=now() + SUDO), own.ref)

    device.refresh_from_db()
    assert device.ended_at


def test_it_goes_when_the_operator_ends_all_factors(olga, lost):
    device = enrol(let_in(olga, lost))

    factors.end_all(operator(), lost.person.ref)

    device.refresh_from_db()
    assert device.ended_at


def test_its_person_removes_it_with_presence_and_what_stood_by_it_ends(olga, lost):
    device = enrol(let_in(olga, lost))
    actor = in_session(lost)
    with pytest.raises(SudoNeeded):
        account_apps.remove(actor, device.ref)

    account_apps.remove(replace(actor, sudo_until=now() + SUDO), device.ref)

    assert not Standing.objects.filter(member=lost, ended_at=None).exists()
    assert trail_of(account=lost.account_id)[-1] == "factor.removed"
    assert queued()[-1] == "account_app_removed"


def test_nobody_removes_anothers_or_from_inside_another_account(olga, lost, globex):
    there = join(globex, "Sam Sand", "user")
    device = enrol(let_in(olga, lost))

    assert refused(account_apps.remove, acting(olga), device.ref) == "not_found"
    assert refused(account_apps.remove, acting(there), device.ref) == "not_found"


def test_e7_a_standing_by_app_that_a_superuser_ended_asks_for_the_password_anew(olga, lost):
    device = enrol(let_in(olga, lost))
    standings.end_of_member(acting(olga), lost.ref)
    actor, account = in_session(lost), lost.account.ref

    presence.prove_by_code(actor, code_of(device), account)

    assert refused(standings.enter, actor, account) == "account_asks_password"
    presence.prove_by_password(actor, PASSWORD)
    TotpDevice.objects.update(last_counter=0)
    presence.prove_by_code(actor, code_of(device), account)
    standings.enter(actor, account)
    assert Standing.objects.filter(member=lost, ended_at=None, asked_again_at=None).count() == 1


def test_it_and_a_pass_end_when_the_account_is_closed(olga, lost, uma):
    device, given = enrol(let_in(olga, lost)), let_in(olga, uma)

    closing.close(acting(olga))

    device.refresh_from_db()
    given.refresh_from_db()
    assert device.ended_at
    assert given.ended_at < given.ends_at
    assert "pass.ended" in trail_of(account=olga.account_id)
