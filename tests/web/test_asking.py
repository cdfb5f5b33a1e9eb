"""What a list's address asks for."""

from django.test import RequestFactory

from ostiary.queries.paging import Page, Window
from ostiary.web import asking


def ask(query):
    return RequestFactory().get(f"/list?{query}")


def test_what_is_asked_is_trimmed_and_cut_and_holds_no_null():
    assert asking.asked(ask("q=%20a%00b%20"), "q") == "ab"
    assert len(asking.asked(ask("q=" + "a" * 5000), "q")) == asking.LONGEST
    assert asking.asked(ask(""), "q") == ""


def test_the_page_is_read_from_the_address():
    assert asking.window(ask("after=m")) == Window(after="m")
    assert asking.window(ask("before=m&q=x")) == Window(before="m")


def test_the_pages_beside_keep_search_and_filters_and_drop_the_old_place():
    pager = asking.pager(ask("q=a%26b&role=user&after=c"), Page(["d"], 51, 51, 60, "d", "d"))

    assert pager["previous"] == "?q=a%26b&role=user&before=d"
    assert pager["next"] == "?q=a%26b&role=user&after=d"


def test_the_ends_of_a_list_lead_nowhere():
    pager = asking.pager(ask(""), Page(["d"], 1, 1, 1, "", ""))

    assert (pager["previous"], pager["next"]) == ("", "")


def test_a_filter_goes_on_and_off_and_back_to_the_start():
    assert asking.filtered(ask("q=a&after=c"), unused="yes") == "?q=a&unused=yes"
    assert asking.filtered(ask("q=a&unused=yes&after=c"), unused="") == "?q=a"
