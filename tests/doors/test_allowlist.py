"""An account with an allowlist opens from its addresses alone, at every page and every request.

Rows E7 and H14 of the adversarial list: a session that was opened inside does not follow anybody outside, and
no header makes an address.
"""

import pytest

from ostiary.models import AccountSettings, Event, Job
from tests.cast import PASSWORD
from tests.doors.asking import DONE, apart, ask, told, word
from tests.doors.changes import outcome
from tests.doors.house import House
from tests.doors.route import DOOR, OWN, Route
from tests.doors.routes import ROUTES

pytestmark = pytest.mark.any_database

INSIDE, OUTSIDE = "203.0.113.7", "198.51.100.9"
OF_THE_ACCOUNT = [route for route in ROUTES if route.is_of_account and not route.case]
OPEN_INSIDE = [route for route in OF_THE_ACCOUNT if route.opens_to != DOOR and "GET" in route.allowed]
SPOOFED = (
    "X_FORWARDED_FOR",
    "FORWARDED",
    "X_REAL_IP",
    "TRUE_CLIENT_IP",
    "CF_CONNECTING_IP",
    "X_CLIENT_IP",
    "CLIENT_IP",
    "X_ORIGINATING_IP",
    "X_REMOTE_ADDR",
    "REMOTE_ADDR",
    "FASTLY_CLIENT_IP",
    "X_CLUSTER_CLIENT_IP",
)


def shut(house: House, allowlist: str = "203.0.113.0/24,2001:db8::/32") -> None:
    AccountSettings.objects.current().filter(account=house.account).update(allowlist=allowlist)


def kept(house: House) -> str:
    return AccountSettings.objects.current().get(account=house.account).allowlist


def opened(house: House, route: Route, who: str, ip: str, **headers: str) -> list[str]:
    """The methods that were answered otherwise than by the reason, or changed something."""
    asked = {
        method: outcome(
            lambda method=method: ask(house.browser(who), route, house, method, REMOTE_ADDR=ip, **headers)
        )
        for method in route.allowed
    }
    return [
        f"{method} {route} by {who}: {word(one.answer)} {one.changed or ''}"
        for method, one in asked.items()
        if word(one.answer) != "403" or one.changed or ip.encode() not in one.answer.content
    ]


def test_e7_no_page_opens_from_outside_to_a_session_that_was_opened_inside(acme: House):
    shut(acme)
    found = [line for route in OF_THE_ACCOUNT for line in opened(acme, route, "superuser", OUTSIDE)]
    assert not found, "\n".join(["", *found])


def test_every_page_opens_inside_as_before(acme: House):
    before = {str(route): word(ask(acme.browser("superuser"), route, acme)) for route in OPEN_INSIDE}
    shut(acme)
    for ip in (INSIDE, "::ffff:203.0.113.7", "2001:db8:1::1"):
        answers = {
            str(route): word(ask(acme.browser("superuser"), route, acme, REMOTE_ADDR=ip))
            for route in OPEN_INSIDE
        }
        assert answers == before


@pytest.mark.parametrize("who", ["owner", "billing", "user", "without standing", "standing ended"])
def test_whoever_is_a_member_is_told_why(acme: House, who: str):
    shut(acme)
    home = Route("home", DOOR)
    assert not opened(acme, home, who, OUTSIDE)


def test_h14_no_header_makes_an_address(acme: House):
    shut(acme)
    claimed = {f"HTTP_{name}": INSIDE for name in SPOOFED}
    found = [
        line for route in OF_THE_ACCOUNT for line in opened(acme, route, "superuser", OUTSIDE, **claimed)
    ]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(
    "who", ["stranger", "planted cookie", "ended session", "neighbour", "invited", "former"]
)
def test_whoever_is_no_member_cannot_tell_that_there_is_a_list(acme: House, who: str):
    def answers() -> list[dict]:
        return [
            told(ask(acme.browser(who), route, acme, method, REMOTE_ADDR=OUTSIDE), acme.refs)
            for route in OF_THE_ACCOUNT
            for method in route.allowed
        ]

    without = answers()
    shut(acme)

    differing = [apart(one, other) for one, other in zip(without, answers(), strict=True)]
    assert not [line for lines in differing for line in lines]


def test_a_locked_member_is_told_of_the_lock_alone(acme: House):
    shut(acme)
    answer = acme.browser("locked").get(f"/a/{acme.account.ref}/", REMOTE_ADDR=OUTSIDE)
    assert word(answer) == "enter"


def test_what_is_ones_own_and_other_accounts_open_from_outside(acme: House, globex: House):
    shut(acme)
    own = [route for route in ROUTES if route.opens_to == OWN and "GET" in route.allowed and not route.sudo]
    for route in own:
        assert word(ask(acme.browser(route.by), route, acme, REMOTE_ADDR=OUTSIDE)) == DONE, route
    assert word(globex.browser("superuser").get(f"/a/{globex.account.ref}/", REMOTE_ADDR=OUTSIDE)) == DONE


