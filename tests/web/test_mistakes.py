"""A mistake of ours: a page that says so and nothing of it, and all of it in the log (ASVS 5.0: 16.5)."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from ostiary.urls import handler400, handler404, handler500  # noqa: F401
from tests.web import pages

WORDS = "select password from ostiary_person"


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError(WORDS)


urlpatterns = [path("broken", broken), *pages.urlpatterns]


@pytest.fixture
def answer(settings) -> HttpResponse:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False).get("/broken")


def test_the_page_says_that_something_broke_and_not_what(answer):
    page = answer.content.decode()
    assert answer.status_code == 500
    for told in (WORDS, "ZeroDivisionError", "Traceback", __name__, ".py"):
        assert told not in page


def test_it_carries_the_headers_of_every_answer(answer):
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Request-Id"]


def test_it_carries_the_number_to_quote(answer):
    assert answer["X-Request-Id"] in answer.content.decode()


def test_the_log_says_what(caplog, settings):
    settings.ROOT_URLCONF = __name__
    with caplog.at_level(logging.ERROR):
        Client(raise_request_exception=False).get("/broken")
    (record,) = (record for record in caplog.records if record.name == "django.request")
    assert WORDS in str(record.exc_info[1])


def test_no_setting_of_the_operators_turns_a_debug_page_on(settings):
    assert settings.DEBUG is False
