import pytest

from ostiary.access import table
from ostiary.access.levels import Level

LADDER = ["hidden", "read_only", "purge_select", "purge_all", "full"]

# What a limited engineer may do at each level, by the least that carries it.
FIRST_AT = {
    "read_only": {
        "service.view",
        "service.view_historical_stats",
        "service.view_realtime_stats",
        "service.compare_versions",
        "service.view_vcl",
    },
    "purge_select": {"service.purge_select"},
    "purge_all": {"service.purge_all"},
    "full": {
        "service.configure",
        "service.customize_vcl",
        "service.activate",
        "service.deactivate",
        "service.delete",
    },
}


def test_each_level_is_higher_than_the_one_before():
    assert [level.code for level in sorted(Level)] == LADDER
    assert [Level.of(code) for code in LADDER] == sorted(Level)


def test_a_word_that_is_no_level_is_refused():
    with pytest.raises(KeyError):
        Level.of("admin")


@pytest.mark.parametrize("code", LADDER)
def test_a_level_first_carries(code):
    carried = {row.code for row in table.CAPABILITIES if row.scope == "service" and row.least.code == code}

    assert carried == FIRST_AT.get(code, set())


def test_levels_have_names_and_sentences():
    assert [level.label for level in Level] == [
        "Hidden",
        "Read-only",
        "Purge select",
        "Purge all",
        "Full access",
    ]
    assert all(level.sentence.endswith(".") for level in Level)
