"""Which published mistakes of such systems are held off by tests, and which cannot happen here yet.

A test says by its name which rows of the list it attacks: `test_c13_…`, `test_f2_f4_…`. A row is tested, or
it stands in `NOT_YET` with the reason, never both and never neither. `docs/security.md` tells the same.
"""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SECURITY = TESTS.parent / "docs/security.md"

# How many rows each part of the list has.
PARTS = {"A": 21, "B": 19, "C": 15, "D": 12, "E": 10, "F": 12, "G": 6, "H": 14}
ROWS = [f"{part}{number}" for part, count in PARTS.items() for number in range(1, count + 1)]

PROVIDERS = "no account has an identity provider yet, so no sign-in of theirs can be forged or linked"
XML = "nothing reads assertions of a provider yet"
DIRECTORIES = "there is no SCIM door yet"
NOT_YET = {
    **{f"A{n}": PROVIDERS for n in range(1, 20) if n not in (10, 16, 19)},
    "A19": "membership comes by invitation alone; nothing looks at the domain of an address",
    **{f"B{n}": XML for n in range(1, 20) if n not in (14, 17, 18)},
    **{f"D{n}": DIRECTORIES for n in range(1, 13)},
    "E5": "sessions are rows of one table; there is no second place to end them in",
    "F6": "nobody can act as somebody else: there is no such feature",
}


@cache
def attacks() -> dict[str, set[str]]:
    """The rows that tests attack, each with the files that do."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (rows := re.match(r"test_((?:[a-h]\d+_)+)", node.name)):
                for row in rows[1].rstrip("_").split("_"):
                    found[row.upper()].add(path.relative_to(TESTS.parent).as_posix())
    return found


@cache
def told() -> dict[str, tuple[str, str]]:
    """The table of `docs/security.md`: what it says of each row, and the tests or the reason it names."""
    line = re.compile(r"^\| ([A-H]\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
    return {row: (state.strip(), why.strip()) for row, state, why in line.findall(SECURITY.read_text())}


def test_a_test_names_rows_that_exist():
    assert not set(attacks()) - set(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_tested_or_said_to_be_impossible_yet(row: str):
    is_tested, reason = row in attacks(), NOT_YET.get(row)
    assert is_tested or reason, (
        f"{row}: name a test test_{row.lower()}_…, or say in NOT_YET why there is none"
    )
    assert not (is_tested and reason), f"{row} has tests now: take it out of NOT_YET"


@pytest.mark.parametrize("row", ROWS)
def test_the_documentation_says_what_holds(row: str):
    assert row in told(), f"{row} has no line in docs/security.md"
    state, why = told()[row]
    if row in NOT_YET:
        assert (state, why) == ("not yet", NOT_YET[row])
        return
    files = set(re.findall(r"[\w/]+\.py", why))
    real = {name.removeprefix("tests/") for name in attacks()[row]}
    assert state in ("tested", "in part")
    assert files, f"{row}: name one of {sorted(real)}"
    assert files <= real, f"{row}: nothing in {sorted(files - real)} is named after it"


@pytest.mark.parametrize("row", [row for row, (state, _) in told().items() if state == "in part"])
def test_the_documentation_says_what_a_row_in_part_lacks(row: str):
    assert re.search(rf"^- \*\*{row}\*\*: \S", SECURITY.read_text(), re.MULTILINE)
