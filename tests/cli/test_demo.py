"""The demo: a small world made by the actions, told once, and only where nobody else can reach it."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import override_settings

from ostiary.access import table
from ostiary.access.levels import Level
from ostiary.actions import signing_in
from ostiary.actions.actors import Actor, Door
from ostiary.clock import now
from ostiary.management.commands import demo
from ostiary.management.demo.world import PASSWORD
from ostiary.models import (
    Account,
    Event,
    GroupMember,
    Invitation,
    Limit,
    Member,
    MemberRole,
    MemberState,
    Person,
    Token,
)
from ostiary.proofs.chain import GENESIS, event_digest
from ostiary.proofs.passwords import check_password
from ostiary.queries.access import access_of
from tests.undone import undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The demo, told once for all of these tests; each leaves it as it was. What the command printed."""
    with django_db_blocker.unblock(), undone(), on_loopback() as printed:
        call_command(demo.Command(stdout=printed))
        yield printed.getvalue()


@contextmanager
def on_loopback(url="http://127.0.0.1:8000"):
    """The environment and the configuration that the command changes are put back."""
    with pytest.MonkeyPatch.context() as patch, override_settings(CONFIG=replace(settings.CONFIG, url=url)):
        patch.setenv("OSTIARY_DEMO", "")
        patch.setenv("OSTIARY_URL", url)
        yield StringIO()


def active(account):
    return MemberState.objects.current().filter(account=account, state="active")


def test_it_is_a_world_worth_looking_at(told):
    largest = max(Account.objects.all(), key=lambda account: active(account).count())

    assert Account.objects.count() == 3
    assert 35 <= active(largest).count() <= 50
    assert set(MemberRole.objects.values_list("role", flat=True)) == {role.code for role in table.ROLES}
    assert Limit.objects.filter(services=True).count() > 5
    assert Limit.objects.filter(workspaces=True).exists()
    assert Token.objects.filter(ended_at__isnull=True).count() > 5
    assert Member.objects.filter(last_active_at__isnull=False).count() > 40


def test_groups_give_somebody_more_than_they_have_by_themselves(told):
    henrik = Member.objects.get(address_key="henrik.aalto@larkfield.example")
    access = access_of(henrik.pk, now())
    levels = Counter(access.level(ref) for ref in access.named_services())

    assert access.base() == Level.READ_ONLY
    assert levels == {Level.FULL: 5}
    assert GroupMember.objects.current().filter(member__states__state="invited").exists()


def test_invitations_are_in_every_state(told):
    pending = Invitation.objects.filter(outcome="pending")

    assert pending.filter(expires_at__gt=now()).count() >= 3
    assert pending.filter(expires_at__lte=now()).exists()
    assert {"accepted", "declined"} <= set(Invitation.objects.values_list("outcome", flat=True))


def test_one_person_is_in_all_accounts(told):
    ana = Person.objects.get(address_key="ana@lindqvist.example")

    assert MemberState.objects.current().filter(member__person=ana, state="active").count() == 3


def test_whoever_is_printed_can_sign_in_with_the_printed_password(told):
    assert PASSWORD in told
    for address, _part in demo.SIGN_INS:
        assert address in told
        signed = signing_in.with_password(Actor(Door.PANEL), address, PASSWORD)
        assert signed.ticket if address == demo.WITH_FACTOR else signed.session


def test_the_password_is_one_the_server_would_take(told):
    for person in Person.objects.all():
        check_password(PASSWORD, [person.name, person.address, *demo_names()])


def demo_names():
    return [company.name for company in demo.COMPANIES]


def test_everything_is_in_the_trail_in_the_order_of_time(told):
    for account in Account.objects.all():
        events = list(Event.objects.filter(account=account).order_by("number"))
        digest = GENESIS
        for number, event in enumerate(events, 1):
            digest = event_digest(digest, event.body)
            assert (event.number, bytes(event.digest)) == (number, digest)
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert (events[-1].at - events[0].at).days > 60


def test_told_again_it_prints_the_same_and_changes_nothing(told):
    events = Event.objects.count()

    with on_loopback() as printed:
        call_command(demo.Command(stdout=printed))

    assert printed.getvalue() == told
    assert Event.objects.count() == events


def test_it_goes_on_with_nothing_that_was_left_half_told(told):
    Person.objects.get(address_key=demo.WITH_FACTOR).totp_devices.update(confirmed_at=None)

    with on_loopback(), pytest.raises(CommandError, match="not finished"):
        call_command(demo.Command())


def test_it_wants_a_database_of_its_own(told):
    Person.objects.update(address_key=Concat("ref", Value("@example.com")))

    with on_loopback(), pytest.raises(CommandError, match="a database of its own"):
        call_command(demo.Command())


@pytest.mark.parametrize(
    "url", ["https://id.example.com", "http://10.0.0.7:8000", "http://127.0.0.1.example.com"]
)
def test_it_is_not_for_an_address_that_others_can_reach(url):
    accounts = Account.objects.count()

    with on_loopback(url), pytest.raises(CommandError, match="others can reach"):
        call_command(demo.Command())
    assert Account.objects.count() == accounts
