"""Counting a try before its secret is looked at, and telling its person when there were too many.

The try that closes a limit writes one event, and with it one letter a day at most: nobody fills a mailbox by
guessing. For an address that nobody has the same is written, on the server's trail and to nobody.
"""

from ..models.people import NOBODY
from . import outbox, throttles
from .act import Act
from .actors import Actor
from .counting import Closing
from .kernel import action

PASSWORD, CODE = "password", "code"
LETTERS = {PASSWORD: "passwords_tried", CODE: "codes_tried"}


def password(actor: Actor, person_id: int | None, address_key: str) -> None:
    """One more password is about to be checked for an address. Raises `Throttled`."""
    try:
        throttles.sign_in(person_id, address_key, actor.ip)
    except Closing:
        _closed(actor.as_stranger(), PASSWORD, person_id, address_key)
        raise


def code(actor: Actor, person_id: int) -> None:
    """One more code. Only who knows the password comes this far. Raises `Throttled`."""
    try:
        throttles.code(person_id)
    except Closing:
        _closed(actor.as_stranger(), CODE, person_id)
        raise


def presence(actor: Actor) -> None:
    """One more password to confirm who one is, in one's session. Raises `Throttled`."""
    try:
        throttles.presence(actor.in_session)
    except Closing:
        _closed(actor.as_stranger(), PASSWORD, actor.person_id)
        raise


@action(locks="own")
def _closed(act: Act, step: str, person_id: int | None, address_key: str = "") -> None:
    person = None
    if person_id is not None:
        act.lock(person=person_id)
        person = act.locked_person(person_id)
    trail = person or act.lock_server()
    if throttles.letter_about_tries(step, person_id or address_key):
        outbox.send(act, LETTERS[step], person=person_id or NOBODY)
    act.record("sign_in.throttled", person, after={"step": step}, on=trail)
