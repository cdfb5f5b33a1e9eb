"""Who asks: what a request costs, how long a session holds, and what a visit knows."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection

from ostiary.actions import throttles
from ostiary.clock import now
from ostiary.models import Event, Member, MemberState, Person, Session, Standing
from ostiary.models.sessions import IDLE, LONGEST
from ostiary.queries.visits import STATEMENT
from ostiary.web.visits import account_in, colour_of
from tests.cast import join, signed_in
from tests.signin.door import demand

pytestmark = pytest.mark.urls("tests.web.pages")


@pytest.fixture
def page(olga: Member) -> str:
    return f"/a/{olga.account.ref}/inside"


def test_a_request_in_an_account_costs_two_statements(client, olga, page, django_assert_num_queries):
    signed_in(client, olga)
    client.get(page)

    with django_assert_num_queries(2):
        assert client.get(page).content == b"Acme: Olga Ohm"


def test_a_page_of_ones_own_costs_one_statement(client, olga, django_assert_num_queries):
    signed_in(client, olga)

    with django_assert_num_queries(1):
        client.get("/own")


def test_a_stranger_costs_none(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/sign-in")


def test_reading_opens_no_transaction(client, olga, page, django_assert_num_queries):
    signed_in(client, olga)
    with time_machine.travel(now() + timedelta(minutes=2)), django_assert_num_queries(4) as asked:
        client.get(page)

    kinds = [query["sql"].split()[0].lower() for query in asked.captured_queries]
    assert sorted(kinds) == ["select", "select", "update", "update"]


def test_last_seen_is_written_once_a_minute(client, olga, page, django_assert_num_queries):
    signed_in(client, olga)
    client.get(page)
    before = Session.objects.get().last_seen_at

    with time_machine.travel(before + timedelta(seconds=59), tick=False):
        client.get(page)
        assert Session.objects.get().last_seen_at == before
    with time_machine.travel(before + timedelta(seconds=61), tick=False):
        client.get(page)
        assert Session.objects.get().last_seen_at > before
        assert Member.objects.get(pk=olga.pk).last_active_at > before


def test_a_session_idles_for_an_hour_at_most(client, olga):
    signed_in(client, olga)
    seen = Session.objects.get().last_seen_at

    with time_machine.travel(seen + IDLE - timedelta(seconds=1), tick=False):
        assert client.get("/own").status_code == 200
    with time_machine.travel(seen + 2 * IDLE, tick=False):
        assert client.get("/own").status_code == 302


def test_a_session_that_is_used_ends_after_twelve_hours(client, olga):
    signed_in(client, olga)
    start = Session.objects.get().created_at

    for step in range(1, 24):
        with time_machine.travel(start + step * IDLE / 2, tick=False):
            assert client.get("/own").status_code == 200
    with time_machine.travel(start + LONGEST, tick=False):
        assert client.get("/own").status_code == 302


def test_e6_an_ended_session_is_nobody_at_once(client, olga, page):
    signed_in(client, olga)
    assert client.get(page).status_code == 200

    Session.objects.update(ended_at=now())

    assert client.get(page).status_code == 302


def test_e6_an_ended_standing_opens_nothing_at_once(client, olga, page):
    signed_in(client, olga)

    Standing.objects.update(ended_at=now())

    assert client.get(page).url.startswith(f"/a/{olga.account.ref}/enter")


def test_e6_a_removed_member_is_outside_at_once(client, olga, page):
    signed_in(client, olga)

    MemberState.objects.filter(member=olga).update(state="ended")

    assert client.get(page).status_code == 404


def test_e10_leaving_one_account_leaves_the_other_alone(client, olga, globex):
    there = join(globex, "Olga Ohm", "user")
    signed_in(client, olga)
    session = Session.objects.get()
    Standing.objects.create(
        session=session, account=globex, member=there, methods=["password"], opened_at=now()
    )

    MemberState.objects.filter(member=there).update(state="ended")

    assert client.get(f"/a/{globex.ref}/inside").status_code == 404
    assert client.get(f"/a/{olga.account.ref}/inside").status_code == 200


def test_a_locked_member_is_asked_to_wait(client, olga, page):
    signed_in(client, olga)

    MemberState.objects.filter(member=olga).update(locked=True)

    answer = client.get(page, follow=True)
    assert b"Your membership is locked" in answer.content


@pytest.mark.parametrize("demands", [{"requires_second_factor": True}, {"sso": "required"}])
def test_a_demand_shuts_a_standing_that_does_not_meet_it(client, olga, page, demands):
    signed_in(client, olga)
    MemberState.objects.filter(member=olga).update(bypass_sso=False)

    demand(olga, **demands)

    assert client.get(page).url.startswith(f"/a/{olga.account.ref}/enter")


def test_bypass_sso_opens_with_a_password_what_requires_sso(client, olga, page):
    signed_in(client, olga)

    demand(olga, sso="required")

    assert client.get(page).status_code == 200


def test_a_standing_of_somebody_else_opens_nothing(client, olga, sam):
    signed_in(client, olga)
    Standing.objects.update(member=sam)

    assert client.get(f"/a/{olga.account.ref}/inside").status_code == 302


def test_the_persons_language_and_time_zone_hold_for_the_page(client, olga):
    Person.objects.filter(pk=olga.person_id).update(time_zone="Asia/Tokyo")
    signed_in(client, olga)
    Session.objects.update(created_at="2030-01-01T12:00:00Z", expires_at="2130-01-01T12:00:00Z")

    assert "21:00" in client.get("/you/security").content.decode()


def test_a_time_zone_that_is_none_is_utc(client, olga):
    Person.objects.filter(pk=olga.person_id).update(time_zone="Mars/Olympus")
    signed_in(client, olga)

    assert client.get("/own").status_code == 200


@pytest.mark.parametrize(
    "path", ["/a/short/users", "/a/../../a/x", "/b/0123456789abcdefghijkl/", "/a/0123456789abcdefghijklm/"]
)
def test_other_addresses_name_no_account(path):
    assert account_in(path) == ""


def test_an_account_has_one_of_eight_colours_for_good():
    refs = ["0123456789abcdefghijk" + letter for letter in "ABCDEFGHIJKLMNOP"]

    assert {colour_of(ref) for ref in refs} == set(range(1, 9))
    assert colour_of(refs[0]) == colour_of(refs[0])


@pytest.mark.parametrize("path", ["/sign-in", "/tokens"])
def test_h14_no_header_makes_another_network_of_ones_tries(client, olga, path):
    wrong = urlencode({"address": olga.address, "username": olga.address, "password": "eight loud herons"})
    answers = [
        client.post(
            path,
            wrong,
            "application/x-www-form-urlencoded",
            REMOTE_ADDR="192.0.2.4",
            HTTP_X_FORWARDED_FOR=f"198.51.{number}.7",
            HTTP_FORWARDED=f"for=198.51.{number}.7",
        )
        for number in range(throttles.PASSWORDS_HERE.most + 1)
    ]

    kept = [Event.objects.filter(name=name).latest("pk") for name in ("sign_in.failed", "sign_in.throttled")]
    assert answers[-2].status_code in (400, 422)
    assert answers[-1].status_code == 429
    assert all("192.0.2.4" in str(one.personal) and "198.51" not in str(one.personal) for one in kept)


def test_h14_no_header_says_who_is_connected(client, olga):
    client.post(
        "/sign-in",
        {"address": olga.address, "password": "seven quiet herons ford the river"},
        HTTP_X_FORWARDED_FOR="203.0.113.9",
        HTTP_FORWARDED="for=203.0.113.9",
        REMOTE_ADDR="192.0.2.4",
    )

    assert Session.objects.get().ip == "192.0.2.4"


def test_an_answer_carries_an_id_that_nobody_else_chose(client, db):
    answer = client.get("/sign-in", HTTP_X_REQUEST_ID="mine")

    assert len(answer["X-Request-Id"]) == 22


def test_the_statement_of_a_visit_runs_over_indexes(olga):

    if connection.vendor != "sqlite":
        pytest.skip("the plan of SQLite is stable; PostgreSQL scans small tables whatever there is")
    with connection.cursor() as cursor:
        cursor.execute(f"explain query plan {STATEMENT}", {"digest": b"", "account": ""})
        plan = [row[3] for row in cursor.fetchall()]

    assert not [step for step in plan if step.startswith("SCAN")]
