"""Every operation of the API, for everybody who can call it, as the capability table says.

Rows E1, E3 and F4 of the adversarial list: generated from the operations that are served, so that a new one
is walked as soon as it is there, and fails until it is said to whom it opens.
"""

import pytest

from ostiary.api.served import OPERATIONS
from tests.doors.callers import CALLERS, STRANGERS, program
from tests.doors.calling import answered, call, verdict
from tests.doors.changes import outcome
from tests.doors.good_calls import GOOD, JSON, WITHOUT_TOKENS, Good
from tests.doors.house import House

pytestmark = pytest.mark.any_database

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def test_every_operation_has_a_good_call():
    served = {f"{one.method} {one.path}" for one in OPERATIONS}
    declared = {good.name for good in GOOD}
    assert not served - declared - WITHOUT_TOKENS, "say in tests/doors/good_calls.py to whom these open"
    assert not (declared | WITHOUT_TOKENS) - served, "these are served no more"
    assert {f"{one.method} {one.path}" for one in OPERATIONS if one.auth != "token"} == WITHOUT_TOKENS


@pytest.mark.parametrize("good", GOOD, ids=str)
def test_f4_an_operation_answers_every_token_as_the_table_says(acme: House, good: Good):
    wrong = [line for who in CALLERS for line in found_wrong(acme, good, who)]
    assert not wrong, "\n".join(["", *wrong])


def found_wrong(house: House, good: Good, who: str) -> list[str]:
    expected = verdict(good, who)
    answer, changed = outcome(call, house, who, good)
    found = []
    if answer.status_code != expected:
        found.append(f"{who}: {answer.status_code} instead of {expected}: {answer.content[:200]!r}")
    may_change = good.operation.writes and expected == good.success < 400
    if changed and not may_change:
        found.append(f"{who}: changed {', '.join(sorted(changed))}")
    if may_change and not changed:
        found.append(f"{who}: a good call changed nothing")
    return found


@pytest.mark.parametrize("good", GOOD, ids=str)
def test_e3_without_a_live_token_every_operation_answers_alike(acme: House, good: Good):
    """No token, one that is none or has ended, a session, a password: the same answer, and nothing done."""
    live = acme.sends["superuser"]["Fastly-Key"]
    found, said = [], []
    for who in STRANGERS:
        query = dict.fromkeys(("Fastly-Key", "access_token", "token"), live) if "address" in who else {}
        answer, changed = outcome(lambda who=who, query=query: call(acme, who, good, query=query))
        said.append((answer.status_code, answered(answer), answer["WWW-Authenticate"]))
        if changed or answer.status_code != 401:
            found.append(f"{who}: {answer.status_code}, changed {changed or 'nothing'}")
    assert not found, "\n".join(["", *found])
    assert all(one == said[0] for one in said)


@pytest.mark.parametrize("good", GOOD, ids=str)
def test_e1_a_locked_member_calls_nothing(acme: House, good: Good):
    answer, changed = outcome(call, acme, "locked", good)
    assert (answer.status_code, answered(answer)["code"], changed) == (403, "member_locked", set())


@pytest.mark.parametrize("path", sorted({one.path for one in OPERATIONS}))
def test_no_other_method_does_anything(acme: House, path: str):
    served = {one.method for one in OPERATIONS if one.path == path}
    good = next((good for good in GOOD if good.operation.path == path), None)
    address = good.path(acme.refs) if good else path
    for method in set(METHODS) - served:
        for who in ("nothing", "superuser"):
            answer, changed = outcome(
                lambda who=who, method=method: program(acme, who).generic(method, address, "{}", JSON)
            )
            assert (answer.status_code, changed) == (405, set()), method
            assert set(answer["Allow"].split(", ")) == served
            assert answered(answer)["code"] == "method_unknown"
