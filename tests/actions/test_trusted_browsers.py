"""Trusted browsers: where a second factor was proved, the password alone signs in for 14 days."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.access.refusals import NotFound
from ostiary.actions import authenticators, factors, members, passwords, signing_in, trusted_browsers
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.signing_in import Signed
from ostiary.clock import now
from ostiary.models import Account, Member, Session, TrustedBrowser
from ostiary.models.factors import TRUST
from ostiary.queries.own_security import trusted_browsers_of
from tests.actions.test_recovery_codes import with_codes
from tests.cast import PASSWORD, acting, join
from tests.signin.door import code_of, demand, give_factor, trail_of

NEW = "marble lantern drifts beneath tuesday"


def trusting(member: Member) -> str:
    """The secret of a browser in which the member gave a code and asked to be trusted."""
    device = member.person.totp_devices.first() or give_factor(member.person)
    ticket = sign_in(member).ticket
    return signing_in.with_code(Actor(Door.PANEL), ticket, code_of(device), trust=True).trusted


def sign_in(member: Member, trusted: str = "", password: str = PASSWORD) -> Signed:
    return signing_in.with_password(Actor(Door.PANEL), member.address, password, trusted=trusted)


def test_h6_a_trusted_browser_asks_for_the_password_alone(olga):
    secret = trusting(olga)

    signed = sign_in(olga, secret)

    assert signed.session
    assert not signed.ticket
    assert Session.objects.latest("pk").methods == ["password", "trusted browser"]
    assert "browser.trusted" in trail_of(olga.person)


def test_nothing_is_trusted_unless_somebody_asks(olga):
    device = give_factor(olga.person)

    signed = signing_in.with_code(Actor(Door.PANEL), sign_in(olga).ticket, code_of(device))

    assert signed.trusted == ""
    assert not TrustedBrowser.objects.exists()


def test_a_recovery_code_makes_no_browser_trusted(olga):
    code = with_codes(olga)[0]

    signed = signing_in.with_code(Actor(Door.PANEL), sign_in(olga).ticket, code, trust=True)

    assert signed.session
    assert signed.trusted == ""


def test_a_wrong_password_is_wrong_in_a_trusted_browser_too(olga):
    secret = trusting(olga)

    with pytest.raises(Exception, match="sign_in_wrong"):
        sign_in(olga, secret, "eight loud herons ford the river")


def test_the_trust_lasts_fourteen_days_and_use_does_not_prolong_it(olga):
    secret = trusting(olga)

    with time_machine.travel(now() + TRUST - timedelta(minutes=1)):
        assert sign_in(olga, secret).session
    with time_machine.travel(now() + TRUST):
        assert sign_in(olga, secret).ticket


def test_a_browser_is_trusted_for_its_person_alone(olga, sam):
    secret = trusting(olga)
    give_factor(sam.person)

    assert sign_in(sam, secret).ticket


def test_a_trusted_browser_opens_an_account_that_demands_a_second_factor(olga):
    secret = trusting(olga)
    demand(olga, requires_second_factor=True)

    assert sign_in(olga, secret).is_open


def test_e8_it_dies_with_the_password(olga):
    secret = trusting(olga)
    session = Session.objects.latest("pk")
    actor = Actor(Door.PANEL, person_id=olga.person_id, session_id=session.pk)

    passwords.change(actor, PASSWORD, NEW)

    assert sign_in(olga, secret, NEW).ticket


def test_e8_it_dies_with_a_change_of_factors(olga):
    secret = trusting(olga)
    session = Session.objects.latest("pk")
    actor = Actor(
        Door.PANEL, person_id=olga.person_id, session_id=session.pk, sudo_until=now() + timedelta(minutes=5)
    )
    second = give_factor(olga.person)

    authenticators.remove(actor, second.ref)

    assert sign_in(olga, secret).ticket


def test_e8_it_dies_when_a_membership_ends(olga, erin):
    secret = trusting(erin)

    members.delete(acting(olga), erin.ref)

    assert sign_in(erin, secret).ticket
    assert trusted_browsers_of(erin.person_id, now()) == []


def test_e8_it_dies_when_its_member_is_locked_and_unlocked(olga, erin):
    secret = trusting(erin)

    members.lock(acting(olga), erin.ref, locked=True)
    members.lock(acting(olga), erin.ref, locked=False)

    assert sign_in(erin, secret).ticket


def test_e8_it_dies_when_its_person_joins_another_account(erin, globex: Account):
    secret = trusting(erin)

    join(globex, "Erin Elm", "user")

    assert sign_in(erin, secret).ticket


def test_e8_it_dies_when_the_operator_ends_the_factors(olga):
    trusting(olga)

    factors.end_all(operator(), olga.person.ref)

    assert not TrustedBrowser.objects.filter(ended_at=None).exists()


def test_one_is_distrusted_by_its_person_alone(olga, sam):
    secret = trusting(olga)
    ref = TrustedBrowser.objects.get().ref

    with pytest.raises(NotFound):
        trusted_browsers.end(acting(sam), ref)
    assert sign_in(olga, secret).session
    trusted_browsers.end(acting(olga), ref)
    assert sign_in(olga, secret).ticket


def test_its_secret_is_no_sessions_and_no_sessions_secret_is_its(client, olga):
    secret = trusting(olga)
    session = sign_in(olga, secret).session

    assert sign_in(olga, session).ticket
    client.cookies["sessionid"] = secret
    assert client.get("/you/security").status_code == 302


def test_the_secret_is_kept_as_a_digest(olga):
    secret = trusting(olga)

    assert secret.encode() not in bytes(TrustedBrowser.objects.get().digest)
