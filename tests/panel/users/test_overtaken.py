"""Two superusers change the same user at once: nothing is overwritten unseen."""

import pytest

from ostiary.actions import drafts
from ostiary.actions.choices import Shown
from ostiary.actions.drafts import Sheet
from ostiary.clock import now
from ostiary.models import Event
from ostiary.queries.access import access_of
from tests.cast import acting


def roles(member):
    return {role.code for role in access_of(member.pk, now()).roles()}


def saves(by, member, *added):
    """Somebody else adds roles meanwhile."""
    member.refresh_from_db()
    sheet = Sheet(member=member.ref, version=member.version)
    for role in added:
        drafts.add_role(acting(by), sheet, role)
    drafts.save(acting(by), sheet)


@pytest.fixture
def late(look, olga, sam, erin):
    """What Olga sees who pressed Save after Sam."""
    page = look(olga, "access", erin.ref).press("TLS viewer", "roles/add").press("Next")
    saves(sam, erin, "billing")
    return page.press("Save")


def test_their_change_and_ones_own_are_shown(late, erin):
    assert late.status == 409
    assert "The access of Erin Elm was changed meanwhile" in late.text
    assert "By Sam Sand," in late.text
    theirs, mine = late.text.split("What your choices would change now")
    assert "Pay bills Gained:" in theirs
    assert "Pay bills Lost:" in mine
    assert "View TLS Gained:" in mine
    assert roles(erin) == {"engineer", "billing"}


def test_one_can_start_from_theirs(late, erin):
    page = late.press("Start from theirs")

    assert page.form_of("Remove", "billing")
    page.press("TLS viewer", "roles/add").press("Next").press("Save")
    assert roles(erin) == {"engineer", "billing", "tls_viewer"}


def test_one_can_apply_ones_own_once_shown(late, erin):
    done = late.press("Apply mine")

    assert "The access of Erin Elm is saved." in done.text
    assert roles(erin) == {"engineer", "tls_viewer"}


def test_ones_own_is_not_applied_over_a_third_change(late, sam, erin):
    saves(sam, erin, "security_observer")

    again = late.press("Apply mine")

    assert again.status == 409
    assert roles(erin) == {"engineer", "billing", "security_observer"}
    assert Event.objects.filter(name="member.access_changed", target_ref=erin.ref).count() == 2


def test_whoever_comes_back_to_an_overtaken_draft_is_told_before_going_on(late, look, olga, erin):
    for page in ("access", "access-reach"):
        assert "Start from theirs" in look(olga, page, erin.ref).text


def test_a_page_that_was_open_before_the_change_is_caught_too(look, olga, sam, erin):
    """Nothing was kept yet when Sam saved: the page itself says which version it showed."""
    page = look(olga, "access", erin.ref)
    saves(sam, erin, "billing")

    page = page.press("TLS viewer", "roles/add")

    assert "was changed meanwhile" in page.text or page.press("Next").press("Save").status == 409
    assert roles(erin) == {"engineer", "billing"}


def test_saving_the_same_choices_is_no_conflict_with_oneself(look, olga, erin, services):
    for level in ("full", "read_only"):
        page = look(olga, "access", erin.ref).press("Next")
        done = page.press("Save", **{f"level-{services[1].ref}": level})
        assert "is saved" in done.text


def test_an_empty_page_of_choices_keeps_what_is_not_on_it(look, olga, erin, services):
    sheet = Sheet(member=erin.ref, version=erin.version, shown=Shown())

    drafts.save(acting(olga), sheet)

    assert roles(erin) == {"engineer"}
