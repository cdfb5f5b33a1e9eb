"""The member's side of a pass: the code that is mailed, and every code that is not the right one."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ostiary.access.refusals import Invalid, Throttled
from ostiary.actions import (
    account_apps,
    coming_back,
    signing_in,
    throttles,
)
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import Event, Job, Pass, PassCode, Session, Standing
from ostiary.models.passes import CODE_LIFE
from ostiary.proofs.links import LinkKind, link_secret, mailed_code
from ostiary.proofs.passes import pass_code
from tests.cast import PASSWORD, acting
from tests.passes import HERE, ask, come_in, let_in, letter_of, queued, refused, ticket_of
from tests.signin.door import give_factor, trail_of
from tests.threads import at_once


def test_the_letter_names_the_account_and_its_code_lets_in_to_enrol(olga, lost, acme):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    code = pass_code(ring(), ask(ticket).ref, given.ref)

    letter = letter_of("pass_code")
    signed = coming_back.with_code(HERE, ticket, code)

    assert letter.to == lost.address
    assert "Acme" in letter.text
    assert f"{code[:4]} {code[4:]}" in letter.text
    assert code not in letter.subject.replace(" ", "")
    assert signed.account == acme.ref
    assert not signed.is_own
    assert Session.objects.get(person=lost.person).methods == ["password"]
    assert not Standing.objects.filter(member=lost).exists()
    assert trail_of(account=acme.pk)[-1] == "pass.used"


def test_without_a_pass_all_the_same_is_written_and_no_letter_goes_out(olga, lost, uma):
    give_factor(uma.person)
    let_in(olga, lost)
    for member in (lost, uma):
        ask(ticket_of(member))

    events = [trail_of(member.person)[-1] for member in (lost, uma)]
    with_pass, without = Job.objects.filter(payload__letter="pass_code").order_by("pk")
    assert events == ["pass.code_requested"] * 2
    assert PassCode.objects.count() == 2
    assert with_pass.payload.keys() == without.payload.keys()
    assert letter_of("pass_code") is None


def test_h11_asking_costs_the_same_with_a_pass_and_without(olga, lost, uma):
    give_factor(uma.person)
    let_in(olga, lost)
    statements = []

    for ticket in (ticket_of(lost), ticket_of(uma)):
        with CaptureQueriesContext(connection) as asked:
            coming_back.ask_for_code(HERE, ticket)
        kinds = (re.split(r"(?i) where | values | set |savepoint ", one["sql"])[0] for one in asked)
        statements.append(list(kinds))

    assert statements[0] == statements[1]


def test_h5_no_code_is_in_an_event_a_job_or_a_row(olga, lost):
    given = let_in(olga, lost)
    come_in(given)
    code = pass_code(ring(), PassCode.objects.get().ref, given.ref)

    kept = [*Event.objects.values_list("body", "personal"), *Job.objects.values_list("payload")]
    rows = [*Pass.objects.values(), *PassCode.objects.values(), *Session.objects.values()]
    assert code not in str([kept, rows]).replace(" ", "")


def test_so_many_letters_go_out_in_an_hour_and_the_asker_is_not_told(olga, lost):
    let_in(olga, lost)
    ticket = ticket_of(lost)

    for _ in range(throttles.PASS_LETTERS.most + 2):
        ask(ticket)

    assert queued().count("pass_code") == throttles.PASS_LETTERS.most


def test_asking_lets_the_sign_in_wait_for_as_long_as_the_code_is_good(olga, lost):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    code = pass_code(ring(), ask(ticket).ref, given.ref)

    with time_machine.travel(now() + CODE_LIFE - timedelta(minutes=1)):
        assert coming_back.with_code(HERE, ticket, code).session


def test_a_code_is_good_once(olga, lost):
    given = let_in(olga, lost)
    ticket, other = ticket_of(lost), ticket_of(lost)
    code = pass_code(ring(), ask(ticket).ref, given.ref)
    coming_back.with_code(HERE, ticket, code)

    assert refused(coming_back.with_code, HERE, ticket, code) == "sign_in_again"
    assert refused(coming_back.with_code, HERE, other, code) == "pass_code_wrong"


def test_a_code_is_good_for_fifteen_minutes(olga, lost):
    given = let_in(olga, lost)
    code = pass_code(ring(), ask(ticket_of(lost)).ref, given.ref)

    with time_machine.travel(now() + CODE_LIFE):
        assert refused(coming_back.with_code, HERE, ticket_of(lost), code) == "pass_code_wrong"


def test_the_next_letter_ends_the_code_of_the_one_before(olga, lost):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    first, second = ask(ticket), ask(ticket)

    assert refused(coming_back.with_code, HERE, ticket, pass_code(ring(), first.ref, given.ref))
    assert coming_back.with_code(HERE, ticket, pass_code(ring(), second.ref, given.ref)).session


def test_h10_the_code_of_another_person_or_of_another_pass_lets_nobody_in(olga, lost, uma):
    give_factor(uma.person)
    of_uma, of_sam = let_in(olga, uma), let_in(olga, lost)
    theirs, ticket = ask(ticket_of(uma)), ticket_of(lost)
    mine = ask(ticket)

    for letter, given in ((theirs, of_uma), (theirs, of_sam), (mine, of_uma)):
        code = pass_code(ring(), letter.ref, given.ref)
        assert refused(coming_back.with_code, HERE, ticket, code) == "pass_code_wrong"


def test_b17_no_secret_of_another_kind_is_such_a_code_and_it_is_none_of_theirs(olga, lost):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    letter = ask(ticket)
    message = f"{letter.ref}/{given.ref}"

    for kind in set(LinkKind) - {LinkKind.ENROLMENT}:
        for other in (mailed_code(ring(), kind, message, 1), link_secret(ring(), kind, message, 1)):
            assert refused(coming_back.with_code, HERE, ticket, other) in ("pass_code_wrong", "throttled")
    code = pass_code(ring(), letter.ref, given.ref)
    assert refused(signing_in.with_code, HERE, ticket_of(lost), code) in ("code_wrong", "throttled")


def test_the_ticket_of_a_sign_in_is_no_session_and_none_without_the_password(olga, lost):
    let_in(olga, lost)

    assert refused(coming_back.ask_for_code, HERE, "made up") == "sign_in_again"
    assert refused(coming_back.with_code, HERE, "made up", "12345678") == "sign_in_again"


def test_a_superuser_who_knows_the_password_but_reads_no_mail_gets_nowhere(olga, lost):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    ask(ticket)

    for guess in ("00000000", given.ref, PASSWORD, ""):
        assert refused(coming_back.with_code, HERE, ticket, guess) == "pass_code_wrong"
    actor = replace(acting(olga), person_id=lost.person_id)
    assert refused(account_apps.start, actor, lost.account.ref, "Mine") == "not_found"


@pytest.mark.django_db(transaction=True)
def test_h7_fifty_wrong_codes_at_once_are_not_fifty_guesses(olga, lost):
    given = let_in(olga, lost)
    ticket = ticket_of(lost)
    ask(ticket)

    answers = at_once(*[lambda: coming_back.with_code(HERE, ticket, "00000000")] * 50)

    assert len([one for one in answers if isinstance(one, Invalid)]) == throttles.CODES.most
    assert all(isinstance(one, Invalid | Throttled) for one in answers)
    given.refresh_from_db()
    assert given.failures == throttles.CODES.most


def test_h5_a_hundred_wrong_codes_end_the_pass(olga, lost):
    given = let_in(olga, lost)
    Pass.objects.update(failures=coming_back.MOST_FAILURES - 1)
    ticket = ticket_of(lost)
    code = pass_code(ring(), ask(ticket).ref, given.ref)

    assert refused(coming_back.with_code, HERE, ticket, "00000000") == "pass_code_wrong"

    assert refused(coming_back.with_code, HERE, ticket, code) == "pass_code_wrong"
    assert Event.objects.filter(name="pass.ended").latest("number").body["after"] == {
        "because": "sign_in.failed"
    }
