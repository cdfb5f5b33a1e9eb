"""The table of sudo: every deed that asks for a recent proof stands in it, and every deed in it asks."""

import ast
from pathlib import Path

import pytest

from ostiary import actions
from ostiary.access.sudo import ASKS, must_be_listed
from ostiary.actions.kernel import SudoNeeded, action
from ostiary.web.wording import sentence


def deeds_asked() -> set[str]:
    """What actions name, as their headline or where their body asks."""
    found = set()
    for path in Path(actions.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                found |= set(_named(node))
    return found


def _named(call: ast.Call):
    if ast.unparse(call.func) == "action":
        yield from (word.value.value for word in call.keywords if word.arg == "sudo")
    if ast.unparse(call.func) == "own.must_be_present":
        yield call.args[1].value


def test_what_asks_for_presence_stands_in_the_table_and_all_of_the_table_asks():
    assert deeds_asked() == set(ASKS)


def test_a_deed_that_stands_in_no_table_cannot_ask():
    with pytest.raises(KeyError):
        must_be_listed("account.paint")
    with pytest.raises(KeyError):
        action(sudo="account.paint")


def test_the_refusal_says_what_asks():
    assert "giving the account another owner" in str(sentence(SudoNeeded("account.transfer")))
