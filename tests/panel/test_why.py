"""Why?: the page says what the server would do, and only of what is one's own to see."""

import pytest

from ostiary.access import table
from ostiary.access.decisions import ServiceResource, decide
from ostiary.clock import now
from ostiary.queries.access import access_of
from tests.cast import join, make_service


def test_a_no_names_the_rule_what_is_missing_and_who_can_give_it(browser, at, acme, uma):
    said = browser(uma).get(f"{at(acme, 'why')}?may=members.invite").content.decode()

    assert "Why you may not do this" in said
    assert "None of your roles allows this." in said
    assert "The role Superuser" in said
    assert "Anybody in this account with the role Superuser." in said


def test_a_level_that_is_too_low_is_named_with_the_one_it_takes(browser, at, acme, services):
    reader = join(acme, "Ivan Ilk", "engineer", services={services[0]: "purge_select"})

    said = (
        browser(reader).get(f"{at(acme, 'why')}?may=service.configure&on={services[0].ref}").content.decode()
    )

    assert "Your permission level on this service does not allow this." in said
    assert "Engineer · By hand: Purge select here" in said
    assert "The level Full access on this service" in said


def test_a_yes_names_what_gives_it(browser, at, acme, sam):
    said = browser(sam).get(f"{at(acme, 'why')}?may=members.invite").content.decode()

    assert "Why you may do this" in said
    assert "Superuser · By hand" in said
    assert "What is missing" not in said


@pytest.mark.parametrize("who", ["sam", "erin", "bill", "uma", "tess"])
def test_it_never_says_other_than_what_is_decided(browser, at, acme, services, request, who):
    member = request.getfixturevalue(who)
    client, access = browser(member), access_of(member.pk, now())

    for row in table.CAPABILITIES:
        if row.scope == "account":
            answer = client.get(f"{at(acme, 'why')}?may={row.code}")
            assert answer.context["why"].allowed == bool(decide(access, row.code))
        elif row.scope == "service":
            answer = client.get(f"{at(acme, 'why')}?may={row.code}&on={services[0].ref}")
            if answer.status_code == 200:
                resource = ServiceResource(services[0].ref)
                assert answer.context["why"].allowed == bool(decide(access, row.code, resource))


@pytest.mark.parametrize(
    "query", ["", "may=", "may=nonsense", "may=%00", "may=service.view", "may=service.view&on=x"]
)
def test_what_is_no_question_is_not_found(browser, at, acme, uma, query):
    assert browser(uma).get(f"{at(acme, 'why')}?{query}").status_code == 404


def test_what_is_hidden_and_what_is_the_neighbours_cannot_be_asked_about(
    browser, at, acme, globex, erin, services
):
    client = browser(erin)

    for service in (services[1], make_service(globex, "theirs")):
        assert client.get(f"{at(acme, 'why')}?may=service.view&on={service.ref}").status_code == 404
