"""Passwords: changed with the one before, or set anew by way of the mailbox."""

from dataclasses import replace
from datetime import timedelta
from unicodedata import normalize

import pytest
import time_machine

from ostiary.access.refusals import Conflict, Invalid, NotFound, Refusal, Throttled
from ostiary.actions import acceptance, hashes, passwords, signing_in, throttles
from ostiary.actions.acceptance import Link
from ostiary.actions.actors import Actor, Door
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.mail.letters import compose
from ostiary.models import Event, Job, Member, PasswordReset, Person, Session, SignIn, Token, TotpDevice
from ostiary.proofs.links import LinkKind, link_secret
from tests.cast import PASSWORD, join
from tests.signin.door import WRONG, give_factor, trail_of

NEW = "marble lantern drifts beneath tuesday"
STRANGER = Actor(Door.PANEL, ip="192.0.2.7", request_id="r1")


def log_in(member: Member, password: str = PASSWORD) -> Actor:
    signing_in.with_password(STRANGER, member.address, password)
    session = Session.objects.filter(person=member.person).latest("pk")
    return Actor(Door.PANEL, person_id=member.person_id, session_id=session.pk, ip="192.0.2.7")


def ask(address: str, ip: str = "192.0.2.7") -> PasswordReset:
    passwords.request_reset(Actor(Door.PANEL, ip=ip), address)
    return PasswordReset.objects.latest("pk")


def secret_of(reset: PasswordReset) -> str:
    return link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number)


def use(reset: PasswordReset, password: str = NEW) -> None:
    passwords.reset(STRANGER, reset.ref, secret_of(reset), password)


def letters() -> list[dict]:
    """Those that are asked for and say something."""
    asked = [job.payload for job in Job.objects.filter(kind="mail").order_by("pk")]
    return [payload for payload in asked if compose(at=now(), **payload)]


def test_changing_it_takes_the_current_one(olga):
    actor = log_in(olga)

    with pytest.raises(Invalid) as refused:
        passwords.change(actor, WRONG, NEW)

    assert (refused.value.field, refused.value.code) == ("current", "password_wrong")
    assert signing_in.with_password(STRANGER, olga.address, PASSWORD).session


def test_a_changed_password_ends_every_other_session_and_renews_this_one(olga):
    other, actor = log_in(olga), log_in(olga)
    before = bytes(Session.objects.get(pk=actor.session_id).digest)

    passwords.change(actor, PASSWORD, NEW)

    assert Session.objects.get(pk=other.session_id).ended_at
    assert bytes(Session.objects.get(pk=actor.session_id).digest) != before
    assert signing_in.with_password(STRANGER, olga.address, NEW).session
    with pytest.raises(Invalid):
        signing_in.with_password(STRANGER, olga.address, PASSWORD)


def test_a_change_is_told_to_the_person_and_to_each_account(olga, globex):
    join(globex, "Olga Ohm", "user")

    passwords.change(log_in(olga), PASSWORD, NEW)

    assert letters() == [{"letter": "password_changed", "person": olga.person_id}]
    assert trail_of(account=globex.pk)[-1] == trail_of(account=olga.account_id)[-1] == "password.changed"
    assert NEW not in str(list(Event.objects.values_list("body", "personal")))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_same_again_is_refused_however_it_is_encoded_and_nobody_is_told_of_a_change(olga, form):
    held = "the café drifts beneath tuesday"
    passwords.change(log_in(olga), PASSWORD, held)
    told = letters(), trail_of(olga.person).count("password.changed")

    with pytest.raises(Invalid) as refused:
        passwords.change(log_in(olga, held), held, normalize(form, held))

    assert (refused.value.field, refused.value.code) == ("new", "password_unchanged")
    assert (letters(), trail_of(olga.person).count("password.changed")) == told


