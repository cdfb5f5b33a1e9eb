"""The two houses, built once for all tests of this folder; every test finds them as they were."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
import time_machine

from ostiary.clock import now
from ostiary.models import Member, Session
from ostiary.models.sessions import IDLE
from tests.doors.browsers import hand_out, inside
from tests.doors.callers import hand_out_tokens
from tests.doors.house import House, furnish, invite
from tests.undone import undone


class Street(NamedTuple):
    """Ours, and the neighbour's."""

    acme: House
    globex: House


@pytest.fixture(scope="package")
def street(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Street]:
    with django_db_blocker.unblock(), undone():
        try:
            built, moment = _built(), now() + timedelta(seconds=1)
            _all_are_here(moment)
            # Thousands of refusals are meant; a log of them would tell nothing.
            logging.disable(logging.CRITICAL)
            # However slow the machine, nobody's presence or session runs out meanwhile.
            with time_machine.travel(moment, tick=False):
                yield built
        finally:
            logging.disable(logging.NOTSET)


def _built() -> Street:
    acme, globex = furnish("Acme"), furnish("Globex")
    hand_out(acme, globex)
    hand_out(globex, acme)
    for house in (acme, globex):
        hand_out_tokens(house)
    for host, guest in ((acme, globex), (globex, acme)):
        guest.refs["offer"] = invite(host, guest.members["user"].address)
        host.cookies["neighbour"] = inside(guest.members["superuser"])
    return Street(acme, globex)


def _all_are_here(moment: datetime) -> None:
    """Everybody was seen just now, so that reading a page has nothing to note."""
    Member.objects.update(last_active_at=moment)
    Session.objects.filter(last_seen_at__gt=moment - IDLE / 2).update(last_seen_at=moment)


@pytest.fixture(autouse=True)
def _as_it_was(street: Street, db: None) -> None:
    """Every test is a savepoint within the transaction in which the houses stand."""


@pytest.fixture
def acme(street: Street) -> House:
    return street.acme


@pytest.fixture
def globex(street: Street) -> House:
    return street.globex
