"""When tokens were last used: kept in memory, written down later, in steps of a minute."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from ostiary.actions import last_used
from ostiary.jobs import periodic
from ostiary.models import Token
from tests.api.conftest import secret_of

MINUTE = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
def token(olga) -> Token:
    last_used.flush()
    secret_of(olga)
    return Token.objects.get()


def test_a_use_is_written_by_the_jobs_in_whole_minutes(token, django_assert_num_queries):
    with django_assert_num_queries(0):
        last_used.note(token.pk, MINUTE + timedelta(seconds=42), "192.0.2.7", "curl")

    assert last_used.flush in [task.do for task in periodic.tasks() if task.every == 30]
    last_used.flush()

    token.refresh_from_db()
    assert (token.last_used_at, token.last_used_ip, token.last_used_agent) == (MINUTE, "192.0.2.7", "curl")


def test_constant_use_is_written_once_a_minute(token, django_assert_num_queries):
    last_used.note(token.pk, MINUTE, "192.0.2.7", "curl")
    last_used.flush()
    last_used.note(token.pk, MINUTE + timedelta(seconds=30), "192.0.2.7", "curl")
    with django_assert_num_queries(0):
        last_used.flush()


def test_the_later_use_stays(token):
    last_used.note(token.pk, MINUTE, "192.0.2.7", "curl")
    last_used.flush()
    last_used.note(token.pk, MINUTE - timedelta(minutes=1), "192.0.2.8", "wget")
    last_used.flush()

    token.refresh_from_db()
    assert token.last_used_ip == "192.0.2.7"


def test_what_a_busy_database_does_not_take_is_kept(token, monkeypatch):
    last_used.note(token.pk, MINUTE, "192.0.2.7", "curl")

    with monkeypatch.context() as busy:
        busy.setattr(last_used.transaction, "atomic", _busy)
        with pytest.raises(OperationalError):
            last_used.flush()
    last_used.flush()

    token.refresh_from_db()
    assert token.last_used_at == MINUTE


def _busy(**_: object) -> None:
    raise OperationalError("database is locked")
