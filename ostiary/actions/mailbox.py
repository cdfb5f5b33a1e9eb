"""The proof of an address: a link that was handed to the mailbox alone came back."""

from ..models import Person, Token
from . import factors, own, sessions
from .act import Act


def prove(act: Act, person: Person) -> None:
    """The first proof ends every credential and session made before it: somebody else may have made them.

    The acting person and their accounts are locked (`own.lock`).
    """
    if person.mailbox_proved_at is not None:
        return
    Person.objects.filter(pk=person.pk).update(mailbox_proved_at=act.now)
    act.record("person.mailbox_proved", person, on=person)
    sessions.end_all_of(act, person)
    factors.end_all_of(act, person)
    for member in own.memberships(act):
        for token in Token.objects.filter(member=member, ended_at__isnull=True):
            Token.objects.filter(pk=token.pk).update(ended_at=act.now)
            because = {"because": "person.mailbox_proved"}
            act.record("token.ended", token, after=because, on=act.locked_account(member.account_id))
