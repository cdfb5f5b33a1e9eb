from datetime import timedelta

import pytest

from ostiary.access.access import Access
from ostiary.access.levels import Level
from ostiary.access.rows import to_bundles
from ostiary.access.sources import Source

from .given import NOON

HAND = ("hand", "", "")
TOMORROW = NOON + timedelta(days=1)


def access(limits, roles=(), services=(), workspaces=(), now=NOON, **more):
    return Access("active", to_bundles(limits, roles, services, workspaces, now), **more)


def test_rows_of_one_bundle_are_read_together_and_keep_their_own_sources():
    found = access(
        {"given": (True, False), "g1": (True, False)},
        [
            ("given", "engineer", "invitation", "inv", "", None),
            ("g1", "user", "group", "g1", "Readers", None),
        ],
        [
            ("given", "shop", "full", "hand", "", "", None),
            ("g1", "blog", "full", "group", "g1", "Readers", None),
        ],
    )

    assert (found.level("shop"), found.level("blog")) == (Level.FULL, Level.READ_ONLY)
    assert found.level_sources("blog")[0].source == Source("group", "g1", "Readers")


def test_a_bundle_without_a_word_on_limits_is_limited():
    found = access({}, [("given", "engineer", *HAND, None), ("given", "security_user", *HAND, None)])

    assert found.level("shop") is Level.HIDDEN
    assert not found.sees_workspace("lab")


def test_a_planned_end_is_kept_to_the_instant():
    def at(now):
        return access(
            {"given": (True, True)},
            [("given", "engineer", *HAND, None), ("given", "security_user", *HAND, None)],
            [("given", "shop", "full", *HAND, TOMORROW)],
            [("given", "lab", *HAND, TOMORROW)],
            now,
        )

    before, after = at(TOMORROW - timedelta(microseconds=1)), at(TOMORROW)
    assert before.level("shop") is Level.FULL
    assert before.sees_workspace("lab")
    assert after.level("shop") is Level.HIDDEN
    assert not after.sees_workspace("lab")


def test_a_role_that_ends_takes_the_reach_of_its_grants_along():
    rows = (
        {"given": (True, False)},
        [("given", "engineer", *HAND, TOMORROW), ("given", "tls_viewer", *HAND, None)],
    )
    grants = [("given", "shop", "full", *HAND, None)]

    assert access(*rows, grants).level("shop") is Level.FULL
    assert access(*rows, grants, now=TOMORROW).level("shop") is Level.HIDDEN


def test_access_says_until_when_it_holds():
    later = TOMORROW + timedelta(days=1)
    found = access(
        {"given": (True, False)},
        [("given", "engineer", *HAND, later)],
        [("given", "shop", "full", *HAND, TOMORROW)],
    )

    assert found.until == TOMORROW
    assert access({"given": (False, False)}, [("given", "user", *HAND, None)]).until is None


def test_of_two_rows_for_one_service_the_higher_counts():
    for levels in (("full", "read_only"), ("read_only", "full")):
        found = access(
            {"g": (True, False)},
            [("g", "engineer", "group", "g", "", None)],
            [("g", "shop", level, "group", "g", "", None) for level in levels],
        )
        assert found.level("shop") is Level.FULL


def test_a_locked_member_has_nothing():
    assert not access({"given": (False, False)}, [("given", "superuser", *HAND, None)], locked=True).roles()


def test_words_that_mean_nothing_are_not_passed_over():
    with pytest.raises(KeyError):
        access({}, [("given", "owner", *HAND, None)])
    with pytest.raises(KeyError):
        access({}, [], [("given", "shop", "admin", *HAND, None)])


def test_two_thousand_grants_are_read_and_asked():
    services = [("given", f"s{number}", "purge_all", *HAND, None) for number in range(2000)]
    found = access({"given": (True, False)}, [("given", "engineer", *HAND, None)], services)

    assert len(found.named_services()) == 2000
    assert found.level("s1999") is Level.PURGE_ALL
    assert found.level("s2000") is Level.HIDDEN
