"""Another account's ids at the API: in the path, the query and the body, they are as ids that never were.

Rows F1, F2, F4, F9 and F12 of the adversarial list, over every operation, by a superuser in sudo: whoever may
everything in one account.
"""

import json
from typing import Any

import pytest

from ostiary.actions import members, protected
from ostiary.models import Account, Event
from tests.cast import acting
from tests.doors.asking import apart, told
from tests.doors.calling import call
from tests.doors.changes import outcome, theirs, undone, watched
from tests.doors.good_calls import GOOD, Good
from tests.doors.house import House, nowhere

pytestmark = pytest.mark.any_database

BY = "superuser in sudo"
READS = [good for good in GOOD if not good.operation.writes]
WITH_IDS = [good for good in GOOD if good.named_in_path() or good.named_beside()]
WITH_BOTH = [good for good in GOOD if good.named_in_path() and good.named_beside()]


def differences(house: House, good: Good, theirs: dict[str, str], into: str) -> list[str]:
    """What tells another account's ids from nobody's, and what either changed; nothing, where all is well."""
    nobodys, named = nowhere(house), good.named_in_path() | good.named_beside()
    where = {"path": ["path_refs"], "beside": ["body_refs"], "both": ["path_refs", "body_refs"]}[into]
    answers, found = [], []
    for refs in (theirs, nobodys):
        sent = dict.fromkeys(where, refs)
        answer, changed = outcome(lambda sent=sent: call(house, BY, good, **sent))
        if answer.status_code not in (400, 404) or changed:
            found.append(f"{into}: {answer.status_code}, changed {', '.join(sorted(changed)) or 'nothing'}")
        answers.append(told(answer, {word: refs[word] for word in named}))
    return found + [f"{into}: {difference}" for difference in apart(*answers)]


@pytest.mark.parametrize("good", WITH_IDS, ids=str)
def test_f2_f4_a_neighbours_ids_are_as_none(acme: House, globex: House, good: Good):
    """A token of one account, and the other's ids everywhere in a call that is good there."""
    found = differences(globex, good, acme.refs, "both")
    if good.named_in_path():
        found += differences(globex, good, acme.refs, "path")
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("good", [good for good in GOOD if good.named_beside()], ids=str)
def test_f1_a_neighbours_id_beside_a_path_of_ones_own_is_as_none(acme: House, globex: House, good: Good):
    found = differences(acme, good, globex.refs, "beside")
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("good", WITH_BOTH, ids=str)
def test_f1_an_id_in_the_body_never_stands_in_for_the_one_in_the_path(acme: House, globex: House, good: Good):
    """The body names what there is, the path the neighbour's: it is the path that counts."""
    found = differences(acme, good, globex.refs, "path")
    assert not found, "\n".join(["", *found])


def identities(house: House) -> dict[str, str]:
    """Who one would like to be, by every name that such systems have believed."""
    account, user = house.refs["account"], house.refs["superuser"]
    by_name = dict.fromkeys(("customer_id", "account", "account_id", "customer", "tenant"), account)
    by_name |= dict.fromkeys(("user_id", "user", "member", "member_id", "creator_id", "impersonate"), user)
    return by_name | {"token_id": house.refs["token"], "admin": "true", "is_admin": "1", "kind": "aut"}


def posing(identities: dict[str, str]) -> dict[str, str]:
    names = {f"X-{name.replace('_', '-').title()}": value for name, value in identities.items()}
    return {**names, "Fastly-Customer": identities["customer_id"], "X-Forwarded-User": identities["user_id"]}


@pytest.mark.parametrize("good", READS, ids=str)
def test_f12_an_identity_in_the_query_or_a_header_is_ignored(acme: House, globex: House, good: Good):
    other = identities(globex)
    plain = told(call(acme, BY, good))
    for answer in (call(acme, BY, good, query=other), call(acme, BY, good, **posing(other))):
        said = json.loads(json.dumps(told(answer)).replace(query_of(other), ""))
        assert not apart(plain, said)


def query_of(fields: dict[str, str]) -> str:
    """How links to other pages repeat a query."""
    return "&".join(f"{name}={value}" for name, value in fields.items()) + "&"


@pytest.mark.parametrize("good", [good for good in GOOD if good.operation.writes], ids=str)
def test_f2_f12_an_identity_in_the_body_is_ignored(acme: House, globex: House, good: Good):
    """Nothing happens in the other account, nor as somebody else; the call does what it would without.

    The caller's account was made last, so that its rows are never the first to be found.
    """
    other, ours = identities(acme), Event.objects.filter(account=globex.account)
    before = ours.count()
    posed = Good(good.name, good.opens_to, with_identities(good, other), words=good.words)
    with undone() as undo, watched() as written:
        answer = call(globex, BY, posed, query=other, **posing(other))
        assert answer.status_code == good.success or good.opens_to == "nobody"
        for event in ours.order_by("number")[before:]:
            assert event.actor_ref == globex.refs["superuser"]
        assert acme.refs["account"] not in answer.content.decode()
        after = theirs(acme.account, written)
        undo()
        assert after == theirs(acme.account, written)


def with_identities(good: Good, other: dict[str, str]) -> Any:
    """The good body with more fields than it takes, at the top and among the attributes."""
    taken = json.dumps(good.operation.takes)
    more = {name: value for name, value in other.items() if f'"{name}"' not in taken}
    if good.body is None:
        return more
    body = {**more, **good.body}
    if isinstance(body.get("data"), dict):
        body["data"] = {**body["data"], "attributes": {**more, **body["data"]["attributes"]}}
    return body


@pytest.mark.parametrize(
    ("who", "hide"),
    [
        ("limited engineer", "hidden_service"),
        ("limited user", "hidden_service"),
        ("security admin", "hidden_workspace"),
        ("engineer", "spare"),
        ("user", "spare"),
        ("automation engineer", "spare"),
        ("superuser for purge_all", "spare"),
    ],
)
def test_f9_what_one_may_not_know_is_neither_shown_nor_counted(acme: House, who: str, hide: str):
    """Every list and every number is the same as if it were not there."""
    lists = [good for good in READS if hide not in good.named_in_path()]
    with_it = [told(call(acme, who, good)) for good in lists]
    end = acting(acme.members["superuser"])
    if hide == "spare":
        members.delete(end, acme.refs["spare"], revoke_tokens=True)
    else:
        delete = protected.delete_service if "service" in hide else protected.delete_workspace
        delete(end, acme.refs[hide])
    without = [told(call(acme, who, good)) for good in lists]
    found = [line for two in zip(with_it, without, strict=True) for line in apart(*two)]
    assert not found, "\n".join(["", *found])


def test_f9_no_answer_tells_that_there_is_a_neighbour(acme: House, globex: House):
    """Nothing of theirs is listed or counted: without them every answer is what it was."""
    with_them = [told(call(acme, BY, good)) for good in READS]

    Account.objects.filter(pk=globex.account.pk).delete()

    without = [told(call(acme, BY, good)) for good in READS]
    found = [
        f"{good}: {line}"
        for good, *two in zip(READS, with_them, without, strict=True)
        for line in apart(*two)
    ]
    assert not found, "\n".join(["", *found])
