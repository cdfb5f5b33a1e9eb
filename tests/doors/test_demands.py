"""What an account begins to ask for holds at once, for every page of it and for sessions that are open.

Rows A16, A20, A21, C12, E7 and H13 of the adversarial list, as far as they go without a provider.
"""

from typing import Any

import pytest

from ostiary.models import AccountSettings, Standing
from tests.cast import PASSWORD
from tests.doors.asking import DONE, ask, word
from tests.doors.browsers import signed_in
from tests.doors.changes import outcome
from tests.doors.house import House
from tests.doors.route import DOOR, Route
from tests.doors.routes import NEW_PASSWORD, ROUTES

pytestmark = pytest.mark.any_database

OF_THE_ACCOUNT = [
    route for route in ROUTES if route.is_of_account and route.opens_to != DOOR and not route.case
]
DEMANDS = {
    "a factor": {"requires_second_factor": True},
    "the provider": {"sso": "required"},
    "both": {"requires_second_factor": True, "sso": "required"},
}


def demand(house: House, **settings: Any) -> None:
    AccountSettings.objects.current().filter(account=house.account).update(**settings)


def asked_for_more(house: House, route: Route, who: str) -> list[str]:
    """The methods by which the page was answered other than by the account's door, or changed something."""
    asked = {
        method: outcome(lambda *args: ask(*args), house.browser(who), route, house, method)
        for method in route.allowed
    }
    return [
        f"{method} {route}: {word(one.answer)}"
        for method, one in asked.items()
        if word(one.answer) != "enter" or one.changed
    ]


@pytest.mark.parametrize("demanded", DEMANDS)
def test_a16_e7_h13_no_page_opens_to_an_open_session_that_proves_too_little(acme: House, demanded: str):
    demand(acme, **DEMANDS[demanded])
    found = [line for route in OF_THE_ACCOUNT for line in asked_for_more(acme, route, "superuser")]
    assert not found, "\n".join(["", *found])


def test_a21_a_factor_that_was_proved_is_enough_for_who_asks_for_one(acme: House):
    demand(acme, requires_second_factor=True)

    assert word(acme.browser("user").get(f"/a/{acme.account.ref}/")) == DONE
    assert word(acme.browser("engineer").get(f"/a/{acme.account.ref}/")) == "enter"


def test_a20_where_the_provider_is_required_no_password_opens_the_account(acme: House):
    """Not by signing in anew, and not on the account's own page that asks for what is missing."""
    demand(acme, sso="required")
    browser = acme.browser("stranger")

    browser.post("/sign-in", {"address": acme.refs["spare_address"], "password": PASSWORD})
    entered, changed = outcome(
        lambda: browser.post(f"/a/{acme.account.ref}/enter", {"password": PASSWORD, "code": "000000"})
    )

    assert word(browser.get(f"/a/{acme.account.ref}/")) == "enter"
    assert "single sign-on" in entered.content.decode()
    assert not changed


def test_a20_a_new_password_by_mail_opens_it_no_more_than_the_old_one(acme: House):
    demand(acme, sso="required")
    browser, link = acme.browser("stranger"), f"/reset/{acme.refs['reset']}/{acme.refs['reset_secret']}"

    assert browser.post(link, {"new": NEW_PASSWORD}).url == "/sign-in"
    browser.post("/sign-in", {"address": acme.refs["spare_address"], "password": NEW_PASSWORD})

    assert word(browser.get("/you/security")) == DONE
    assert word(browser.get(f"/a/{acme.account.ref}/")) == "enter"


@pytest.mark.parametrize("demanded", DEMANDS)
def test_a20_c12_an_invitation_from_before_a_demand_leads_past_none(acme: House, demanded: str):
    """It makes a member, who is asked for all that the account asks for now."""
    demand(acme, **DEMANDS[demanded])
    browser = acme.browser("stranger")
    link = f"/invitation/{acme.refs['invitation']}/{acme.refs['invitation_secret']}"

    assert browser.post(link, {"name": "Nora", "password": NEW_PASSWORD}).status_code == 302

    assert word(browser.get(f"/a/{acme.account.ref}/")) == "enter"
    assert not Standing.objects.filter(member__ref=acme.refs["invitee"]).exists()


def test_a20_only_bypass_opens_it_by_password(acme: House):
    demand(acme, sso="required")

    assert word(acme.browser("owner").get(f"/a/{acme.account.ref}/")) == DONE
    assert word(acme.browser("superuser").get(f"/a/{acme.account.ref}/")) == "enter"


def test_a16_the_neighbours_account_goes_on_as_it_was(acme: House, globex: House):
    demand(acme, sso="required", requires_second_factor=True)

    assert word(globex.browser("superuser").get(f"/a/{globex.account.ref}/")) == DONE


# What somebody who holds a factor can have proved, and whether that is both factors.
PROVED = {
    "nothing": ((), False),
    "a password": (("password",), False),
    "a password and a code": (("password", "totp"), True),
    "a password and a key": (("password", "security key"), True),
    "a password and a recovery code": (("password", "recovery"), True),
    "a password in a trusted browser": (("password", "trusted browser"), True),
    "a touch alone": (("security key",), False),
    "a passkey": (("passkey",), True),
}


@pytest.mark.parametrize("proved", PROVED)
@pytest.mark.parametrize("demanded", ["nothing", *DEMANDS])
def test_a21_no_mix_of_proofs_goes_around_a_demand(acme: House, demanded: str, proved: str):
    """Whoever holds a factor always proves both, and nothing that a person has is an account's provider."""
    demand(acme, **DEMANDS.get(demanded, {}))
    methods, is_both = PROVED[proved]
    home, opens = f"/a/{acme.account.ref}/", is_both and demanded in ("nothing", "a factor")
    acme.cookies["mixed"] = signed_in(acme.members["user"].person, methods=list(methods))
    browser = acme.browser("mixed")

    browser.post(f"{home}enter", {"once": "k"})

    assert [word(browser.get(home + page)) for page in ("", "services")] == [DONE if opens else "enter"] * 2


@pytest.mark.parametrize("demanded", ["nothing", *DEMANDS])
def test_a21_whoever_holds_no_factor_meets_its_demand_and_bypass_lifts_the_providers_alone(
    acme: House, demanded: str
):
    demand(acme, **DEMANDS.get(demanded, {}))
    asks = DEMANDS.get(demanded, {})

    home = f"/a/{acme.account.ref}/"

    opened = {who: word(acme.browser(who).get(home)) == DONE for who in ("owner", "superuser")}

    assert opened == {"owner": "requires_second_factor" not in asks, "superuser": not asks}
