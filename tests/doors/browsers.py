"""Everybody's browser: sessions as signing in makes them, and in every state that opens less."""

from datetime import datetime
from typing import Any

from django.conf import settings

from ostiary.actions import passkey_challenges
from ostiary.clock import now
from ostiary.models import Member, Pass, Person, Session, SignIn, Standing
from ostiary.models.sessions import HALF_WAY, IDLE, LONGEST
from ostiary.proofs.cookies import new_browser_secret, new_session_secret, session_digest
from ostiary.proofs.standings import Method
from ostiary.queries.own_security import holds_factor
from tests.cast import join
from tests.doors.house import House
from tests.doors.parts import PARTS

SESSION = settings.SESSION_COOKIE_NAME
TICKET = SESSION + "-half"
BROWSER = SESSION + "-browser"

Cookies = dict[str, str]


def hand_out(house: House, other: House) -> None:
    """The cookies of everybody who may ask for a page of the house."""
    members = house.members
    superuser, user = members["superuser"], members["user"]
    for part in PARTS:
        house.cookies[part] = inside(members[part])
    house.cookies |= {
        "superuser without sudo": inside(superuser, sudo_at=None),
        "user without sudo": inside(user, sudo_at=None),
        "stranger": {},
        "planted cookie": {SESSION: new_session_secret()},
        "ended session": inside(superuser, ended_at=now()),
        "expired session": inside(superuser, created_at=now() - LONGEST, expires_at=now()),
        "idle session": inside(superuser, last_seen_at=now() - IDLE),
        "asking": {BROWSER: new_browser_secret()},
        "half-way": {TICKET: half_way(user.person)},
        "invited": signed_in(Person.objects.get(address=f"{house.name}-invited@example.com".lower())),
        "former": inside(members["former"]),
        "locked": inside(members["locked"]),
        "without standing": signed_in(superuser.person),
        "standing ended": inside(superuser, standing_ended_at=now()),
        "without code": signed_in(user.person, methods=["password"]),
    }
    house.cookies |= {
        "in by a pass": _by_pass(members["in by a pass"]),
        "user by app": inside(
            members["user by app"], methods=["password"], rests_on=["password", Method.ACCOUNT_APP]
        ),
    }
    house.refs["session"] = _session(user.person)[0].ref
    house.refs["standing"] = Standing.objects.filter(member=user).latest("pk").ref
    twofold = f"{house.name}-twofold"
    join(house.account, twofold, "superuser")
    house.cookies["standing elsewhere"] = inside(join(other.account, twofold, "user"))


def holder_of(cookies: Cookies) -> str:
    """To whom a challenge is given that is asked for with these cookies."""
    if secret := cookies.get(SESSION):
        return passkey_challenges.of_session(Session.objects.get(digest=session_digest(secret)).pk)
    if ticket := cookies.get(TICKET):
        return passkey_challenges.of_sign_in(SignIn.objects.get(digest=session_digest(ticket)).pk)
    return passkey_challenges.of_browser(cookies[BROWSER])


def inside(
    member: Member,
    *,
    standing_ended_at: datetime | None = None,
    rests_on: list[str] | None = None,
    **proofs: Any,
) -> Cookies:
    """Somebody to whom the member's account is open, by all that they can prove unless `proofs` says less."""
    session, secret = _session(member.person, **proofs)
    Standing.objects.create(
        session=session,
        account_id=member.account_id,
        member=member,
        methods=rests_on or session.methods,
        opened_at=session.created_at,
        ended_at=standing_ended_at,
    )
    return {SESSION: secret}


def _by_pass(member: Member) -> Cookies:
    """Somebody who has typed the code of their pass, and has enrolled nothing yet."""
    session, secret = _session(member.person, methods=["password"])
    Pass.objects.filter(member=member).update(session=session)
    return {SESSION: secret}


def signed_in(person: Person | None, **proofs: Any) -> Cookies:
    """Somebody who is signed in and in no account yet."""
    return {SESSION: _session(person, **proofs)[1]}


def _session(person: Person | None, **proofs: Any) -> tuple[Session, str]:
    secret, at = new_session_secret(), now()
    proved = {
        "created_at": at,
        "last_seen_at": at,
        "expires_at": at + LONGEST,
        "methods": ["password", *(["totp"] if person and holds_factor(person.pk) else [])],
        "sudo_at": at,
    } | proofs
    return Session.objects.create(person=person, digest=session_digest(secret), **proved), secret


def half_way(person: Person | None) -> str:
    """The ticket of somebody whose password was right and whose code is still to come."""
    ticket = new_session_secret()
    SignIn.objects.create(
        person=person, digest=session_digest(ticket), created_at=now(), expires_at=now() + HALF_WAY
    )
    return ticket
