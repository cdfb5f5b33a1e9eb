"""The review says what will be so: no more, no less, however it is grouped."""

from hypothesis import given
from hypothesis import strategies as st

from ostiary.access import table
from ostiary.access.access import Access
from ostiary.access.differences import diff
from ostiary.access.levels import Level
from ostiary.panel.users.review import review
from tests.access.given import SERVICES, WORKSPACES, bundles, by_hand

NAMED_SERVICES, NAMED_WORKSPACES = ({ref: ref for ref in refs} for refs in (SERVICES, WORKSPACES))

pairs = st.tuples(bundles(), bundles(), bundles("group:g1")).map(
    lambda three: (Access("active", (three[0], three[2])), Access("active", (three[1], three[2])))
)


def engineer(**services):
    return Access("active", (by_hand([table.role("engineer")], services=services),))


def lines(before, after, services=None):
    groups = review(before, after, NAMED_SERVICES if services is None else services, NAMED_WORKSPACES)
    return {group["heading"]: group for group in groups}


@given(pairs)
def test_what_is_named_is_exactly_what_changes(pair):
    before, after = pair
    expected = diff(before, after, SERVICES, WORKSPACES)

    found = lines(before, after)

    for heading, changed in (("Services", expected.services), ("Workspaces", expected.workspaces)):
        named = [line["what"] for line in found.get(heading, {"lines": []})["lines"]]
        refs = {ref for what in named for ref in what.split(", ")} - {f"Every other {heading.lower()[:-1]}"}
        assert refs == {change.resource.ref for change in changed}
    gained = {change.capability.code for change in expected.gained + expected.lost}
    assert bool(gained) == ("In the account" in found)


@given(pairs)
def test_a_line_is_a_gain_where_the_level_rises(pair):
    before, after = pair

    for line in lines(before, after).get("Services", {"lines": []})["lines"]:
        for ref in line["what"].split(", "):
            if ref in SERVICES and before.level(ref) != after.level(ref):
                assert (line["change"] == "gained") == (after.level(ref) > before.level(ref))


def test_no_change_is_no_line():
    assert review(engineer(blog=Level.FULL), engineer(blog=Level.FULL), NAMED_SERVICES, {}) == []


def test_what_changes_alike_is_one_line_with_three_names_and_a_count():
    many = {f"s{n}": f"s{n}" for n in range(100)}

    found = lines(engineer(), engineer(**dict.fromkeys(many, Level.FULL)), many)

    (line,) = found["Services"]["lines"]
    assert line["what"] == "s0, s1, s2 and 97 more"
    assert line["how"] == "Hidden → Full access"


def test_services_that_nobody_named_are_spoken_of_together():
    unlimited = Access("active", (by_hand([table.role("engineer")]),))

    found = lines(engineer(blog=Level.FULL), unlimited)

    assert [line["what"] for line in found["Services"]["lines"]] == ["Every other service", "shop, wiki"]


def test_long_lists_say_how_much_more_there_is():
    found = lines(Access("active", ()), Access("active", (by_hand([table.role("superuser")]),)))

    group = found["In the account"]
    assert len(group["lines"]) == 8
    assert group["more"].endswith("more changes")
