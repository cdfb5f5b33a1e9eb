"""Another account's ids: in the address, in the query and in the form, they are as ids that never were.

Rows F1 to F4 of the adversarial list. "As if there were none" is meant to the byte: status, headers, cookies
and page are compared with those for a made-up id, and nothing changes.
"""

from typing import Any

import pytest

from ostiary.proofs.ids import LENGTH, random_base62
from tests.doors.asking import apart, ask, problem, told, word
from tests.doors.changes import outcome, theirs, undone, watched
from tests.doors.house import House, nowhere
from tests.doors.parts import STRANGERS
from tests.doors.route import OWN, PUBLIC, Refs, Route
from tests.doors.routes import ROUTES

OF_ACCOUNTS = [route for route in ROUTES if route.is_of_account]
WITH_IDS = [route for route in ROUTES if route.opens_to != PUBLIC and route.words()]


def named_in_forms(route: Route) -> set[str]:
    """The words of a route's query and form."""
    texts = [*route.query.values(), *route.body.values(), *route.body]
    found = {text for value in texts for text in (value if isinstance(value, list) else [value])}
    return {text.split("{")[1].split("}")[0] for text in found if isinstance(text, str) and "{" in text}


WITH_IDS_IN_FORMS = [route for route in ROUTES if route.opens_to != PUBLIC and named_in_forms(route)]


class Asked:
    """The same request twice, about what somebody else has and about what nobody has."""

    def __init__(self, house: House, route: Route, who: str, method: str) -> None:
        self.house, self.route, self.who, self.method = house, route, who, method

    def differences(self, theirs: Refs, nobodys: Refs, *, into: str) -> list[str]:
        """What tells the two apart, and what either of them changed; nothing, where all is well."""
        one, changed = self._ask(theirs, into)
        other, changed_too = self._ask(nobodys, into)
        name = f"{self.method} {self.route} by {self.who}"
        found = [f"{name}: broke{problem(answer)}" for answer in (one, other) if answer.status_code == 500]
        if changed | changed_too:
            found.append(f"{name}: changed {', '.join(sorted(changed | changed_too))}")
        two = (told(answer, theirs, nobodys) for answer in (one, other))
        return found + [f"{name}: {difference}" for difference in apart(*two)]

    def _ask(self, refs: Refs, into: str) -> Any:
        where = {"path_refs": refs} if into == "path" else {"form_refs": refs}
        return outcome(
            lambda: ask(self.house.browser(self.who), self.route, self.house, self.method, **where)
        )


@pytest.mark.any_database
@pytest.mark.parametrize("route", OF_ACCOUNTS, ids=str)
def test_f2_a_neighbours_account_is_as_none(acme, globex, route: Route):
    """All of Acme's addresses, for Globex' superuser and for who is no member of Acme yet, or any more."""
    found = [
        line
        for who in ("neighbour", "invited", "former")
        for method in route.allowed
        for line in Asked(acme, route, who, method).differences(acme.refs, nowhere(acme), into="path")
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("route", WITH_IDS, ids=str)
def test_f4_a_neighbours_id_in_the_address_is_as_none(acme, globex, route: Route):
    """One's own account, and in it the neighbour's ids; of what is one's own, another person's."""
    own_account = {"account": acme.refs["account"]}
    found = [
        line
        for method in route.allowed
        for line in Asked(acme, route, route.by, method).differences(
            globex.refs | own_account, nowhere(acme) | own_account, into="path"
        )
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("route", WITH_IDS_IN_FORMS, ids=str)
def test_f1_a_neighbours_id_in_the_form_or_the_query_is_as_none(acme, globex, route: Route):
    """The address is one's own throughout: what stands beside it must not decide about anything else."""
    found = [
        line
        for method in route.allowed
        if method == "POST" or route.query
        for line in Asked(acme, route, route.by, method).differences(globex.refs, nowhere(acme), into="form")
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.any_database
def test_f2_what_is_done_in_one_account_is_done_in_no_other(acme, globex):
    """By every good form of the account that was made last, whose rows are never the first to be found."""
    forms, found = [route for route in OF_ACCOUNTS if "POST" in route.allowed], []
    for route in forms:
        with undone() as undo, watched() as written:
            ask(globex.browser(route.by), route, globex, "POST")
            after = theirs(acme.account, written)
            undo()
            before = theirs(acme.account, written)
        found += [f"{route}: {table}" for table in after if after[table] != before[table]]
    assert not found, "\n".join(["", *found])


@pytest.mark.any_database
@pytest.mark.parametrize("route", [*OF_ACCOUNTS, *(r for r in WITH_IDS if r.opens_to == OWN)], ids=str)
def test_f9_a_stranger_learns_nothing_from_any_address(acme, route: Route):
    """Whether an account, a member or an invitation exists is not told to whoever is not signed in."""
    found = [
        line
        for who in STRANGERS
        for method in route.allowed
        for line in Asked(acme, route, who, method).differences(acme.refs, nowhere(acme), into="path")
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("name", ["account", "account_id", "customer", "customer_id"])
def test_f3_no_header_cookie_or_field_names_another_account(acme, globex, name: str):
    """The account stands in the address and nowhere else."""
    browser, ours = globex.browser("superuser"), acme.account.ref
    browser.cookies[name] = ours
    header = "HTTP_X_" + name.upper()
    page = f"/a/{globex.account.ref}/company?{name}={ours}"

    shown = browser.get(page, **{header: ours})
    renamed = browser.post(
        f"/a/{globex.account.ref}/company/profile", {"name": "Taken Over", name: ours}, **{header: ours}
    )

    assert word(shown) == word(renamed) == "done"
    assert "Acme" not in shown.content.decode()
    acme.account.refresh_from_db()
    assert acme.account.settings.get(until=None).name == "Acme"
    assert globex.account.settings.get(until=None).name == "Taken Over"


def test_a_made_up_id_is_never_one_of_the_house(acme):
    assert not set(nowhere(acme).values()) & set(acme.refs.values()) - {"nobody@nowhere.example"}
    assert len(random_base62(LENGTH)) == len(acme.account.ref)
