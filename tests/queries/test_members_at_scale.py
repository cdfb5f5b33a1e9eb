"""A page of the users' lists costs the same for ten thousand members as for ten, and reads by indexes."""

from datetime import timedelta

import pytest

from ostiary.access import table
from ostiary.clock import now
from ostiary.models import Member
from ostiary.queries import choices
from ostiary.queries import invitations as invited
from ostiary.queries.former import former_access
from ostiary.queries.invitations import Which
from ostiary.queries.member_filters import Filter
from ostiary.queries.members import frame, listed
from ostiary.queries.paging import Window
from ostiary.queries.protected import SERVICES, WORKSPACES
from ostiary.queries.reach import reach_of
from tests.queries.crowds import crowd
from tests.queries.plans import no_scans, scans

FILTERS = [
    Filter(),
    Filter(search="m 00"),
    Filter(role=table.role("engineer")),
    Filter(service="x"),
    Filter(workspace="x"),
    Filter(factor="with"),
    Filter(factor="without"),
    Filter(unseen=90),
    Filter(tokens=True),
    Filter(locked=True),
    Filter(bypass=True),
]


def test_members_are_found_by_indexes(acme, olga):
    first, _, third = crowd(acme, 3)
    places = Window(), Window(after=first.ref), Window(before=third.ref)

    with no_scans():
        for chosen in FILTERS:
            for window in places:
                listed(acme.pk, now(), chosen, window, 1)


def test_everything_else_on_the_page_is_found_by_indexes(acme, olga):
    with no_scans():
        totals = frame(acme.pk).totals
        invited.counts(acme.pk, now())
        for which in Which:
            invited.first(acme.pk, which, now() + timedelta(days=8))
            invited.listed(acme.pk, which, now() + timedelta(days=8))
        members = [member.pk for member in crowd(acme, 3)]
        reach_of(members, totals, now())
        former_access(acme.pk, "olga@example.com")
        choices.listed(SERVICES, acme.pk, search="s0")
        choices.matching(WORKSPACES, acme.pk, "")
        choices.totals(acme.pk)


def test_a_scan_would_be_noticed(acme, olga):
    assert scans("select * from ostiary_member m where m.address = 'x'")


@pytest.mark.parametrize("count", [0, 100])
def test_a_page_is_two_statements_at_any_size(acme, olga, count, django_assert_num_queries):
    crowd(acme, count)

    with django_assert_num_queries(2):
        listed(acme.pk, now(), Filter(), Window())


@pytest.mark.slow
def test_ten_thousand_members_take_no_more_statements(acme, olga, django_assert_num_queries):
    crowd(acme, 10_000)
    last = Member.objects.get(address="m09990@example.com")

    with django_assert_num_queries(2):
        page = listed(acme.pk, now(), Filter(), Window(after=last.ref))

    assert (page.first, page.last, page.total) == (9_992, 10_001, 10_001)
