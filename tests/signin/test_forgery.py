"""Row H12: no form of the door does anything for another site, whatever the content type."""

import pytest
from django.test import Client
from django.urls import reverse

from ostiary.models import Event, Person, Session, TotpDevice
from ostiary.signin.urls import urlpatterns
from tests.cast import PASSWORD, join
from tests.signin.door import give_factor, log_in

PLAIN = "text/plain"


@pytest.fixture
def names(olga, globex) -> dict[str, str]:
    """Real ids for every part of an address, so that nothing is refused for another reason."""
    join(globex, "Olga Ohm", "user")
    Person.objects.update(default_account=olga.account)
    device = give_factor(join(olga.account, "Sam Sand", "superuser").person)
    return {"account": globex.ref, "ref": device.ref, "secret": "x" * 43}


def paths(names: dict[str, str]) -> list[str]:
    """Every address of the door."""
    return [
        reverse(pattern.name, kwargs={part: names[part] for part in pattern.pattern.converters})
        for pattern in urlpatterns
    ]


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", PLAIN, "application/json"])
def test_h12_a_post_without_our_token_changes_nothing(olga, names, content_type):
    browser = Client(enforce_csrf_checks=True)
    log_in(Client(), olga.address)
    signed = Client()
    log_in(signed, olga.address)
    browser.cookies = signed.cookies
    before = counted()

    for path in paths(names):
        body = f'{{"password": "{PASSWORD}", "new": "x", "code": "000000"}}'
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(browser, method)(path, body, content_type=content_type)
            assert answer.status_code in (403, 405), f"{method} {path}"

    assert counted() == before


def counted() -> tuple[int, ...]:
    return Event.objects.count(), Session.objects.filter(ended_at=None).count(), TotpDevice.objects.count()


def test_logging_in_changes_the_token_that_forms_carry(olga):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/sign-in")
    before = browser.cookies["csrf"].value
    token = page.context["csrf_token"]

    log_in(browser, olga.address, csrfmiddlewaretoken=str(token))

    assert Session.objects.count() == 1
    assert browser.cookies["csrf"].value != before


def test_every_page_of_the_door_that_is_ones_own_sends_strangers_to_the_door(client, names):
    for path in paths(names):
        if path.startswith(("/you", "/switch", "/presence", "/carry-on", "/a/")):
            for method in (client.get, client.post):
                answer = method(path)
                assert answer.status_code in (302, 405), path
                assert answer.status_code == 405 or answer.url.startswith("/sign-in"), path