@pytest.mark.parametrize("weak", ["short", "password password", "Olga Ohm at Acme", "aaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_one_is_refused_with_the_reason(olga, weak):
    with pytest.raises(Invalid) as refused:
        passwords.change(log_in(olga), PASSWORD, weak)

    assert refused.value.field == "new"
    assert refused.value.code.startswith("password_")


def test_guessing_the_current_one_is_limited(olga):
    actor = log_in(olga)
    for _ in range(throttles.PRESENCE.most):
        with pytest.raises(Invalid):
            passwords.change(actor, WRONG, NEW)

    with pytest.raises(Throttled):
        passwords.change(actor, PASSWORD, NEW)


def test_asking_for_a_letter_names_the_row_and_never_the_secret(olga):
    reset = ask("OLGA@example.com")

    assert letters() == [{"letter": "password_reset", "reset": reset.pk}]
    assert secret_of(reset) not in str(list(Event.objects.values_list("body", "personal"))) + str(letters())


def test_an_unknown_address_gets_no_letter(olga):
    reset = ask("nobody@example.com")

    assert letters() == []
    with pytest.raises(NotFound):
        use(reset)


def test_h11_asking_writes_the_same_rows_for_every_address(olga):
    ask(olga.address)
    ask("nobody@example.com")

    assert PasswordReset.objects.count() == Job.objects.filter(kind="mail").count() == 2
    assert len(letters()) == 1


def test_h3_the_letter_goes_to_the_persons_own_address_alone(olga, sam):
    for address in (
        "olga@example.com,evil@example.org",
        "olga@example.com\nBcc: evil@example.org",
        "olga@example.com evil@example.org",
        ["olga@example.com", "evil@example.org"],
    ):
        with pytest.raises(Invalid):
            ask(address)
    for folded in ("\u043elga@example.com", "olg\u00aa@example.com", "\u017fam@example.com"):
        assert ask(folded).person is None
    assert letters() == []


def test_three_letters_an_hour_are_enough_and_the_asker_does_not_learn_it(olga):
    for number in range(5):
        ask(olga.address, ip=f"198.51.{number}.7")

    assert len(letters()) == throttles.RESETS_TO_ADDRESS.most


def test_one_network_cannot_ask_for_everybody(olga):
    for number in range(throttles.RESETS_FROM_NETWORK.most):
        ask(f"person{number}@example.com")

    with pytest.raises(Throttled):
        ask(olga.address)


def test_the_link_sets_a_new_password_once(olga):
    reset = ask(olga.address)

    use(reset)

    assert signing_in.with_password(STRANGER, olga.address, NEW).session
    with pytest.raises(Conflict, match="reset_used"):
        use(reset, "another fine lantern on the river")


def test_a_newer_password_kills_every_letter_on_its_way(olga):
    first, second = ask(olga.address), ask(olga.address)
    use(second)

    with pytest.raises(Conflict, match="reset_used"):
        use(first)


def test_the_link_is_good_for_an_hour(olga):
    reset = ask(olga.address)

    with (
        time_machine.travel(reset.requested_at + timedelta(hours=1)),
        pytest.raises(Conflict, match="reset_expired"),
    ):
        use(reset)


def test_h2_nothing_but_the_mailed_secret_sets_a_password(olga, sam):
    reset, of_sam = ask(olga.address), ask(sam.address)
    older = link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number - 1)

    for secret in ("", "x", older, secret_of(of_sam), reset.ref):
        with pytest.raises(NotFound):
            passwords.reset(STRANGER, reset.ref, secret, NEW)


def test_h2_a_link_that_was_used_while_a_password_was_hashed_sets_no_second_one(olga):
    reset = ask(olga.address)
    use(reset)

    with pytest.raises(Conflict, match="reset_used"):
        passwords._reset(
            replace(STRANGER, person_id=olga.person_id), reset.ref, secret_of(reset), hashes.made(PASSWORD)
        )
    assert signing_in.with_password(STRANGER, olga.address, NEW).session


@pytest.mark.parametrize("kind", [kind for kind in LinkKind if kind != LinkKind.PASSWORD_RESET])
def test_b17_no_other_links_secret_sets_a_password(olga, kind):
    reset = ask(olga.address)

    with pytest.raises(NotFound):
        passwords.reset(STRANGER, reset.ref, link_secret(ring(), kind, reset.ref, reset.number), NEW)


def test_b17_a_resets_secret_accepts_no_invitation(olga):
    reset = ask(olga.address)

    with pytest.raises(Refusal):
        acceptance.decline_by_link(STRANGER, Link(reset.ref, secret_of(reset)))


def test_a_reset_signs_nobody_in_and_keeps_the_factor(olga):
    give_factor(olga.person)
    reset = ask(olga.address)

    use(reset)

    assert not Session.objects.filter(ended_at=None).exists()
    assert signing_in.with_password(STRANGER, olga.address, NEW).ticket


def test_a_reset_ends_every_session_and_every_sign_in_half_way(olga):
    log_in(olga)
    give_factor(olga.person)
    signing_in.with_password(STRANGER, olga.address, PASSWORD)
    reset = ask(olga.address)

    use(reset)

    assert not Session.objects.filter(ended_at=None).exists()
    assert not SignIn.objects.filter(done_at=None).exists()


def test_the_mailbox_forgives_what_strangers_tried(olga):
    for network in range(throttles.PASSWORDS_FROM_STRANGERS.most):
        throttles.sign_in(olga.person_id, "olga@example.com", f"198.51.{network}.7")
    with pytest.raises(Throttled):
        signing_in.with_password(STRANGER, olga.address, PASSWORD)
    reset = ask(olga.address)

    use(reset)

    assert signing_in.with_password(STRANGER, olga.address, NEW).session


def test_the_first_proof_of_the_mailbox_ends_everything_made_before_it(olga):
    Person.objects.filter(pk=olga.person_id).update(mailbox_proved_at=None)
    give_factor(olga.person)
    token = Token.objects.create(
        kind="pat", account=olga.account, member=olga, name="CI", digest=b"d", hint="h", created_at=now()
    )
    reset = ask(olga.address)

    use(reset)

    olga.person.refresh_from_db()
    token.refresh_from_db()
    assert olga.person.mailbox_proved_at
    assert token.ended_at
    assert not TotpDevice.objects.filter(ended_at=None).exists()
    assert {"token.ended", "password.changed"} <= set(trail_of(account=olga.account_id))


def test_a_later_proof_leaves_tokens_alone(olga):
    token = Token.objects.create(
        kind="pat", account=olga.account, member=olga, name="CI", digest=b"d", hint="h", created_at=now()
    )

    use(ask(olga.address))

    token.refresh_from_db()
    assert token.ended_at is None


def test_c8_a_new_password_accepts_no_invitation(olga, uma):
    uma.states.update(state="invited")

    use(ask(uma.address))

    assert uma.states.get(until=None).state == "invited"


def test_a_weak_password_leaves_the_link_open(olga):
    reset = ask(olga.address)
    with pytest.raises(Invalid):
        use(reset, "short")

    use(reset)
