"""Service groups at the panel: what is in them, and who reaches them."""

from ostiary.actions import groups, protected
from ostiary.models import ServiceGroupName, ServiceGroupService
from tests.cast import acting, make_service
from tests.panel.groups.world import names


def test_one_is_made_and_filled_with_several_services_at_once(browser, at, acme, sam, services):
    client = browser(sam)

    made = client.post(at(acme, "service-group-new"), {"name": "Web", "description": "The sites"})
    ref = made.url.rpartition("/")[2]
    page = client.post(
        at(acme, "service-group-add", ref), {"chosen": [one.ref for one in services[:2]]}, follow=True
    )

    assert [one.name for one in page.context["services"]] == ["images", "www"]
    assert page.context["group"].description == "The sites"


def test_only_services_that_are_not_in_it_are_offered(browser, at, acme, sam, web, globex):
    make_service(globex, "theirs")

    offered = browser(sam).get(at(acme, "service-group-add", web)).context["others"]

    assert [one.name for one in offered] == ["api"]


def test_a_service_that_was_deleted_meanwhile_is_said_to_be_gone(browser, at, acme, sam, web, services):
    protected.delete_service(acting(sam), services[2].ref)

    answer = browser(sam).post(at(acme, "service-group-add", web), {"chosen": [services[2].ref]})

    assert answer.status_code == 422
    assert "does not exist in this account any more" in answer.content.decode()


def test_each_service_is_removed_by_its_own_button(browser, at, acme, sam, web, services):
    client = browser(sam)

    for one in services[:2]:
        page = client.post(at(acme, "service-group-remove", web, one.ref), {"once": "k"}, follow=True)

    assert page.context["services"] == []
    assert "The service itself stays." in page.content.decode()


def test_its_page_names_the_groups_that_reach_it(browser, at, acme, sam, uma, web, editors):
    groups.add_members(acting(sam), editors, [uma.ref])

    page = browser(sam).get(at(acme, "service-group", web))

    assert [(one.name, one.users) for one in page.context["reaching"]] == [("Editors", 1)]
    assert at(acme, "group", editors) in page.content.decode()


def test_before_it_goes_the_page_says_who_reaches_it(browser, at, acme, sam, web, editors):
    client, address = browser(sam), at(acme, "service-group-delete", web)

    said = client.get(address).content.decode()
    assert "2 services are in it" in said
    assert "0 users reach them by this group" in said

    assert [client.post(address, {"once": "k"}).status_code for _ in range(2)] == [302, 302]
    assert names(ServiceGroupName, acme) == []
    assert not ServiceGroupService.objects.current().exists()
    assert client.get(at(acme, "service-group", web)).status_code == 404


def test_a_name_that_is_taken_is_refused_at_its_field(browser, at, acme, sam, web):
    client = browser(sam)
    client.post(at(acme, "service-group-new"), {"name": "Other"})

    answer = client.post(at(acme, "service-group-change", web), {"name": "other"})

    assert answer.status_code == 409
    assert "There is already one called" in answer.content.decode()
    assert names(ServiceGroupName, acme) == ["Other", "Web"]
