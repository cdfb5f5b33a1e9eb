"""*Security*: what the account asks of whoever opens it."""

from dataclasses import replace

import pytest

from ostiary.models import AccountSettings, Event, Session
from tests.cast import acting, join
from tests.panel.conftest import Browser
from tests.queries.crowds import crowd
from tests.queries.plans import no_scans
from tests.signin.door import demand

HERE = "127.0.0.1"


def kept(account):
    return AccountSettings.objects.current().get(account=account).allowlist


def test_engineers_look_and_find_nothing_to_press(browser: Browser, at, acme, erin):
    demand(erin, allowlist="127.0.0.0/8")
    said = browser(erin).get(at(acme, "account-security")).content.decode()

    assert "Superusers change them." in said
    assert "127.0.0.0/8" in said
    assert at(acme, "allowlist") not in said


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_only_superusers_change_the_list(browser, at, acme, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(at(acme, "allowlist")).status_code == 403
    assert client.post(at(acme, "allowlist-save"), {"allowlist": HERE}).status_code == 403
    assert kept(acme) == ""


def test_a_superuser_saves_a_list_and_it_counts_at_once(browser, at, acme, sam, erin):
    elsewhere = browser(erin)
    typed = "203.0.113.0/24\r\n127.0.0.*, 2001:DB8::/32"

    answer = browser(sam).post(at(acme, "allowlist-save"), {"allowlist": typed}, follow=True)

    assert kept(acme) == "203.0.113.0/24,127.0.0.*,2001:db8::/32"
    assert "It counts from now on." in answer.content.decode()
    assert elsewhere.get(at(acme, "home"), REMOTE_ADDR="198.51.100.9").status_code == 403
    assert elsewhere.get(at(acme, "home")).status_code == 200
    event = Event.objects.get(account=acme, name="allowlist.changed")
    assert (event.body["before"], event.body["after"]) == ({"allowlist": ""}, {"allowlist": kept(acme)})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("203.0.113.0/24", "You come from 127.0.0.1, which is not in this list"),
        ("127.0.0.1, the office", "“the” is no address."),
        ("127.0.0.1/8", "Write 127.0.0.0/8 for the network"),
        ("127.0.0.1, 0.0.0.0/0", "“0.0.0.0/0” means every address"),
        ("127.0.0.1 " + " ".join(f"10.0.0.{n}" for n in range(100)), "at most 100 entries"),
        ("127.0.0.1\x00", "Null characters are not allowed."),
        ("1" * 11_000, "at most 10000 characters"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused_at_its_field(browser, at, acme, sam, typed, said):
    answer = browser(sam).post(at(acme, "allowlist-save"), {"allowlist": typed})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert kept(acme) == ""


def test_an_empty_list_turns_it_off(browser, at, acme, sam):
    demand(sam, allowlist=HERE)

    browser(sam).post(at(acme, "allowlist-save"), {"allowlist": " \n"})

    assert kept(acme) == ""


def test_saving_asks_who_one_is_and_looking_does_not(browser, at, acme, sam):
    client = browser(sam, sudo=False)

    asked = client.post(at(acme, "allowlist-save"), {"allowlist": HERE})
    looked = client.post(at(acme, "allowlist"), {"allowlist": HERE})

    assert b"presence_password" in asked.content
    assert looked.status_code == 200
    assert kept(acme) == ""


def test_a_list_that_would_lock_the_owner_out_is_not_saved(browser, at, acme, olga, sam):
    olga.person.password = ""
    olga.person.save()

    answer = browser(sam).post(at(acme, "allowlist-save"), {"allowlist": HERE})

    assert answer.status_code == 409
    assert "they have no password of their own" in answer.content.decode()
    assert kept(acme) == ""


def test_who_would_be_outside_is_shown_before(browser, at, acme, sam, erin, greg):
    client = browser(sam)
    for member in (erin, greg):
        browser(member)
    Session.objects.filter(person=sam.person).update(ip=HERE)
    Session.objects.filter(person=erin.person).update(ip="198.51.100.9")
    Session.objects.filter(person=greg.person).update(ip="192.0.2.1")

    shown = client.post(at(acme, "allowlist"), {"allowlist": "127.0.0.0/8"})

    places = [(place.ip, place.who, place.is_inside) for place in shown.context["places"]]
    assert places == [("198.51.100.9", ["Erin Elm"], False), (HERE, ["Sam Sand"], True)]
    assert "1 of these addresses is not in the list above." in shown.content.decode()
    assert kept(acme) == ""


def test_behind_an_unnamed_proxy_the_page_says_so(browser, at, acme, sam, erin, settings):
    client, words = browser(sam), "OSTIARY_PROXIES"

    assert words not in client.get(at(acme, "account-security")).content.decode()
    forwarded = client.get(at(acme, "account-security"), headers={"X-Forwarded-For": "203.0.113.7"})
    assert words in forwarded.content.decode()

    settings.CONFIG = replace(settings.CONFIG, proxy_header="Visitor")
    named = client.get(at(acme, "account-security"), headers={"Visitor": HERE, "Via": "1.1 office"})
    assert words not in named.content.decode(), "a proxy that is named spoke for them"

    browser(erin)
    Session.objects.update(ip=HERE)
    assert words not in client.get(at(acme, "account-security")).content.decode(), "all are on this machine"
    settings.CONFIG = replace(settings.CONFIG, url="https://id.example.com")
    assert words in client.get(at(acme, "account-security")).content.decode()
    Session.objects.filter(person=erin.person).update(ip="10.0.0.9")
    assert words not in client.get(at(acme, "account-security")).content.decode()


def test_the_pages_cost_the_same_for_many_users(browser, at, acme, sam, statements):
    client = browser(sam)
    join(acme, "Uma Umber", "user")
    pages = ("account-security", "allowlist", "second-factor", "session-limits")
    few = [statements(client, at(acme, page)) for page in pages]

    crowd(acme, 500)

    assert [statements(client, at(acme, page)) for page in pages] == few
    with no_scans():
        for page in pages:
            client.get(at(acme, page))


def test_the_action_asks_for_presence_itself(acme, sam):
    from ostiary.actions import allowlist
    from ostiary.actions.kernel import SudoNeeded

    with pytest.raises(SudoNeeded):
        allowlist.save(acting(sam, sudo=False), HERE)
