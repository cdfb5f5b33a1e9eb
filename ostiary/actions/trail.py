"""Writing events. Numbers are gap-free per trail, and each digest covers the one before it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..models import Account, Event, Member, Person
from ..models.rows import change, find, get, insert_all
from ..models.trails import Trailed
from ..proofs.chain import event_digest, new_salt, personal
from .actors import Actor


class Personal(str):
    """A value about a person: in the chain as a salted digest, in clear only beside it."""


@dataclass(frozen=True)
class Entry:
    name: str
    target: Any
    before: dict[str, Any]
    after: dict[str, Any]
    on: Trailed


def write(actor: Actor, now: datetime, entries: list[Entry], members: dict[int, str], token_ref: str) -> None:
    """Append the entries and move the heads of their trails. Runs in the action's transaction.

    `members` holds the refs of the actor's members by account, where they were read already.

    What is written on several accounts' trails bears no request id there: they would share it, and could tell
    that they share a person.
    """
    heads = {id(entry.on): entry.on for entry in entries}
    if len([head for head in heads.values() if isinstance(head, Account)]) > 1:
        actor = replace(actor, request_id="")
    who = {key: _actor_ref(actor, head, members) for key, head in heads.items()}
    insert_all([_event(actor, now, entry, who[id(entry.on)], token_ref) for entry in entries])
    for head in heads.values():
        change(head, last_instant=now, event_count=head.event_count, event_digest=head.event_digest)


def _event(actor: Actor, now: datetime, entry: Entry, actor_ref: str, token_ref: str) -> Event:
    head = entry.on
    texts: dict[str, list[str]] = {}
    target_ref = getattr(entry.target, "ref", "")
    body = {
        "number": head.event_count + 1,
        "at": now.isoformat(),
        "name": entry.name,
        "door": str(actor.door),
        "actor": {"ref": actor_ref, "token": token_ref, "trusted": actor.trusted},
        "target": {"kind": type(entry.target).__name__.lower() if entry.target else "", "ref": target_ref},
        "before": _sealed(entry.before, texts),
        "after": _sealed(entry.after, texts),
        "request": actor.request_id,
        "ip": _sealed(Personal(actor.ip), texts),
        "agent": _sealed(Personal(actor.user_agent), texts),
    }
    head.event_count += 1
    head.event_digest = event_digest(bytes(head.event_digest), body)
    return Event(
        account=head if isinstance(head, Account) else None,
        person=head if isinstance(head, Person) else None,
        number=head.event_count,
        at=now,
        name=entry.name,
        actor_ref=actor_ref,
        token_ref=token_ref,
        target_ref=target_ref,
        body=body,
        personal=texts,
        digest=head.event_digest,
    )


def _actor_ref(actor: Actor, head: Trailed, members: dict[int, str]) -> str:
    """A member in an account's trail, a person in their own: no trail shows an id of the other kind."""
    if isinstance(head, Account) and head.pk in members:
        return members[head.pk]
    if isinstance(head, Account) and actor.member_id and actor.account_id == head.pk:
        return get(Member, pk=actor.member_id).ref
    if isinstance(head, Account) and actor.person_id:
        member = find(Member, account=head, person_id=actor.person_id)
        return member.ref if member else ""
    if isinstance(head, Person) and actor.person_id == head.pk:
        return head.ref
    return ""


def _sealed(value: Any, texts: dict[str, list[str]]) -> Any:
    """The value with every personal text replaced by its salted digest; `texts` gets what was replaced."""
    if isinstance(value, Personal):
        if not value:
            return ""
        salt = new_salt()
        digest = personal(value, salt)
        texts[digest] = [salt.hex(), str(value)]
        return {"personal": digest}
    if isinstance(value, dict):
        return {key: _sealed(inner, texts) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_sealed(inner, texts) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value
