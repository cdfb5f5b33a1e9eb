"""Lists page by keyset, and cost the same on every page."""

import pytest

from ostiary.models import Service, ServiceName
from ostiary.queries.paging import Order, Window, page
from tests.cast import make_service

BY_NAME = Order("name_key", cursor="name_key")
NEWEST = Order("id", cursor="service__ref", descending=True)


@pytest.fixture
def seven(acme):
    return [make_service(acme, f"s{n}") for n in range(7)]


def names(account, window=None, order=BY_NAME, size=3):
    found = ServiceName.objects.current().filter(account=account)
    return page(found, ("name",), lambda name: name, order, window or Window(), size)


def test_the_first_page_says_where_the_second_begins(acme, seven):
    first = names(acme)

    assert first.rows == ["s0", "s1", "s2"]
    assert (first.first, first.last, first.total, first.previous) == (1, 3, 7, "")
    assert names(acme, Window(after=first.next)).rows == ["s3", "s4", "s5"]


def test_the_last_page_holds_what_is_left(acme, seven):
    last = names(acme, Window(after="s5"))

    assert last.rows == ["s6"]
    assert (last.first, last.last, last.next) == (7, 7, "")


def test_one_can_go_back(acme, seven):
    last = names(acme, Window(after="s5"))

    back = names(acme, Window(before=last.previous))

    assert back.rows == ["s3", "s4", "s5"]
    assert (back.first, back.last) == (4, 6)


def test_going_back_to_the_start_fills_the_first_page(acme, seven):
    assert names(acme, Window(before="s2")).rows == ["s0", "s1", "s2"]


def test_a_place_whose_row_is_gone_is_still_a_place(acme, seven):
    Service.objects.filter(pk=seven[3].pk).delete()

    assert names(acme, Window(after="s3")).rows == ["s4", "s5", "s6"]


def test_a_cursor_past_the_end_leads_to_the_first_page(acme, seven):
    assert names(acme, Window(after="zzz")).rows == ["s0", "s1", "s2"]


def test_the_newest_can_come_first_and_be_named_by_ref(acme, seven):
    first = names(acme, order=NEWEST)

    assert first.rows == ["s6", "s5", "s4"]
    assert first.next == seven[4].ref
    second = names(acme, Window(after=first.next), NEWEST)
    assert second.rows == ["s3", "s2", "s1"]
    assert names(acme, Window(before=second.previous), NEWEST).rows == ["s6", "s5", "s4"]


def test_the_neighbours_cursor_is_no_place_in_ones_own_list(acme, globex, seven):
    theirs = make_service(globex, "theirs")

    assert names(acme, Window(after=theirs.ref), NEWEST).rows == ["s6", "s5", "s4"]


def test_an_empty_list_is_one_statement(acme, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert names(acme).total == 0


@pytest.mark.parametrize("window", [Window(), Window(after="s2"), Window(before="s6")])
def test_any_page_is_two_statements(acme, seven, django_assert_num_queries, window):
    with django_assert_num_queries(2):
        names(acme, window)
