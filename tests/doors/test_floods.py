"""Too much, too late, twice: what an honest browser sends when something went wrong, and a dishonest one."""

import tempfile
from io import BytesIO
from typing import Any

import pytest

from ostiary.proofs.ids import LENGTH, random_base62
from tests.doors.asking import DONE, ask, problem, word
from tests.doors.bad_input import FORM, UPLOAD, encoded, fields, uploaded
from tests.doors.changes import contents, outcome, undone
from tests.doors.house import House
from tests.doors.route import Route, filled
from tests.doors.routes import ROUTES

FORMS = [route for route in ROUTES if "POST" in route.allowed and not route.case]
OF_ACCOUNTS = [
    route for route in ROUTES if "POST" in route.allowed and route.is_of_account and not route.inert
]


def sent(house: House, route: Route, body: bytes, **options: bool) -> Any:
    browser = house.browser(route.by, **options)
    # With it the check against forgery reads the form, as it does for every real browser.
    browser.cookies["csrf"] = "a" * 32
    return browser.generic("POST", route.path(house.refs), body, content_type=FORM)


@pytest.mark.any_database
@pytest.mark.parametrize("route", FORMS, ids=str)
def test_more_fields_than_any_form_has_are_refused(acme: House, route: Route):
    """Row D9's kin: 12,001 fields, and two megabytes, are refused (400, 413) before any view reads them."""
    found = []
    for what, status, body in (
        ("too many fields", 400, encoded([("services", b"x")]) + b"&services=x" * 12_001),
        ("too many bytes", 413, encoded([("name", b"a" * 2_200_000)])),
    ):
        answer, changed = outcome(lambda body=body: sent(acme, route, body, enforce_csrf_checks=True))
        if answer.status_code != status or changed:
            found.append(f"{route}, {what}: {answer.status_code}{problem(answer)} {changed or ''}")
    assert not found, "\n".join(["", *found])


@pytest.mark.any_database
def test_what_is_sent_as_a_file_never_reaches_the_disk(acme: House, tmp_path, monkeypatch):
    """No form takes one, and whoever has no account yet could fill the disk with it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept: list[int] = []
    taken = BytesIO(uploaded([("address", b"a" * 20_000_000)]))

    class Watched(BytesIO):
        def read(self, *size: int) -> bytes:
            kept.append(sum(file.stat().st_size for file in tmp_path.iterdir()))
            return taken.read(*size)

    browser = acme.browser("stranger", enforce_csrf_checks=True)
    browser.cookies["csrf"] = "a" * 32
    size = str(len(taken.getvalue()))
    body = {"wsgi.input": Watched(), "CONTENT_LENGTH": size, "CONTENT_TYPE": UPLOAD}
    answer = browser.generic("POST", "/sign-in", **body)

    assert answer.status_code == 403
    assert len(kept) > 10, "it was not read"
    assert max(kept) == 0


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("token-new", "services"),
        ("access", "level-{}"),
        ("invite-keep", "level-{}"),
        ("access-keep", "workspace"),
    ],
)
def test_ten_thousand_services_in_one_form(acme: House, name: str, field: str):
    """An honest size, and here ten thousand that never were: refused as one."""
    route = next(route for route in ROUTES if route.name == name and not route.case)
    refs = [random_base62(LENGTH) for _ in range(10_000)]
    many = [(field.format(ref), b"full" if "{" in field else ref.encode()) for ref in refs]
    good = fields(filled(route.body, acme, acme.refs))
    some = [("access", b"some")] if name == "token-new" else []

    answer, changed = outcome(lambda: sent(acme, route, encoded([*good, *some, *many])))

    assert answer.status_code == 422, problem(answer)
    assert changed <= {"draft"}


# What the first click asks of everybody, its sender has not proved yet.
SHUT_BY_THE_FIRST = {
    "second-factor-on": "enter",
    "confirm-account-app": "sign-in",
    "remove-account-app": "enter",
}


@pytest.mark.parametrize("route", OF_ACCOUNTS, ids=str)
def test_a_double_click_does_it_once(acme: House, route: Route):
    with undone():
        fields = {"once": "one form, sent twice"}
        first = ask(acme.browser(route.by), route, acme, "POST", more=fields)
        after_first = contents()
        second = ask(acme.browser(route.by), route, acme, "POST", more=fields)
        changed = {table for table, rows in contents().items() if rows != after_first[table]}

    assert (word(first), word(second)) == (route.leads_to, SHUT_BY_THE_FIRST.get(str(route), DONE))
    # A button of the editor may begin its draft anew: nothing comes of the one that is left.
    assert changed <= {"draft"}, f"the second click changed {', '.join(sorted(changed))}"


def test_a_stale_version_overwrites_nothing(acme: House):
    """The page was open while somebody else saved: their change is shown, and stays."""
    route = next(route for route in ROUTES if route.name == "access" and not route.case)
    page = route.path(acme.refs)
    acme.browser("owner").post(page, {"version": "1", "services_limit": "specific", "services_shown": ""})
    before = contents()

    level = f"level-{acme.refs['hidden_service']}"
    answer = acme.browser("superuser").post(
        page, {"version": "1", level: "read_only", "services_limit": "specific"}
    )

    assert answer.status_code == 409
    assert {table for table, rows in contents().items() if rows != before[table]} <= {"draft"}


@pytest.mark.parametrize("version", ["0", "2", "-1", "99", "2147483647", "99999999999999999999", "x", ""])
def test_a_made_up_version_overwrites_nothing(acme: House, version: str):
    route = next(route for route in ROUTES if route.name == "access" and not route.case)
    level = f"level-{acme.refs['service']}"

    answer, changed = outcome(
        lambda: acme.browser("superuser").post(
            route.path(acme.refs), {"version": version, level: "read_only", "services_limit": "specific"}
        )
    )

    assert answer.status_code in (409, 422), problem(answer)
    assert changed <= {"draft"}
