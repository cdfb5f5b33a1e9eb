"""Looking changes nothing, and costs little: every page, by every safe method."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.doors.asking import ask, problem
from tests.doors.changes import outcome
from tests.doors.house import House
from tests.doors.route import Route
from tests.doors.routes import ROUTES

SAFE = ("GET", "HEAD", "OPTIONS")
PAGES = [route for route in ROUTES if "GET" in route.allowed]

# Statements that one page may cost, and the pages that cost more, with the reason.
BUDGET = 12
DEARER: dict[str, int] = {}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_no_safe_method_changes_anything(acme: House, route: Route):
    found = []
    for method in SAFE:
        answer, changed = outcome(lambda: ask(acme.browser(route.by), route, acme, method))
        if changed:
            found.append(f"{method} {route} changed {', '.join(sorted(changed))}")
        if answer.status_code == 500:
            found.append(f"{method} {route} broke{problem(answer)}")
    assert not found, "\n".join(["", *found])


@pytest.mark.any_database
@pytest.mark.parametrize("route", PAGES, ids=str)
def test_a_page_keeps_to_its_budget_of_statements(acme: House, route: Route):
    browser = acme.browser(route.by)
    with CaptureQueriesContext(connection) as asked:
        ask(browser, route, acme)

    listed = "\n".join(query["sql"][:200] for query in asked.captured_queries)
    assert len(asked) <= DEARER.get(str(route), BUDGET), listed
