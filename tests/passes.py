"""Coming in by a pass as a member does: what tests of passes have in common."""

from dataclasses import replace
from typing import Any

import pytest

from ostiary.access.refusals import Refusal
from ostiary.actions import account_apps, coming_back, passes, signing_in
from ostiary.actions.actors import Actor, Door
from ostiary.keyring import ring
from ostiary.mail import letters
from ostiary.models import Job, Member, Pass, PassCode, Session, TotpDevice
from ostiary.proofs.passes import pass_code
from tests.cast import PASSWORD, acting
from tests.signin.door import code_of, give_factor

HERE = Actor(Door.PANEL, ip="192.0.2.7", user_agent="Firefox", request_id="r1")


@pytest.fixture
def lost(olga: Member, sam: Member) -> Member:
    """Sam, who holds a second factor and has lost it; Olga is another superuser of the account."""
    give_factor(sam.person)
    return sam


def let_in(giver: Member, member: Member) -> Pass:
    passes.give(acting(giver), member.ref)
    return Pass.objects.get(member=member, ended_at=None)


def ticket_of(member: Member) -> str:
    return signing_in.with_password(HERE, member.address, PASSWORD).ticket


def ask(ticket: str) -> PassCode:
    coming_back.ask_for_code(HERE, ticket)
    return PassCode.objects.latest("pk")


def come_in(given: Pass) -> signing_in.Signed:
    """By the letter that the member asks for."""
    ticket = ticket_of(given.member)
    return coming_back.with_code(HERE, ticket, pass_code(ring(), ask(ticket).ref, given.ref))


def in_session(member: Member) -> Actor:
    """The member's person in the session they began last, as a page outside every account has it."""
    session = Session.objects.filter(person=member.person).latest("pk")
    return replace(HERE, person_id=member.person_id, session_id=session.pk)


def enrol(given: Pass) -> TotpDevice:
    come_in(given)
    actor, account = in_session(given.member), given.member.account.ref
    device = TotpDevice.objects.get(ref=account_apps.start(actor, account, "New phone"))
    account_apps.confirm(actor, account, device.ref, code_of(device))
    TotpDevice.objects.filter(pk=device.pk).update(last_counter=0)  # some time has passed
    return device


def refused(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*args, **kwargs)
    return refusal.value.code


def queued() -> list[str]:
    return [job.payload["letter"] for job in Job.objects.filter(kind="mail").order_by("pk")]


def letter_of(name: str) -> letters.Letter | None:
    job = Job.objects.filter(payload__letter=name).latest("pk")
    names = {key: value for key, value in job.payload.items() if key != "letter"}
    return letters.compose(name, at=job.created_at, **names)
