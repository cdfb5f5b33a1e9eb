"""Where access is shown, a group is named as its source, and whoever may see groups is led to it."""

import pytest

from ostiary.actions import groups
from tests.cast import acting


@pytest.fixture
def led(at, acme, editors) -> str:
    """The way to the group, as a link says it."""
    return f'<a href="{at(acme, "group", editors)}">Engineer · Group Editors</a>'


def test_access_controls_name_the_group_and_lead_to_it(browser, at, acme, sam, uma, editors, led):
    groups.add_members(acting(sam), editors, [uma.ref])

    page = browser(sam).get(at(acme, "access", uma.ref)).content.decode()

    assert led in page
    assert f'<a href="{at(acme, "group", editors)}">Group Editors</a>' in page


def test_the_groups_that_somebody_is_in_stand_beside_their_name(browser, at, acme, sam, uma):
    bare = groups.make(acting(sam), "Bare")
    groups.add_members(acting(sam), bare, [uma.ref])

    page = browser(sam).get(at(acme, "access", uma.ref)).content.decode()

    assert f'<a href="{at(acme, "group", bare)}">Bare</a>' in page


def test_why_names_the_group_and_leads_to_it(browser, at, acme, sam, editors, led):
    groups.add_members(acting(sam), editors, [sam.ref])

    page = browser(sam).get(at(acme, "why") + "?may=service.create").content.decode()

    assert led in page


def test_whoever_may_not_see_groups_reads_the_name_alone(browser, at, acme, sam, uma, editors, services):
    groups.add_members(acting(sam), editors, [uma.ref])
    client = browser(uma)

    for page in (at(acme, "home"), at(acme, "service", services[0].ref)):
        shown = client.get(page).content.decode()
        assert "Engineer · Group Editors" in shown
        assert at(acme, "group", editors) not in shown


def test_a_name_is_no_markup(browser, at, acme, sam, editors):
    groups.change(acting(sam), editors, name="a <b> & c")
    groups.add_members(acting(sam), editors, [sam.ref])

    page = browser(sam).get(at(acme, "why") + "?may=service.create").content.decode()

    assert "Group a &lt;b&gt; &amp; c</a>" in page
