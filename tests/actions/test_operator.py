"""What nobody does but the operator at the command line, whatever they may do in their account."""

from collections.abc import Callable

import pytest

from ostiary.access.refusals import Forbidden
from ostiary.actions import accounts, closing, factors, tokens
from ostiary.actions.actors import Actor
from ostiary.models import Account, Member, Token
from tests.cast import acting


def make_account(actor: Actor, member: Member) -> None:
    accounts.create(actor, name="Initech", owner_address="ned@example.com", owner_name="Ned Nook")


def make_first_token(actor: Actor, member: Member) -> None:
    tokens.create_for(actor, member.ref, name="mine", scopes=["global"])


def end_factors(actor: Actor, member: Member) -> None:
    factors.end_all(actor, member.person.ref)


def reopen(actor: Actor, member: Member) -> None:
    closing.reopen(actor)


@pytest.mark.parametrize("deed", [make_account, make_first_token, end_factors, reopen])
def test_a_superuser_cannot_do_what_is_the_operators(olga, deed: Callable[[Actor, Member], None]):
    before = Account.objects.count()

    with pytest.raises(Forbidden, match="forbidden"):
        deed(acting(olga), olga)

    assert Account.objects.count() == before
    assert not Token.objects.exists()
