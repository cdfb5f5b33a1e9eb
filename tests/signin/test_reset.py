"""A way to a new password, at the door."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ostiary.clock import now
from ostiary.mail import letters
from ostiary.models import Job, PasswordReset, Person, Session
from tests.cast import PASSWORD, join
from tests.signin.door import give_factor, log_in

NEW = "marble lantern drifts beneath tuesday"

pytestmark = pytest.mark.usefixtures("mail")


def mailed_link() -> str:
    """The link of the latest letter, as the job will send it."""
    payload = Job.objects.filter(kind="mail").latest("pk").payload
    letter = letters.compose(payload.pop("letter"), at=now(), **payload)
    return re.search(r"https?://\S+/reset/\S+", letter.text)[0]


def path_of(link: str) -> str:
    return link.removeprefix(settings.CONFIG.url)


def test_h11_the_answer_is_the_same_for_every_address(client, olga):
    known, unknown = (
        client.post("/reset", {"address": one}) for one in ("olga@example.com", "no@example.com")
    )

    assert known.status_code == unknown.status_code == 200
    assert known.content == unknown.content
    assert [reset.person for reset in PasswordReset.objects.order_by("pk")] == [olga.person, None]


def test_h11_asking_costs_the_same_for_every_address(client, olga, commits):
    client.post("/reset", {"address": "first@example.com"})  # begins the server's trail
    costs = []
    for address in ("olga@example.com", "no@example.com"):
        with commits() as made, CaptureQueriesContext(connection) as statements:
            client.post("/reset", {"address": address})
        costs.append((len(made), [one["sql"].split()[0] for one in statements]))

    assert costs[0] == costs[1]


def test_the_mailed_link_leads_to_a_new_password(client, olga):
    client.post("/reset", {"address": "olga@example.com"})
    page = path_of(mailed_link())

    assert client.get(page).status_code == 200
    assert client.post(page, {"new": NEW}).url == "/sign-in"
    assert log_in(client, "olga@example.com", NEW).url == f"/a/{olga.account.ref}/"


def test_opening_the_link_changes_nothing(client, olga):
    client.post("/reset", {"address": "olga@example.com"})
    page = path_of(mailed_link())
    for method in (client.get, client.head, client.options):
        method(page)

    assert PasswordReset.objects.get().used_at is None
    assert log_in(Client(), "olga@example.com", PASSWORD).status_code == 302


def test_a_used_link_says_so(client, olga):
    client.post("/reset", {"address": "olga@example.com"})
    page = path_of(mailed_link())
    client.post(page, {"new": NEW})

    again = client.get(page)

    assert again.status_code == 409
    assert "used already" in again.content.decode()


def test_a_wrong_link_is_dead_and_says_nothing_more(client, olga):
    client.post("/reset", {"address": "olga@example.com"})
    ref = PasswordReset.objects.get().ref

    assert client.get(f"/reset/{ref}/{'x' * 43}").status_code == 404
    assert client.post(f"/reset/{ref}/{'x' * 43}", {"new": NEW}).status_code == 404
    assert (
        client.get(f"/reset/{'0' * 22}/{'x' * 43}").content == client.get(f"/reset/{ref}/{'x' * 43}").content
    )


def test_a_weak_password_is_told_why_and_can_be_tried_again(client, olga):
    client.post("/reset", {"address": "olga@example.com"})
    page = path_of(mailed_link())

    weak = client.post(page, {"new": "short"})

    assert weak.status_code == 422
    assert "at least 15" in weak.content.decode()
    assert client.post(page, {"new": NEW}).status_code == 302


def test_6_4_3_a_reset_asks_for_the_second_factor_all_the_same(client, olga):
    give_factor(olga.person)
    client.post("/reset", {"address": "olga@example.com"})

    client.post(path_of(mailed_link()), {"new": NEW})

    assert log_in(client, "olga@example.com", NEW).url == "/sign-in/code"
    assert not Session.objects.exists()


POISONED = [
    {"HTTP_X_FORWARDED_HOST": "evil.example"},
    {"HTTP_FORWARDED": "host=evil.example"},
    {"HTTP_X_HOST": "evil.example"},
    {"HTTP_X_ORIGINAL_URL": "https://evil.example/"},
    {"HTTP_REFERER": "https://evil.example/"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
]


@pytest.mark.parametrize("headers", POISONED)
def test_h1_the_link_is_built_from_the_configured_address_alone(client, olga, headers):
    client.post("/reset", {"address": "olga@example.com"}, **headers)

    link = mailed_link()
    assert link.startswith(f"{settings.CONFIG.url}/reset/")
    assert "evil.example" not in link


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1@evil.example", "127.0.0.1.evil.example"]
)
def test_h1_another_host_is_refused(client, olga, host):
    assert client.post("/reset", {"address": "olga@example.com"}, HTTP_HOST=host).status_code == 400
    assert not Job.objects.exists()


def test_h2_there_is_no_step_three_without_the_link(client, olga):
    client.post("/reset", {"address": "olga@example.com"})
    ref = PasswordReset.objects.get().ref

    for path in (f"/reset/{ref}", f"/reset/{ref}/", "/reset/"):
        assert client.post(path, {"new": NEW, "address": "olga@example.com"}).status_code == 404
    client.post("/reset", {"new": NEW, "address": "olga@example.com", "ref": ref})
    assert log_in(client, "olga@example.com", NEW).status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "olga@example.com,evil@example.org",
        "olga@example.com\r\nBcc: evil@example.org",
        "olga@example.com evil@example.org",
        "olg\u00aa@example.com",
        ["olga@example.com", "evil@example.org"],
    ],
)
def test_h3_a_letter_goes_to_nobody_but_who_was_asked_for(client, olga, address):
    """Of a field that comes twice the last counts, so that neither gets a letter about the other."""
    client.post("/reset", {"address": address})

    asked = [job.payload for job in Job.objects.filter(kind="mail")]
    assert not [one for one in asked if letters.compose(at=now(), **one)]


def test_the_links_secret_is_in_no_query_and_no_referrer(client, olga):
    client.post("/reset", {"address": "olga@example.com"})
    page = path_of(mailed_link())

    answer = client.get(page)

    assert "?" not in page
    assert answer["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert answer["Cache-Control"] == "no-store"


def test_the_reset_is_bound_to_one_person(client, olga):
    uma = join(olga.account, "Uma Umber", "user")
    client.post("/reset", {"address": "olga@example.com"})

    client.post(path_of(mailed_link()), {"new": NEW, "address": uma.address, "person": uma.person.ref})

    assert log_in(client, uma.address, PASSWORD).status_code == 302
    assert Person.objects.get(pk=olga.person_id).password != Person.objects.get(pk=uma.person_id).password
