"""Every code that a refusal may have is in the reference, with its meaning and with what to do."""

import ast
import re
from pathlib import Path

import ostiary
from ostiary.api.errors import GRANTS
from ostiary.api.reference import codes
from ostiary.web.remedies import REMEDIES
from ostiary.web.wording import SENTENCES

# The packages whose refusals an answer of the API may carry, and how each kind is given its code.
RAISING = ("access", "actions", "api")
REFUSALS = {
    "NotFound": 0,
    "Conflict": 0,
    "Throttled": 1,
    "Invalid": 1,
    "BadBody": 0,
    "TooLarge": 0,
    "UnknownMediaType": 0,
    "NotProved": 0,
    "WrongCredentials": 0,
    "Refusal": 0,
}
# How a sentence that says what to do begins.
DOING = (
    "Add Ask Change Check Choose Combine Confirm Connect Copy Delete Enter Invite Log Make Name Put Remove "
    "Review Revoke Send Set Sign Start Switch Take Tell Tick Transfer Try Type Use Wait Write"
)


def test_every_code_that_is_raised_has_its_sentence():
    raised = {
        code for package in RAISING for path in (ROOT / package).rglob("*.py") for code in codes_in(path)
    }
    assert len(raised) > 50
    assert raised - set(SENTENCES) == set()


ROOT = Path(ostiary.__path__[0])


def codes_in(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in REFUSALS or name == "Forbidden":
            given = node.args[REFUSALS[name] :][:1] if name in REFUSALS else []
            given += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            found |= {one.value for one in given if isinstance(one, ast.Constant)}
    return found


def test_every_code_says_what_to_do():
    silent = [
        code
        for code, sentence in SENTENCES.items()
        if code not in REMEDIES and not re.search(rf"(^|[.:] )({DOING.replace(' ', '|')})\b", str(sentence))
    ]
    assert silent == []


def test_no_remedy_is_for_a_code_that_is_not_there():
    assert set(REMEDIES) - set(SENTENCES) == set()


def test_the_reference_lists_the_codes_of_the_wire_as_well(client, db):
    assert {*SENTENCES, *GRANTS.values()} == {code for code, _ in codes()}
    text = client.get("/api-reference").content.decode()
    assert all(f'id="code-{code}"' in text for code, _ in codes())
