"""Every secret tried as every other kind, at every place that takes one: row B17 of the adversarial list.

Which kinds a place opens to stands beside it (`taken_at.py`); it opens to each of those, so that no place is
shut to everything, and to nothing else. A refusal leaves nothing behind but the note that somebody tried.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from tests.doors.changes import A_NOTE, undone
from tests.doors.conftest import Street
from tests.doors.handed_out import secrets_by_kind
from tests.doors.house import House
from tests.doors.taken_at import PLACES

pytestmark = pytest.mark.any_database

# What a refusal may write: that somebody tried, on a trail and at what was tried; and with the right password
# that a sign-in waits for its code.
NOTED = A_NOTE | {"totpdevice", "pass", "passkeychallenge", "throttle", "signin"}
TABLE = re.compile(r'\s*(insert into|update|delete from) "?ostiary_(\w+)', re.IGNORECASE)


@pytest.fixture(scope="module")
def handed_out(street: Street) -> Iterator[dict[str, str]]:
    """Made once for all places; afterwards the street is as it was."""
    savepoint = transaction.savepoint()
    yield secrets_by_kind(street.acme)
    transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize("name", PLACES)
def test_b17_a_place_opens_to_its_own_kinds_alone(acme: House, handed_out: dict[str, str], name: str):
    place, found = PLACES[name], []
    for kind, secret in handed_out.items():
        with written() as tables:
            answer = place.bring(acme, secret)
        opened, changed = place.opens(answer), tables - NOTED
        if opened != (kind in place.to):
            found.append(f"{kind} as {name}: {answer.status_code} {'opened' if opened else 'did not open'}")
        if not opened and changed:
            found.append(f"{kind} as {name}: changed {', '.join(sorted(changed))}")
    assert not found, "\n".join(["", *found])
    assert set(place.to) <= set(handed_out)


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that something was put into or that had a row changed. It did not happen."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        found = TABLE.match(sql)
        if found and (found[1].lower() == "insert into" or context["cursor"].rowcount):
            tables.add(found[2])
        return result

    with undone(), connection.execute_wrapper(note):
        yield tables
