"""Every page, for everybody, as the capability table says: generated from the URL map.

Rows F2, F4 and A19 of the adversarial list: the credential of one account, or of a lesser role, at all
addresses of the other.
"""

import pytest

from tests.doors.asking import ask, problem, word
from tests.doors.changes import A_NOTE, outcome
from tests.doors.route import PUBLIC, Route
from tests.doors.routes import OF_A_DEMO, ROUTES
from tests.doors.url_map import mapped
from tests.doors.verdicts import everybody, verdict

pytestmark = pytest.mark.any_database

GUARDED = [route for route in ROUTES if route.opens_to != PUBLIC]
ODD_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
# A method is asked of one of each kind; all others go through the same guards in the same order.
SOMEBODY = ("stranger", "half-way", "neighbour", "former", "without standing", "user", "superuser")


def test_every_route_is_declared():
    undeclared = set(mapped()) - {route.name for route in ROUTES} - OF_A_DEMO
    assert not undeclared, f"say in tests/doors/routes.py to whom these open: {sorted(undeclared)}"


def test_every_declared_route_exists():
    gone = {route.name for route in ROUTES} - set(mapped())
    assert not gone, f"tests/doors/routes.py declares what is no route any more: {sorted(gone)}"


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_f2_f4_a_page_answers_everybody_as_the_table_says(acme, route: Route):
    wrong = [
        line
        for who in everybody(route)
        for method in route.allowed
        for line in found_wrong(acme, route, who, method)
    ]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("route", [route for route in GUARDED if not route.case], ids=str)
def test_no_other_method_does_anything(acme, route: Route):
    wrong = [
        line
        for who in SOMEBODY
        if who in everybody(route)
        for method in {"GET", "POST", *ODD_METHODS} - set(route.allowed)
        for line in found_wrong(acme, route, who, method)
    ]
    assert not wrong, "\n".join(["", *wrong])


def found_wrong(house, route: Route, who: str, method: str) -> list[str]:
    expected = verdict(route, who, method)
    answer, changed = outcome(lambda: ask(house.browser(who), route, house, method))
    got, asked = word(answer), f"{method} {route} by {who}"
    found = []
    if got not in expected:
        found.append(f"{asked}: {got}{problem(answer)} instead of {' or '.join(sorted(expected))}")
    may_change = method == "POST" and expected == {route.leads_to}
    if "passkey" in route.body and expected == {route.others}:
        changed = changed - A_NOTE  # a passkey that is not theirs was tried, and that is written down
    if changed and not may_change:
        found.append(f"{asked}: changed {', '.join(sorted(changed))}")
    if may_change and not changed and not route.inert and who == route.by:
        found.append(f"{asked}: a good form changed nothing")
    return found
