"""Answers that are given before Django is asked carry the headers of all others (ASVS 5.0: 3.4, 4.1.1)."""

from io import BytesIO

import pytest

from ostiary.web import arriving
from ostiary.web.headers import HEADERS, ONE_YEAR

POST = {"PATH_INFO": "/sign-in", "REQUEST_METHOD": "POST", "REMOTE_ADDR": "203.0.113.7"}


def nothing(environ, start_response):
    raise AssertionError("it was asked")


def answer(application, **environ) -> tuple[str, dict[str, str]]:
    told: list[tuple[str, dict[str, str]]] = []
    application(environ, lambda status, headers: told.append((status, dict(headers))))
    return told[0]


@pytest.fixture
def behind_tls(settings):
    settings.SECURE = True


@pytest.fixture
def answers(behind_tls, monkeypatch) -> dict[str, dict[str, str]]:
    """By the status of each: half of what was announced, and no place to wait for more."""
    door = arriving.arrived(nothing, most_bytes=1000)
    half = answer(door, **POST, **half_a_form())
    monkeypatch.setattr(arriving, "MANY", 0)
    full = arriving.arrived(nothing, most_bytes=1000)
    return dict([half, answer(full, **POST, **half_a_form())])


def half_a_form() -> dict[str, object]:
    return {"CONTENT_LENGTH": "9", "wsgi.input": BytesIO(b"half")}


def test_each_is_a_line_of_text_that_no_browser_runs(answers):
    assert set(answers) == {"400 Bad Request", "503 Service Unavailable"}
    for headers in answers.values():
        assert headers["Content-Type"] == "text/plain; charset=utf-8"
        assert headers["Content-Security-Policy"].endswith("sandbox")
        assert headers["Cache-Control"] == "no-store"
        assert headers["Strict-Transport-Security"] == ONE_YEAR
        assert all(headers[name] for name in HEADERS)


def test_whoever_found_no_place_is_told_when_to_come_again(answers):
    assert answers["503 Service Unavailable"]["Retry-After"] == "1"
    assert answers["400 Bad Request"]["Connection"] == "close"
