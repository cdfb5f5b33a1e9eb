"""The link of an invitation that a superuser hands over, where no letter can bring it."""

import pytest

from ostiary.access.refusals import Conflict
from ostiary.actions import acceptance, invitations
from ostiary.actions.acceptance import Link
from ostiary.models import Invitation, Person
from tests.actions.test_invitations import STRANGER, invite, link_of
from tests.cast import acting, password_hash
from tests.letterbox import send_to


def test_c9_a_copied_link_proves_no_address(olga):
    invitation = invite(olga)
    mailed = link_of(invitation)

    secret = invitations.copy_link(acting(olga), invitation.ref)

    assert mailed != link_of(invitation)
    acceptance.accept_as_new(
        STRANGER, Link(invitation.ref, secret), name="Nina", password_hash=password_hash()
    )
    assert Person.objects.get(address="nina@example.org").mailbox_proved_at is None


def test_h11_a_link_that_a_letter_brings_is_not_copied(olga, settings):
    """The inviter could accept it as somebody new, and learn by the refusal that the address is known."""
    send_to(settings, host="mail.example.net")
    invitation = invite(olga)
    mailed = link_of(invitation)

    for delivery in ("queued", "sent", "copied"):
        Invitation.objects.update(delivery=delivery)
        with pytest.raises(Conflict, match="link_goes_by_mail"):
            invitations.copy_link(acting(olga), invitation.ref)
    assert mailed == link_of(invitation)

    Invitation.objects.update(delivery="failed")
    assert invitations.copy_link(acting(olga), invitation.ref) == link_of(invitation).secret
