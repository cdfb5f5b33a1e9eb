"""Where each requirement of ASVS 5.0.0, levels 1 and 2, is met, and where it is not: `docs/asvs.md` is whole.

The numbers are those of the final text. What the table names exists, and a requirement that is met names the
test that holds it, or says why none can.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs/asvs.md"
SUMMARY = ROOT / "docs/security.md"

# The level of each requirement, section by section: 1.2's tenth requirement is of level 3.
LEVELS = """
1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123
2.1 122  2.2 112  2.3 12223  2.4 23
3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
4.1 12233  4.2 23333  4.3 22  4.4 1222
5.1 2  5.2 112333  5.3 113  5.4 222
6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22
8.1 1233  8.2 1123  8.3 133  8.4 23
9.1 111  9.2 1222
10.1 22  10.2 223  10.3 22223  10.4 1111122222233333  10.5 22222  10.6 22  10.7 222
11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33
12.1 12233  12.2 11  12.3 22223
13.1 2333  13.2 222223  13.3 2233  13.4 1222233
14.1 22  14.2 12223333  14.3 122
15.1 12233  15.2 12233  15.3 1222222  15.4 3333
16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223
17.1 23  17.2 22223333  17.3 22
"""
# What the standard says of itself: so many requirements of each level.
COUNTS = {"1": 70, "2": 183, "3": 92}

MET, IN_PART, GAP, OPERATORS, NOT_HERE = "met", "in part", "gap", "operator's", "not here"
STATES = {MET, IN_PART, GAP, OPERATORS, NOT_HERE}


class Row(NamedTuple):
    number: str
    level: str
    words: str
    state: str
    where: str
    test: str


@cache
def official() -> dict[str, str]:
    """The level of every requirement, by its number."""
    pairs = LEVELS.split()
    return {
        f"{section}.{place}": level
        for section, levels in zip(pairs[::2], pairs[1::2], strict=True)
        for place, level in enumerate(levels, 1)
    }


@cache
def rows() -> list[Row]:
    """A line that begins with a number is a row, and has all the cells of one."""
    lines = re.findall(r"^\| *\d+\.\d+\.\d+ *\|.*$", TABLE.read_text(), re.MULTILINE)
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines]


def by_number(row: Row) -> str:
    return row.number


def test_the_numbers_are_as_many_as_the_standard_has():
    assert Counter(official().values()) == COUNTS


def test_every_requirement_of_levels_1_and_2_stands_there_once():
    told = [row.number for row in rows()]
    wanted = [number for number, level in official().items() if level in "12"]
    assert [number for number in wanted if number not in told] == []
    assert [number for number, times in Counter(told).items() if times > 1] == []
    assert told == sorted(told, key=lambda number: [int(part) for part in number.split(".")])


@pytest.mark.parametrize("row", rows(), ids=by_number)
def test_a_row_says_what_holds_and_where(row: Row):
    assert row.level == official()[row.number]
    assert row.words
    assert row.state in STATES
    if row.state in (MET, IN_PART):
        assert re.search(r"`[^`]+`", row.where), "name the file where it is met"
        assert row.test, "name the test, or say why there is none"
    else:
        assert row.where, "say why"


@pytest.mark.parametrize("row", rows(), ids=by_number)
def test_the_files_that_a_row_names_exist(row: Row):
    """Code under `ostiary/`, tests under `tests/`, documents and the rest from the top."""
    for name in re.findall(r"`([^`]*[./][^`]*)`", row.where):
        assert (ROOT / "ostiary" / name).exists() or (ROOT / name).exists(), f"there is no {name}"
    for name in re.findall(r"`([^`]*[./][^`]*)`", row.test):
        assert (ROOT / "tests" / name).exists(), f"there is no tests/{name}"


def test_the_summary_counts_what_the_table_says():
    text = SUMMARY.read_text()
    for level in "12":
        found = Counter(row.state for row in rows() if row.level == level)
        line = " | ".join(str(found[state]) for state in (MET, IN_PART, GAP, OPERATORS, NOT_HERE))
        assert f"| {level} | {line} |" in text, f"level {level}: {line}"


def test_the_summary_names_every_gap():
    named = set(re.findall(r"\b\d+\.\d+\.\d+\b", SUMMARY.read_text()))
    assert [row.number for row in rows() if row.state in (GAP, IN_PART) and row.number not in named] == []
