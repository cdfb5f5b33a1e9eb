"""The Roles page shows the table that decides, and nothing else."""

from ostiary.access import table
from ostiary.access.combining import combinable, why_not
from ostiary.access.levels import Level
from ostiary.panel.roles import areas, described


def test_every_capability_is_there_once_with_exactly_the_roles_that_hold_it():
    rows = [row for area in areas() for row in area.rows]

    assert len(rows) == len(table.CAPABILITIES)
    assert {row.capability for row in rows} == {*table.CAPABILITIES}
    for row in rows:
        assert {role.code for role, holds in row.cells if holds} == row.capability.held_by


def test_each_role_is_there_with_what_it_combines_with_and_what_stands_against_the_others():
    for one in described():
        assert one.combines == combinable([one.role])
        assert {*one.combines} | {other(one.role, clash) for clash in one.clashes} == {*table.ROLES} - {
            one.role
        }
        assert one.clashes == why_not(one.role, table.ROLES)


def other(role, clash):
    return clash.contained if clash.container is role else clash.container


def test_the_page_says_it_all_in_words(browser, at, acme, uma):
    said = browser(uma).get(at(acme, "roles")).content.decode()

    for role in table.ROLES:
        assert role.sentence.replace("'", "&#x27;") in said
    for row in table.CAPABILITIES:
        assert row.sentence.replace("'", "&#x27;") in said
    for level in Level:
        assert level.sentence.replace("'", "&#x27;") in said
    assert "Superuser already includes everything that Engineer gives." in said
    assert "Security admin and Security user give the same." in said


def test_ones_own_roles_are_marked(browser, at, acme, uma, sam):
    for member in (uma, sam):
        assert browser(member).get(at(acme, "roles")).content.count(b"Yours") == 1


def test_it_asks_the_database_for_nothing_but_who_is_there(browser, at, acme, uma, statements):
    assert statements(browser(uma), at(acme, "roles")) == 2
