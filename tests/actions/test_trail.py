"""The trail: gap-free, chained, and without secrets."""

import json

import pytest
import time_machine

from ostiary.actions import members, tokens
from ostiary.actions.act import Act
from ostiary.actions.kernel import action
from ostiary.clock import now
from ostiary.models import Account, Event, Member
from ostiary.proofs.chain import GENESIS, event_digest
from tests.cast import acting


def chain(account: Account) -> list[Event]:
    return list(Event.objects.filter(account=account).order_by("number"))


def holds(events: list[Event]) -> bool:
    digest = GENESIS
    for number, event in enumerate(events, 1):
        digest = event_digest(digest, event.body)
        if event.number != number or event.body["number"] != number or bytes(event.digest) != digest:
            return False
    return True


def test_numbers_have_no_gap_and_each_digest_covers_the_one_before(olga, uma, sam):
    members.rename(acting(olga), uma.ref, "Uma the Second")
    members.delete(acting(olga), uma.ref)

    events = chain(olga.account)
    head = Account.objects.get(pk=olga.account_id)
    assert holds(events)
    assert (head.event_count, bytes(head.event_digest)) == (len(events), bytes(events[-1].digest))


def test_a_changed_a_swapped_or_a_missing_event_shows(olga, uma, sam):
    members.rename(acting(olga), uma.ref, "Uma the Second")
    members.rename(acting(olga), uma.ref, "Uma the Third")
    events = chain(olga.account)

    events[-1].body["name"] = "member.deleted"
    assert not holds(events)
    assert not holds(events[:-2] + events[-1:])


def test_erasing_what_is_personal_leaves_the_chain_whole(olga, uma):
    members.rename(acting(olga), uma.ref, "Uma the Second")
    Event.objects.filter(account=olga.account).update(personal={})

    events = chain(olga.account)
    assert holds(events)
    assert "Uma the Second" not in json.dumps([event.body for event in events])


def test_no_secret_is_in_any_event(olga):
    made = tokens.create(acting(olga), name="ci", scopes=["global"])

    dump = json.dumps([[event.body, event.personal] for event in Event.objects.all()])
    assert made["secret"] not in dump
    assert made["secret"][8:40] not in dump


def test_an_action_that_records_nothing_fails_and_changes_nothing(olga):
    @action()
    def forgetful(act: Act) -> None:
        Member.objects.filter(pk=act.actor.member_id).update(version=99)

    with pytest.raises(RuntimeError):
        forgetful(acting(olga))
    olga.refresh_from_db()
    assert olga.version == 1


def test_instants_of_an_account_only_go_forward_whatever_the_clock_does(olga):
    with time_machine.travel(now().replace(year=2020)):
        members.rename(acting(olga), olga.ref, "Olga in the past")

    events = chain(olga.account)
    assert [event.at for event in events] == sorted(event.at for event in events)
