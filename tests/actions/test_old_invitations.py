"""An invitation of the past does not reach the member it was for, who was invited anew or has joined."""

import pytest

from ostiary.access.refusals import Conflict
from ostiary.actions import acceptance, invitations
from ostiary.actions.wanted import Wanted
from ostiary.models import Invitation, Member, MemberState
from tests.cast import acting, join

ENGINEER = Wanted(roles=frozenset({"engineer"}))


@pytest.fixture
def declined(olga) -> str:
    """The id of an invitation that Nora declined; she has another one since."""
    first = invitations.invite(acting(olga), "nora@example.com", ENGINEER)["invitation"]
    _decline(first)
    invitations.invite(acting(olga), "nora@example.com", ENGINEER)
    return first


def _decline(ref: str) -> None:
    Invitation.objects.filter(ref=ref).update(outcome="declined")


def _state(by: Member) -> str:
    nora = Member.objects.get(account=by.account, address="nora@example.com")
    return MemberState.objects.current().get(member=nora).state


def test_deleting_an_old_invitation_leaves_the_new_one_open(olga, declined):
    with pytest.raises(Conflict, match="invitation_closed"):
        invitations.delete(acting(olga), declined)

    assert _state(olga) == "invited"


def test_an_old_invitation_is_not_sent_again(olga, declined):
    with pytest.raises(Conflict, match="invitation_closed"):
        invitations.resend(acting(olga), declined)


def test_deleting_an_old_invitation_does_not_remove_who_has_joined_since(olga, declined, globex):
    nora = join(globex, "Nora Nord", "user")
    newest = Invitation.objects.order_by("pk").last()
    acceptance.accept(acting(nora), newest.ref)

    with pytest.raises(Conflict, match="invitation_closed"):
        invitations.delete(acting(olga), declined)

    assert _state(olga) == "active"
