"""Services and workspaces: made, renamed and deleted by whoever may, seen by whoever they are open to."""

from datetime import timedelta

import pytest

from ostiary.actions import tokens
from ostiary.clock import now
from ostiary.models import Member, ServiceGrant, ServiceName, WorkspaceName
from tests.cast import acting, join
from tests.queries.crowds import many_services, many_workspaces
from tests.queries.plans import no_scans

NAMES = {"service": ServiceName, "workspace": WorkspaceName}
MANY = {"service": many_services, "workspace": many_workspaces}
KINDS = pytest.mark.parametrize("kind", NAMES)


@pytest.fixture
def things(services, workspaces):
    return {"service": services, "workspace": workspaces}


def names(kind, account):
    return set(NAMES[kind].objects.current().filter(account=account).values_list("name", flat=True))


@KINDS
def test_a_superuser_makes_one_and_is_told(browser, at, acme, sam, kind):
    answer = browser(sam).post(at(acme, f"{kind}-new"), {"name": "  New   one "}, follow=True)

    assert names(kind, acme) == {"New one"}
    assert f"The {kind} New   one is made." in answer.content.decode()


@KINDS
def test_a_double_click_makes_one(browser, at, acme, sam, kind):
    client = browser(sam)

    answers = [client.post(at(acme, f"{kind}-new"), {"name": "New", "once": "k"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert names(kind, acme) == {"New"}


@KINDS
def test_going_back_and_sending_another_name_makes_another_one(browser, at, acme, sam, kind):
    client = browser(sam)

    for name in ("First", "Second"):
        client.post(at(acme, f"{kind}-new"), {"name": name, "once": "k"})

    assert names(kind, acme) == {"First", "Second"}


@KINDS
@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("", 422, "Enter a name."),
        ("a" * 101, 422, "Enter at most 100 characters."),
        ("a\x07b", 422, "control characters"),
        ("a\x00b", 422, "Null characters"),
        ("a\u202eb", 422, "invisible"),
        ("WWW", 409, "already one called"),
        ("https://evil.example/", 422, "link"),
    ],
)
def test_a_bad_name_is_refused_at_its_field_and_nothing_is_made(
    browser, at, acme, sam, kind, name, status, said
):
    client = browser(sam)
    client.post(at(acme, f"{kind}-new"), {"name": "www"})

    answer = client.post(at(acme, f"{kind}-new"), {"name": name})

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert names(kind, acme) == {"www"}


@KINDS
def test_a_name_that_is_missing_altogether_is_no_error_of_ours(browser, at, acme, sam, kind):
    assert browser(sam).post(at(acme, f"{kind}-new"), {}).status_code == 422


@KINDS
def test_renaming_shows_the_new_name(browser, at, acme, sam, things, kind):
    thing = things[kind][0]

    answer = browser(sam).post(at(acme, f"{kind}-rename", thing.ref), {"name": "Other"}, follow=True)

    assert "Other" in names(kind, acme)
    assert answer.context["thing"].name == "Other"


@KINDS
def test_a_bad_new_name_leaves_the_old_one(browser, at, acme, sam, things, kind):
    first, second = things[kind][:2]
    before = names(kind, acme)
    taken = second.names.get().name

    answer = browser(sam).post(at(acme, f"{kind}-rename", first.ref), {"name": taken})

    assert answer.status_code == 409
    assert names(kind, acme) == before


@KINDS
def test_deleting_asks_first_and_then_it_is_gone(browser, at, acme, sam, things, kind):
    client, thing = browser(sam), things[kind][0]
    address = at(acme, f"{kind}-delete", thing.ref)

    assert "Who loses what" in client.get(address).content.decode()
    assert thing.names.get().name in names(kind, acme)

    assert client.post(address).status_code == 302
    assert not thing.names.filter(until__isnull=True).exists()
    assert client.get(at(acme, kind, thing.ref)).status_code == 404


@KINDS
def test_deleting_twice_by_one_click_is_one_deletion(browser, at, acme, sam, things, kind):
    client, address = browser(sam), at(acme, f"{kind}-delete", things[kind][0].ref)

    assert [client.post(address, {"once": "k"}).status_code for _ in range(2)] == [302, 302]
    assert client.post(address, {"once": "other"}).status_code == 404


def test_before_a_service_goes_the_page_says_who_loses_what(browser, at, acme, sam, erin, services):
    tokens.create(acting(erin), name="t", scopes=["global"], services=[services[0].ref])

    said = browser(sam).get(at(acme, "service-delete", services[0].ref)).content.decode()

    assert "Erin Elm" in said
    assert "loses Full access" in said
    assert "1 API token that names it" in said


def test_who_else_loses_a_service_is_not_an_engineers_to_know(browser, at, acme, erin, services):
    other = join(acme, "Ivan Ilk", "engineer", services={services[0]: "full"})

    said = browser(erin).get(at(acme, "service-delete", services[0].ref)).content.decode()

    assert other.states.get().name not in said
    assert "2 users with specific access" in said


def test_a_limited_engineer_sees_their_services_alone(browser, at, acme, erin, services):
    client = browser(erin)

    shown = client.get(at(acme, "services"))

    assert [thing["row"].ref for thing in shown.context["things"]] == [services[0].ref]
    assert client.get(at(acme, "service", services[1].ref)).status_code == 404
    assert client.post(at(acme, "service-rename", services[1].ref), {"name": "x"}).status_code == 404
    assert client.post(at(acme, "service-delete", services[1].ref)).status_code == 404
    assert b"images" not in shown.content


def test_a_limited_engineer_has_full_access_to_what_they_make(browser, at, acme, erin):
    client = browser(erin)

    client.post(at(acme, "service-new"), {"name": "mine"})

    levels = {
        thing["row"].name: thing["level"].code for thing in client.get(at(acme, "services")).context["things"]
    }
    assert levels == {"mine": "full", "www": "full"}


@pytest.mark.parametrize("level", ["read_only", "purge_select", "purge_all"])
def test_below_full_access_one_may_look_and_is_told_why_not_more(browser, at, acme, services, level):
    client = browser(join(acme, "Ivan Ilk", "engineer", services={services[0]: level}))
    page = client.get(at(acme, "service", services[0].ref)).content.decode()

    assert "Your permission level on this service does not allow this." in page
    assert at(acme, "service-rename", services[0].ref) not in page
    assert client.post(at(acme, "service-rename", services[0].ref), {"name": "x"}).status_code == 403
    assert client.post(at(acme, "service-delete", services[0].ref)).status_code == 403
    assert client.get(at(acme, "service-delete", services[0].ref)).status_code == 403
    assert names("service", acme) == {"www", "images", "api"}


def test_a_plain_user_makes_nothing(browser, at, acme, uma):
    assert browser(uma).post(at(acme, "service-new"), {"name": "x"}).status_code == 403
    assert browser(uma).post(at(acme, "workspace-new"), {"name": "x"}).status_code == 403


def test_a_security_role_sees_the_workspaces_switched_on_for_it(browser, at, acme, workspaces):
    client = browser(join(acme, "Ivan Ilk", "security_user", workspaces=[workspaces[1]]))

    assert [thing["row"].name for thing in client.get(at(acme, "workspaces")).context["things"]] == [
        "Checkout"
    ]
    assert client.get(at(acme, "workspace", workspaces[1].ref)).status_code == 200
    assert client.get(at(acme, "workspace", workspaces[0].ref)).status_code == 404
    assert client.post(at(acme, "workspace-rename", workspaces[1].ref), {"name": "x"}).status_code == 403


def test_a_grant_whose_time_has_come_is_not_counted(browser, at, acme, sam, erin, services):
    ServiceGrant.objects.filter(member=erin).update(ends_at=now() - timedelta(seconds=1))

    page = browser(sam).get(at(acme, "service", services[0].ref))

    assert page.context["thing"].named == 0


def test_an_empty_list_teaches(browser, at, acme, sam, tess):
    assert "No services yet" in browser(sam).get(at(acme, "services")).content.decode()
    assert "No services are open to you" in browser(tess).get(at(acme, "services")).content.decode()


def test_a_search_finds_parts_of_names_whatever_the_case(browser, at, acme, sam, services):
    client = browser(sam)

    found = client.get(f"{at(acme, 'services')}?q=MAG").context["things"]

    assert [thing["row"].name for thing in found] == ["images"]
    assert "No match" in client.get(f"{at(acme, 'services')}?q=%25").content.decode()


def test_two_thousand_services_come_by_pages_with_their_number(browser, at, acme, sam):
    many_services(acme, 2000)
    client = browser(sam)

    first = client.get(at(acme, "services"))
    second = client.get(at(acme, "services") + first.context["pager"]["next"])

    assert len(first.context["things"]) == 50
    assert b"1\xe2\x80\x9350 of 2,000" in first.content
    assert second.context["things"][0]["row"].name == "s00050"
    back = client.get(at(acme, "services") + second.context["pager"]["previous"])
    assert back.context["things"][0]["row"].name == "s00000"


def test_a_page_keeps_the_search(browser, at, acme, sam):
    many_services(acme, 200)

    pager = browser(sam).get(f"{at(acme, 'services')}?q=s001").context["pager"]

    assert pager["total"] == 100
    assert pager["next"].startswith("?q=s001&after=s0")


@KINDS
def test_a_list_costs_the_same_for_two_and_for_two_thousand(browser, at, acme, sam, things, kind, statements):
    client, address = browser(sam), at(acme, f"{kind}s")
    few = statements(client, address)

    MANY[kind](acme, 2000)

    assert statements(client, address) == few
    assert few <= 4


@KINDS
def test_no_page_of_a_list_reads_a_whole_table(browser, at, acme, sam, things, kind):
    client, address = browser(sam), at(acme, f"{kind}s")

    with no_scans():
        client.get(address)
        client.get(f"{address}?q=a&after=b")
        client.get(f"{address}?before=x")
        client.get(at(acme, f"{kind}-delete", things[kind][0].ref))


def test_a_member_that_was_removed_is_nobody_who_loses(browser, at, acme, sam, erin, services):
    Member.objects.get(pk=erin.pk).states.update(state="ended")

    assert browser(sam).get(at(acme, "service-delete", services[0].ref)).context["holders"] == []
