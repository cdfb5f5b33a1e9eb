"""Credentials in a request of the API: a password and, where its person holds a second factor, a code.

They prove what a sign-in proves, at the same cost and under the same limits, but to one account alone: the
token's or, without a token, the person's default. What else is wrong is told only after the right password.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from ..access.refusals import Forbidden, Invalid, Refusal
from ..clock import now
from ..models import Member, Person, Token
from ..models.people import NOBODY
from ..models.rows import find, get
from ..models.sessions import SUDO
from ..proofs.standings import Method, Missing, Proved
from ..proofs.standings import missing as still_missing
from ..queries import landing
from ..queries.own_security import holds_factor
from . import authenticators, signing_in, standings, tokens, tries
from .act import Act
from .actors import Actor
from .kernel import action
from .signing_in import RightPassword

WRONG = "credentials_wrong"
OUTSIDE = "address_outside"
REFUSED = {
    Missing.ADDRESS: OUTSIDE,
    Missing.UNLOCKING: "account_locked",
    Missing.PROVIDER: "credentials_not_for_sso",
    Missing.CODE: "code_wrong_or_missing",
    Missing.ENROLMENT: "credentials_need_factor",
}


class NotProved(Refusal):
    """The credentials are missing, wrong, or not enough for the account."""


@dataclass(frozen=True)
class Credentials:
    """`address` is empty where the token's own member is meant."""

    password: str
    address: str = ""
    code: str = ""


def prove(actor: Actor, given: Credentials) -> Actor:
    """The same actor as a member who is present.

    Raises `Throttled`, `NotProved`, and `Forbidden` where the account's allowlist does not have the address.
    """
    owner = _owner(actor)
    address = given.address or (owner.address if owner else "")
    if not address or not given.password:
        raise NotProved("credentials_missing")
    # Nobody but its own member proves anything with a token; its account's own tokens have none.
    of = (owner.pk if owner else NOBODY) if actor.token_id else None
    try:
        right = signing_in.check_password(actor, address, given.password, of=of)
        return _present(actor, given, right)
    except Invalid as refusal:
        raise NotProved(WRONG) from refusal


def _owner(actor: Actor) -> Person | None:
    member = find(Member, pk=actor.member_id) if actor.member_id else None
    return find(Person, pk=member.person_id) if member and member.person_id else None


def _present(actor: Actor, given: Credentials, right: RightPassword) -> Actor:
    account_id, member_id = actor.account_id, actor.member_id
    if not actor.token_id:
        account = landing.alone(right.person_id)
        if account is None:
            raise NotProved("account_not_chosen")
        account_id, member_id = account.id, account.member_id
    if given.code and holds_factor(right.person_id):
        tries.code(actor, right.person_id)
    present = replace(actor, account_id=account_id, member_id=member_id, person_id=right.person_id)
    if refused := _proved(replace(present, once=""), right, given.code):
        if refused == OUTSIDE:
            raise Forbidden(code=OUTSIDE, address=actor.ip)
        raise NotProved(refused)
    ceiling = replace(actor.ceiling, present=True) if actor.ceiling else None
    return replace(present, ceiling=ceiling, sudo_until=now() + SUDO)


@action(locks="own")
def _proved(act: Act, right: RightPassword, code: str) -> str:
    """What is refused, in a code, or nothing. A wrong code has to count, so it raises nothing here."""
    act.lock(person=right.person_id, accounts=[act.actor.in_account])
    signing_in.settle(act, right)
    refused = _refused(act, code)
    if refused:
        act.record("presence.failed", act.person, after={"step": refused}, on=act.person)
    else:
        act.record("presence.proved", act.person, on=act.person)
    return refused


def _refused(act: Act, code: str) -> str:
    entrance = standings.entrance_of(act.actor.as_member, act.actor.ip)
    if entrance is None:
        return WRONG
    if not act.actor.token_id and entrance.demands.sso == "required":
        return REFUSED[Missing.PROVIDER]
    holds = holds_factor(act.person.pk)
    asked = still_missing(Proved((Method.PASSWORD,), holds), entrance.demands)
    if asked == (Missing.CODE,) and code and authenticators.accept(act, act.person, code):
        asked = ()
    return REFUSED[asked[0]] if asked else ""


@action(sudo="tokens.sudo")
def sudo(act: Act, until: datetime | None = None) -> str:
    """The proof goes on for five minutes, or until sooner, for the token it came with. Returns until when.

    Without a token it holds for all the member's tokens of this account.
    """
    member = get(Member, pk=act.actor.as_member)
    latest = act.now.replace(microsecond=0) + SUDO
    if until and until <= act.now:
        raise Invalid("expiry_time", "expiry_past")
    until = min(until or latest, latest)
    for token in tokens.live_of(member, act.now):
        if act.actor.token_id in (None, token.pk):
            Token.objects.filter(pk=token.pk).update(sudo_until=until)
            act.record("token.sudo", token, after={"until": until})
    act.nothing_changed()  # a member may have no token yet
    return until.isoformat()
