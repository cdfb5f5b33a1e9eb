"""Groups of users at the panel: who is in them, what they give, and what goes with them."""

import pytest

from ostiary.access.levels import Level
from ostiary.actions import groups, invitations, members, service_groups
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import GroupMember, GroupName, GroupRole, GroupServices, Member
from ostiary.queries.access import access_of
from tests.cast import acting
from tests.panel.groups.world import names


def test_a_superuser_makes_a_group_and_lands_on_its_page(browser, at, acme, sam):
    answer = browser(sam).post(at(acme, "group-new"), {"name": " On  call ", "description": ""}, follow=True)

    assert names(GroupName, acme) == ["On call"]
    assert answer.context["group"].name == "On call"
    assert "Nothing yet. Add a role first." in answer.content.decode()


def test_a_double_click_makes_one_and_another_name_another(browser, at, acme, sam):
    client = browser(sam)

    clicks = [client.post(at(acme, "group-new"), {"name": "New", "once": "k"}) for _ in range(2)]
    client.post(at(acme, "group-new"), {"name": "Newer", "once": "k"})

    assert clicks[0].url == clicks[1].url
    assert names(GroupName, acme) == ["New", "Newer"]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 422, "Enter a name."),
        ({"name": "EDITORS"}, 409, "There is already one called"),
        ({"name": "a\x00b"}, 422, "Null characters"),
        ({"name": "https://evil.example/"}, 422, "link"),
        ({"name": "Fine", "description": "x" * 501}, 422, "Use at most 500 characters"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(
    browser, at, acme, sam, editors, fields, status, said
):
    answer = browser(sam).post(at(acme, "group-new"), fields)

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert names(GroupName, acme) == ["Editors"]


def test_another_name_and_description_are_saved_and_its_own_name_is_free(browser, at, acme, sam, editors):
    client = browser(sam)

    client.post(at(acme, "group-change", editors), {"name": "Editors", "description": "They write."})
    answer = client.post(at(acme, "group-change", editors), {"name": "Writers"}, follow=True)

    assert (answer.context["group"].name, answer.context["group"].description) == ("Writers", "")


def test_several_users_and_invited_ones_are_added_at_once(
    browser, at, acme, sam, bill, uma, editors, services
):
    invitations.invite(acting(sam), "nora@example.org", Wanted(roles=frozenset({"user"})))
    nora = Member.objects.get(address="nora@example.org")

    answer = browser(sam).post(
        at(acme, "group-users-add", editors), {"chosen": [bill.ref, uma.ref, nora.ref]}, follow=True
    )

    assert [one.shown for one in answer.context["members"]] == ["Bill Birch", "nora@example.org", "Uma Umber"]
    assert (answer.context["group"].users, answer.context["group"].invitations) == (2, 1)
    assert access_of(uma.pk, now()).level(services[0].ref) == Level.FULL


def test_one_is_told_in_words_what_somebody_in_it_gets(browser, at, acme, sam, editors):
    groups.add_roles(acting(sam), editors, ["security_user", "tls_viewer"])

    page = browser(sam).get(at(acme, "group", editors))

    assert page.context["gives"] == (
        "Engineer on 2 services: Full access · TLS viewer in the account · Security user in every workspace"
    )
    services, workspaces = page.context["effect"]
    assert [(line["what"], line["how"]) for line in services["lines"]] == [
        ("images", "Full access"),
        ("www", "Full access"),
    ]
    assert workspaces["lines"][0]["what"] == "Every workspace"


def test_a_role_without_a_service_group_says_what_is_missing(browser, at, acme, sam):
    made = groups.make(acting(sam), "Bare")
    groups.add_roles(acting(sam), made, ["engineer"])

    assert "Engineer on no service yet" in browser(sam).get(at(acme, "group", made)).content.decode()


def test_a_search_adds_nothing_and_keeps_what_is_ticked(browser, at, acme, sam, bill, uma, editors):
    answer = browser(sam).post(
        at(acme, "group-users-add", editors), {"chosen": [bill.ref], "find": "umb", "search": "yes"}
    )

    assert [one.ref for one in answer.context["ticked"]] == [bill.ref]
    assert [one.ref for one in answer.context["others"]] == [uma.ref]
    assert not GroupMember.objects.exists()


def test_nobody_is_offered_who_is_in_it_or_of_another_account(browser, at, acme, sam, bill, greg, editors):
    groups.add_members(acting(sam), editors, [bill.ref])

    offered = browser(sam).get(at(acme, "group-users-add", editors)).context["others"]

    assert [one.shown for one in offered] == ["Olga Ohm", "Sam Sand"]


def test_nothing_ticked_is_said_at_the_boxes(browser, at, acme, sam, editors):
    answer = browser(sam).post(at(acme, "group-users-add", editors), {"chosen": []})

    assert answer.status_code == 422
    assert "Tick at least one." in answer.content.decode()


@pytest.mark.parametrize("who", ["somebody of another account", "somebody who left"])
def test_with_somebody_who_is_gone_nobody_is_added(browser, at, acme, sam, bill, uma, greg, editors, who):
    gone = greg if who == "somebody of another account" else bill
    members.delete(acting(sam), bill.ref, revoke_tokens=True)

    answer = browser(sam).post(at(acme, "group-users-add", editors), {"chosen": [gone.ref, uma.ref]})

    assert answer.status_code == 422
    assert "no longer in this account" in answer.content.decode()
    assert [one.ref for one in answer.context["ticked"]] == [uma.ref]
    assert not GroupMember.objects.exists()


def test_removing_one_user_and_then_another_from_the_same_page_removes_both(
    browser, at, acme, sam, bill, uma, editors
):
    groups.add_members(acting(sam), editors, [bill.ref, uma.ref])
    client = browser(sam)

    for one in (bill, bill, uma):
        answer = client.post(at(acme, "group-user-remove", editors, one.ref), {"once": "k"}, follow=True)

    assert "What they have from elsewhere stays." in answer.content.decode()
    assert answer.context["members"] == []
    assert access_of(bill.pk, now()).roles()


def test_roles_that_do_not_combine_are_not_in_the_menu_and_are_refused_with_a_sentence(
    browser, at, acme, sam, editors
):
    client = browser(sam)

    page = client.get(at(acme, "group", editors))
    refused = client.post(at(acme, "group-roles-add", editors), {"role": "user"})

    assert "user" not in {role.code for role in page.context["offered"]}
    assert "Engineer already includes everything that User gives." in page.content.decode()
    assert refused.status_code == 422
    assert "These roles cannot be combined: Engineer and User." in refused.content.decode()
    assert [row.role for row in GroupRole.objects.current()] == ["engineer"]


@pytest.mark.parametrize("role", ["", "king", "a\x00"])
def test_a_role_that_is_none_is_refused_with_a_sentence(browser, at, acme, sam, editors, role):
    answer = browser(sam).post(at(acme, "group-roles-add", editors), {"role": role})

    assert answer.status_code == 422
    assert "There is no such role." in answer.content.decode()


def test_roles_come_and_go(browser, at, acme, sam, editors):
    client = browser(sam)

    client.post(at(acme, "group-roles-add", editors), {"role": "billing"})
    page = client.post(at(acme, "group-roles-remove", editors), {"role": "engineer"}, follow=True)

    assert [role.code for role in page.context["held"]] == ["billing"]
    assert "Billing on every service: Read-only" in page.content.decode()


def test_service_groups_are_added_and_removed(browser, at, acme, sam, editors, web):
    other = service_groups.make(acting(sam), "Content")
    client = browser(sam)

    client.post(at(acme, "group-services-remove", editors, web), {"once": "k"})
    page = client.post(at(acme, "group-services-add", editors), {"chosen": [other, web]}, follow=True)

    assert [one.name for one in page.context["service_groups"]] == ["Content", "Web"]


def test_before_a_group_goes_the_page_says_who_loses_what(browser, at, acme, sam, uma, editors):
    groups.add_members(acting(sam), editors, [uma.ref])
    client, address = browser(sam), at(acme, "group-delete", editors)

    said = client.get(address).content.decode()
    assert "1 user is in it" in said
    assert "Uma Umber" in said
    assert "Engineer on 2 services: Full access" in said
    assert "What they have by other sources stays" in said
    assert names(GroupName, acme) == ["Editors"]

    assert [client.post(address, {"once": "k"}).status_code for _ in range(2)] == [302, 302]
    assert names(GroupName, acme) == []
    assert not GroupMember.objects.current().exists()
    for page in ("group", "group-change", "group-delete", "group-users-add", "group-services-add"):
        assert client.get(at(acme, page, editors)).status_code == 404
    assert client.post(address, {"once": "other"}).status_code == 404


def test_the_list_counts_and_finds(browser, at, acme, sam, uma, editors):
    groups.make(acting(sam), "On call")
    groups.add_members(acting(sam), editors, [uma.ref])

    page = browser(sam).get(at(acme, "groups") + "?q=EDIT")

    (row,) = page.context["rows"]
    assert (row.name, row.users, row.invitations, row.roles, row.service_groups) == ("Editors", 1, 0, 1, 1)
    assert b"Groups" in page.content


def test_an_account_without_groups_is_told_what_one_is_for(browser, at, acme, sam):
    assert b"A group gives everybody in it the same roles." in browser(sam).get(at(acme, "groups")).content
    assert b"A service group is a set of services" in browser(sam).get(at(acme, "service-groups")).content


def test_another_accounts_groups_are_not_there(browser, at, globex, greg, editors, web):
    client = browser(greg)

    assert client.get(at(globex, "groups")).context["rows"] == []
    assert client.get(at(globex, "group", editors)).status_code == 404
    assert client.get(at(globex, "service-group", web)).status_code == 404
    assert client.post(at(globex, "group-delete", editors)).status_code == 404
    assert GroupServices.objects.current().exists()


def test_whoever_is_no_superuser_sees_nothing_of_groups(browser, at, acme, erin, editors):
    client = browser(erin)

    assert at(acme, "groups") not in client.get(at(acme, "home")).content.decode()
    assert client.get(at(acme, "groups")).status_code == 403
    assert client.get(at(acme, "group", editors)).status_code == 403
    assert client.post(at(acme, "group-new"), {"name": "x"}).status_code == 403
