"""The cast is what it says it is; other tests stand on it."""

from ostiary.access.decisions import ServiceResource, decide
from ostiary.clock import now
from ostiary.models import Session, Standing
from ostiary.queries.access import access_of
from tests.cast import acting, signed_in


def test_everyone_has_the_access_their_part_needs(olga, sam, erin, bill, uma, services):
    first, second = (ServiceResource(service.ref) for service in services[:2])

    assert decide(access_of(olga.pk, now()), "account.transfer")
    assert decide(access_of(sam.pk, now()), "members.delete")
    assert decide(access_of(erin.pk, now()), "service.configure", first)
    assert not decide(access_of(erin.pk, now()), "service.view", second)
    assert decide(access_of(bill.pk, now()), "billing.pay")
    assert decide(access_of(uma.pk, now()), "service.view", second)


def test_neighbours_share_nothing(olga, greg):
    assert olga.account_id != greg.account_id
    assert olga.person_id != greg.person_id


def test_signing_in_leaves_a_session_that_stands_in_one_account(client, uma):
    signed_in(client, uma)

    assert Session.objects.get().person_id == uma.person_id
    assert Standing.objects.get().account_id == uma.account_id


def test_presence_is_proved_unless_a_test_says_otherwise(sam):
    assert acting(sam).sudo_until > now()
    assert acting(sam, sudo=False).sudo_until is None
