"""The published description against the real server, by three identities: its own calls, made up from it.

A superuser and a plain member of one account, and the neighbour's superuser. No answer is a mistake of ours
or is not described; and nothing crosses: the neighbour is told nothing of it, and changes nothing in it.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest

from ostiary.access import table
from ostiary.management.demo.larkfield import LARKFIELD
from ostiary.management.demo.world import PASSWORD
from tests.conformance import two_accounts
from tests.conformance.exploring import Explorer
from tests.conformance.two_accounts import Inside
from tests.servers import Ostiary

pytestmark = pytest.mark.any_database
# Calls of each operation.
FEW, MANY = 2, 20
OLIVIA, UMA = LARKFIELD.address_of("Olivia Hart"), LARKFIELD.address_of("Uma Okoye")
# Parts of a path that are nobody's.
NOBODYS = {"role_id", "code"}
PART = re.compile(r"\{(\w+)\}")
EVERYBODYS = {one.ref for one in (*table.ROLES, *table.CAPABILITIES)}
TELLING = re.compile(r"[0-9A-Za-z]{22}|[\w.+-]+@[\w.-]+")


@pytest.fixture
def server() -> Iterator[Ostiary]:
    server = Ostiary(demo=True)
    # The hour's writes are another test's.
    server.environment["OSTIARY_API_WRITES"] = "1000000"
    with server:
        yield server


@pytest.fixture(params=[FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def calls(request) -> int:
    return request.param


def test_a_superuser_at_home(server, calls):
    token, greg = two_accounts.token_of(server, OLIVIA), two_accounts.superuser_of_the_other(server)
    olivia, before, statuses = Inside(server, token()), greg.dump(), set()
    two_accounts.furnish(olivia, "Explored")
    ids = olivia.ids()

    explorer = Explorer(server.url, token, ids, ids)
    Inside(server, explorer.token).post("/sudo", {"password": PASSWORD})
    explorer.explore(calls, lambda case, answer: statuses.add(answer.status_code))

    assert {200, 201, 202, 204, 400, 404} <= statuses
    assert greg.dump() == before


def test_a_plain_member_at_home(server, calls):
    token, olivia = (
        two_accounts.token_of(server, UMA),
        Inside(server, two_accounts.token_of(server, OLIVIA)()),
    )
    me, before, statuses = Inside(server, token()).get("/current_user")["id"], olivia.dump(), set()
    ids = olivia.ids()

    explorer = Explorer(server.url, token, ids, ids)
    explorer.explore(calls, lambda case, answer: statuses.add(answer.status_code))

    assert {200, 400, 403, 404} <= statuses
    assert two_accounts.of_others(olivia.dump(), me) == two_accounts.of_others(before, me)


@pytest.mark.parametrize("paths", ["of the account", pytest.param("of their own", marks=pytest.mark.slow)])
def test_the_neighbour_learns_nothing_and_changes_nothing(server, calls, paths):
    olivia, greg = (
        Inside(server, two_accounts.token_of(server, OLIVIA)()),
        two_accounts.superuser_of_the_other(server),
    )
    theirs, before = olivia.ids(), olivia.dump()
    secrets = words_of(before) - words_of(greg.dump()) - EVERYBODYS
    # What they have put into their own account: an address that is a contact there as well.
    written: set[str] = set()

    def answered(case, answer):
        sent = unquote(f"{answer.request.url} {answer.request.body}")
        told = {word for word in words_of(answer.text) & secrets - written if word not in sent}
        assert not told, (case.operation.label, answer.text)
        if answer.request.method != "GET" and answer.status_code < 400:
            written.update(words_of(sent))
        if paths == "of the account" and set(PART.findall(case.operation.path)) - NOBODYS:
            assert answer.status_code >= 400, (case.operation.label, answer.text)

    explorer = Explorer(
        server.url,
        two_accounts.token_of(server, two_accounts.NEIGHBOUR),
        theirs,
        greg.ids() if paths == "of their own" else theirs,
    )
    Inside(server, explorer.token).post("/sudo", {"password": PASSWORD})
    explorer.explore(calls, answered)

    assert olivia.dump() == before
    assert not words_of(greg.dump()) & secrets - written


def words_of(value: Any) -> set[str]:
    """The ids and addresses in a value, however deep, or in a text."""
    return set(TELLING.findall(value if isinstance(value, str) else json.dumps(value)))
