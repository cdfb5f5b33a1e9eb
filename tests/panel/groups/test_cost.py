"""The pages of groups cost the same for ten as for a thousand, and page by page nobody is missed."""

import pytest

from ostiary.actions import groups, service_groups
from ostiary.clock import now
from ostiary.models import Group, GroupMember, ServiceGroup, ServiceGroupService
from tests.cast import acting
from tests.queries.crowds import crowd, many_services
from tests.queries.plans import no_scans

MOST = 12


@pytest.fixture
def fill(acme, editors, web):
    """`fill(10)` puts ten users and ten services into the groups, and lets as many wait."""

    def put(count: int) -> None:
        at, people, services = now(), crowd(acme, 2 * count, None), many_services(acme, 2 * count)
        group, inside = Group.objects.get(ref=editors), ServiceGroup.objects.get(ref=web)
        GroupMember.objects.bulk_create(
            GroupMember(group=group, member=one, since=at) for one in people[:count]
        )
        ServiceGroupService.objects.bulk_create(
            ServiceGroupService(service_group=inside, service=one, since=at) for one in services[:count]
        )

    return put


@pytest.mark.any_database
@pytest.mark.parametrize("count", [10, 1000])
@pytest.mark.parametrize(
    ("page", "statements_for_any"),
    [
        ("group", 8),
        ("group-users-add", 5),
        ("group-delete", 7),
        ("group-services-add", 4),
        ("service-group", 6),
        ("service-group-add", 5),
        ("service-group-delete", 4),
    ],
)
def test_a_page_costs_the_same_for_any_number(
    browser, at, acme, sam, editors, web, fill, statements, page, count, statements_for_any
):
    fill(count)
    ref = web if page.startswith("service") else editors

    assert statements(browser(sam), at(acme, page, ref)) == statements_for_any <= MOST


@pytest.mark.any_database
@pytest.mark.parametrize("count", [10, 200])
@pytest.mark.parametrize(("page", "make"), [("groups", groups.make), ("service-groups", service_groups.make)])
def test_a_list_costs_the_same_for_any_number(browser, at, acme, sam, statements, page, make, count):
    for number in range(count):
        make(acting(sam), f"g{number:04}")

    assert statements(browser(sam), at(acme, page)) == 4 <= MOST


def test_page_by_page_everybody_is_there_once_also_people_of_one_name(browser, at, acme, sam, editors, fill):
    fill(120)
    GroupMember.objects.last().member.states.model.objects.filter(name__startswith="M ").update(
        name="Kim", sort_key="kim"
    )
    client, address, seen = browser(sam), at(acme, "group", editors), []

    page = client.get(address)
    while True:
        seen += [one.ref for one in page.context["members"]]
        if not page.context["pager"]["next"]:
            break
        page = client.get(address + page.context["pager"]["next"])

    assert len(seen) == len(set(seen)) == 120
    back = client.get(address + page.context["pager"]["previous"])
    assert [one.ref for one in back.context["members"]] == seen[50:100]


def test_every_statement_of_a_groups_page_finds_its_rows_by_an_index(browser, at, acme, sam, editors, fill):
    fill(10)
    client = browser(sam)

    with no_scans():
        client.get(at(acme, "groups"))
        client.get(at(acme, "group", editors) + "?q=m")
