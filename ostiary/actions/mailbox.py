"""The proof of an address: a link that was handed to the mailbox alone came back."""

from ..models import Member, Person
from ..models.rows import change
from . import factors, sessions, tokens
from .act import Act


def prove(act: Act, person: Person) -> None:
    """The first proof ends every credential and session made before it: somebody else may have made them.

    The person and their accounts are locked.
    """
    if person.mailbox_proved_at is not None:
        return
    change(person, mailbox_proved_at=act.now)
    act.record("person.mailbox_proved", person, on=person)
    sessions.end_all_of(act, person)
    factors.end_all_of(act, person)
    for member in Member.objects.filter(person=person):
        for token in tokens.live_of(member, act.now):
            tokens.end_one(act, token, because="person.mailbox_proved")