def test_signing_in_from_outside_opens_no_more(acme: House):
    shut(acme)
    browser = acme.browser("stranger")

    browser.post(
        "/sign-in", {"address": acme.refs["spare_address"], "password": PASSWORD}, REMOTE_ADDR=OUTSIDE
    )

    assert word(browser.get(f"/a/{acme.account.ref}/", REMOTE_ADDR=OUTSIDE)) == "403"
    assert word(browser.get(f"/a/{acme.account.ref}/", REMOTE_ADDR=INSIDE)) == "enter"
    assert word(browser.get("/you/security", REMOTE_ADDR=OUTSIDE)) == DONE


# The owner's way in


def emergency(house: House, who: str, ip: str = OUTSIDE, **fields: str):
    path = f"/a/{house.account.ref}/emergency"
    return outcome(lambda: house.browser(who).post(path, {"once": "k", **fields}, REMOTE_ADDR=ip))


@pytest.mark.parametrize("who", ["superuser", "engineer", "billing", "user", "without standing"])
def test_nobody_but_the_owner_opens_the_account_from_outside(acme: House, who: str):
    shut(acme)
    for fields in ({}, {"turn_off": "yes"}):
        answer, changed = emergency(acme, who, **fields)
        assert (word(answer), changed) == ("403", set())
        assert b"203.0.113.0/24" not in answer.content


def test_who_is_locked_sees_no_list_either(acme: House):
    shut(acme)
    shown = acme.browser("locked").get(f"/a/{acme.account.ref}/emergency", REMOTE_ADDR=OUTSIDE)
    assert shown.url == f"/a/{acme.account.ref}/"
    assert emergency(acme, "locked", turn_off="yes").changed == set()


@pytest.mark.parametrize("who", ["stranger", "neighbour", "former", "invited"])
def test_to_others_there_is_no_such_page(acme: House, who: str):
    shut(acme)
    answer, changed = emergency(acme, who, turn_off="yes")
    assert word(answer) == ("sign-in" if who == "stranger" else "404")
    assert not changed


def test_the_owner_sees_the_list_and_adds_where_they_are(acme: House):
    shut(acme)
    browser, path = acme.browser("owner"), f"/a/{acme.account.ref}/emergency"

    shown = browser.get(path, REMOTE_ADDR=OUTSIDE)
    answer = browser.post(path, {"once": "k"}, REMOTE_ADDR=OUTSIDE)

    assert b"203.0.113.0/24" in shown.content
    assert answer.url == f"/a/{acme.account.ref}/"
    assert kept(acme) == f"203.0.113.0/24,2001:db8::/32,{OUTSIDE}"
    assert word(browser.get(f"/a/{acme.account.ref}/", REMOTE_ADDR=OUTSIDE)) == DONE
    told_by_mail = Job.objects.filter(payload__letter="allowlist_opened").values_list("payload", flat=True)
    superusers = {acme.members["owner"].pk, acme.members["superuser"].pk}
    assert {one["member"] for one in told_by_mail} >= superusers
    event = Event.objects.get(account=acme.account, name="allowlist.opened_by_owner")
    assert event.body["after"] == {"allowlist": kept(acme)}


def test_the_owner_turns_the_list_off(acme: House):
    shut(acme)
    path = f"/a/{acme.account.ref}/emergency"

    acme.browser("owner").post(path, {"once": "k", "turn_off": "yes"}, REMOTE_ADDR=OUTSIDE)

    assert kept(acme) == ""


def test_the_owner_proves_to_be_there_and_all_that_the_account_asks_for(acme: House):
    shut(acme)
    owner = acme.browser("owner")
    owner_session = acme.members["owner"].person.sessions.get(ended_at=None)
    path = f"/a/{acme.account.ref}/emergency"

    type(owner_session).objects.filter(pk=owner_session.pk).update(sudo_at=None)
    assert word(owner.post(path, {"once": "k"}, REMOTE_ADDR=OUTSIDE)) == "presence"
    assert word(owner.get(path, REMOTE_ADDR=OUTSIDE)) == "presence"

    type(owner_session).objects.filter(pk=owner_session.pk).update(sudo_at=owner_session.sudo_at)
    AccountSettings.objects.current().filter(account=acme.account).update(requires_second_factor=True)
    answer, changed = emergency(acme, "owner", turn_off="yes")
    assert (answer.status_code, changed) == (409, set())
    assert b"Set up an authenticator app" in owner.get(path, REMOTE_ADDR=OUTSIDE).content


def test_inside_there_is_no_emergency(acme: House):
    shut(acme)
    answer, changed = emergency(acme, "owner", ip=INSIDE, turn_off="yes")
    assert (answer.status_code, answer.url, changed) == (302, f"/a/{acme.account.ref}/", set())
