"""Passkeys and security keys: made, renamed, removed, by their person alone."""

from dataclasses import replace

import pytest
import time_machine

from ostiary.access.refusals import Conflict, Invalid, NotFound
from ostiary.actions import caps, factors, mailbox, own, ownership, passkey_challenges, passkeys, signing_in
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.kernel import SudoNeeded, action
from ostiary.clock import now
from ostiary.mail import letters
from ostiary.models import Event, Job, Ownership, Passkey, PasskeyChallenge, Person, Session, Standing
from ostiary.models.passkeys import CHALLENGE
from ostiary.models.sessions import SUDO
from ostiary.queries.own_security import holds_factor, with_disabled_factors
from tests.actions.test_factors import at_the_panel, queued
from tests.authenticator import BE, BS, UP, UV, Authenticator, decoded, encoded
from tests.cast import PASSWORD, acting, join
from tests.keys import give_key, make_key
from tests.signin.door import demand, give_factor, trail_of


def live(person: Person) -> list[str]:
    return [key.name for key in passkeys.held(person)]


def test_a_key_becomes_a_factor_of_its_person(olga):
    actor = at_the_panel(olga)

    make_key(actor, Authenticator(flags=UP | UV | BE | BS, counter=None))

    key = Passkey.objects.get()
    assert (key.person, key.name, key.backup_eligible, key.backed_up) == (olga.person, "Laptop", True, True)
    assert holds_factor(olga.person_id)
    assert trail_of(olga.person)[-1] == trail_of(account=olga.account_id)[-1] == "factor.added"
    assert queued() == ["factor_added"]


def test_h6_the_session_that_made_it_has_proved_it(olga):
    actor = at_the_panel(olga)

    make_key(actor)

    assert Session.objects.get(pk=actor.session_id).methods == ["password", "passkey"]
    assert Standing.objects.get(ended_at=None).methods == ["password", "passkey"]


def test_h6_a_key_that_feels_a_touch_alone_is_a_second_factor(olga):
    actor = at_the_panel(olga)

    make_key(actor, Authenticator(flags=UP))

    assert Session.objects.get(pk=actor.session_id).methods == ["password", "security key"]


def test_with_the_first_factor_other_sessions_end_and_later_if_the_person_wants_it(olga):
    before = at_the_panel(olga)
    actor = at_the_panel(olga)
    make_key(actor)
    assert Session.objects.get(pk=before.session_id).ended_at

    other = Session.objects.create(
        person=olga.person, digest=b"x", created_at=now(), last_seen_at=now(), expires_at=now() + SUDO
    )
    make_key(actor, name="Phone")
    assert Session.objects.get(pk=other.pk).ended_at is None

    answer = Authenticator().make(passkeys.options_for_new(actor))
    passkeys.make(actor, "Blue key", answer, end_others=True)
    assert Session.objects.get(pk=other.pk).ended_at


def test_making_one_asks_for_presence_at_both_steps(olga):
    absent = at_the_panel(olga, sudo=False)
    with pytest.raises(SudoNeeded):
        passkeys.options_for_new(absent)

    answer = Authenticator().make(passkeys.options_for_new(replace(absent, sudo_until=now() + SUDO)))
    with pytest.raises(SudoNeeded):
        passkeys.make(absent, "Laptop", answer, end_others=False)
    assert live(olga.person) == []


def test_authenticators_know_a_person_by_a_handle_that_is_shown_nowhere_else(olga, sam):
    first, second = at_the_panel(olga), at_the_panel(sam)

    handles = [decoded(passkeys.options_for_new(actor)["user"]["id"]) for actor in (first, first, second)]

    assert handles[0] == handles[1] != handles[2]
    assert len(handles[0]) == 32
    assert handles[0].hex() not in str(list(Event.objects.values_list("body", "personal")))


def test_an_authenticator_is_told_which_keys_there_are_already(olga):
    actor = at_the_panel(olga)
    key = give_key(olga.person)

    options = passkeys.options_for_new(actor)

    assert [decoded(one["id"]) for one in options["excludeCredentials"]] == [key.id]


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://evil.example"},
        {"site": "evil.example"},
        {"type": "webauthn.get"},
        {"flags": 0},
        {"whole": {"id": encoded(b"other"), "rawId": encoded(b"other")}},
    ],
)
def test_h4_a_forged_answer_makes_no_key(olga, lies):
    with pytest.raises(Invalid, match="passkey_wrong"):
        make_key(at_the_panel(olga), **lies)
    assert live(olga.person) == []


def test_h4_nobody_takes_an_id_that_anybody_has_or_had(olga, sam):
    taken = give_key(sam.person)
    for ended_at in (None, now()):
        Passkey.objects.update(ended_at=ended_at)
        with pytest.raises(Conflict, match="passkey_known"):
            make_key(at_the_panel(olga), Authenticator(id=taken.id))
    assert live(olga.person) == []


def test_there_are_ten_at_most(olga):
    actor = at_the_panel(olga)
    for _ in range(caps.PASSKEYS):
        give_key(olga.person)

    with pytest.raises(Conflict, match="too_many_passkeys"):
        passkeys.options_for_new(actor)


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 101, "visit evil.example"])
def test_a_name_that_is_none_makes_no_key(olga, name):
    with pytest.raises(Invalid):
        make_key(at_the_panel(olga), name=name)
    assert live(olga.person) == []


def test_b17_an_answer_is_good_once_and_for_five_minutes_for_this_session_alone(olga, sam):
    actor, other = at_the_panel(olga), at_the_panel(olga)
    answer = Authenticator().make(passkeys.options_for_new(actor))
    for somebody_else in (other, at_the_panel(sam)):
        with pytest.raises(Invalid, match="passkey_too_late"):
            passkeys.make(somebody_else, "Laptop", answer, end_others=False)

    passkeys.make(actor, "Laptop", answer, end_others=False)
    with pytest.raises(Invalid, match="passkey_too_late"):
        passkeys.make(actor, "Laptop", answer, end_others=False)
    slow = Authenticator().make(passkeys.options_for_new(actor))
    with time_machine.travel(now() + CHALLENGE):
        late = replace(actor, sudo_until=now() + SUDO)
        with pytest.raises(Invalid, match="passkey_too_late"):
            passkeys.make(late, "Phone", slow, end_others=False)

    assert live(olga.person) == ["Laptop"]


def test_a_challenge_is_spent_whatever_its_answer_is_worth(olga):
    actor = at_the_panel(olga)
    options = passkeys.options_for_new(actor)
    with pytest.raises(Invalid, match="passkey_wrong"):
        passkeys.make(
            actor, "Laptop", Authenticator().make(options, origin="https://evil.example"), end_others=False
        )

    with pytest.raises(Invalid, match="passkey_too_late"):
        passkeys.make(actor, "Laptop", Authenticator().make(options), end_others=False)


def test_of_a_challenge_the_digest_alone_is_kept(olga):
    options = passkeys.options_for_new(at_the_panel(olga))

    kept = PasskeyChallenge.objects.get()
    assert decoded(options["challenge"]) != bytes(kept.digest)
    assert kept.expires_at - kept.created_at == CHALLENGE


def test_where_browsers_offer_no_passkeys_nobody_makes_one(olga, settings):
    settings.CONFIG = replace(settings.CONFIG, url="http://192.0.2.1:8000")

    with pytest.raises(Conflict, match="passkeys_need_a_name"):
        passkeys.options_for_new(at_the_panel(olga))


def test_renaming_and_removing_are_ones_own(olga, sam):
    give_key(olga.person)
    ref = Passkey.objects.get().ref
    actor = at_the_panel(sam)

    with pytest.raises(NotFound):
        passkeys.rename(actor, ref, "Mine")
    with pytest.raises(NotFound):
        passkeys.remove(actor, ref)
    assert live(olga.person) == ["Laptop"]


def test_a_key_is_renamed(olga, globex):
    guest = join(globex, olga.person.name, "user")
    actor = at_the_panel(olga)
    make_key(actor)

    with pytest.raises(SudoNeeded):
        passkeys.rename(replace(actor, sudo_until=None), Passkey.objects.get().ref, "Old laptop")

    passkeys.rename(actor, Passkey.objects.get().ref, "Old laptop")

    assert live(olga.person) == ["Old laptop"]
    trails = [trail_of(olga.person), trail_of(account=olga.account_id), trail_of(account=guest.account_id)]
    assert [trail[-1] for trail in trails] == ["factor.renamed"] * 3


def test_h6_removing_one_asks_for_presence_and_tells_of_it(olga):
    actor = at_the_panel(olga)
    make_key(actor)
    ref = Passkey.objects.get().ref
    with pytest.raises(SudoNeeded):
        passkeys.remove(replace(actor, sudo_until=None), ref)

    passkeys.remove(actor, ref)

    assert live(olga.person) == []
    assert trail_of(account=olga.account_id)[-1] == "factor.removed"
    assert queued() == ["factor_added", "factor_removed"]
    assert Session.objects.get(pk=actor.session_id).methods == ["password"]


def test_the_last_factor_stays_while_an_account_demands_one_whatever_its_kind(olga):
    actor = at_the_panel(olga)
    make_key(actor)
    demand(olga, requires_second_factor=True)
    ref = Passkey.objects.get().ref
    with pytest.raises(Conflict) as refused:
        passkeys.remove(actor, ref)
    assert (refused.value.code, refused.value.params["accounts"]) == ("factor_demanded", "Acme")

    give_factor(olga.person)
    passkeys.remove(actor, ref)

    assert live(olga.person) == []


def test_the_operator_ends_passkeys_too(olga):
    make_key(at_the_panel(olga))

    factors.end_all(operator(), olga.person.ref)

    assert live(olga.person) == []
    assert signing_in.with_password(Actor(Door.PANEL), olga.address, PASSWORD).session


def test_the_first_proof_of_the_mailbox_ends_keys_that_were_made_before_it(olga):
    make_key(at_the_panel(olga))
    Person.objects.update(mailbox_proved_at=None)

    @action(locks="own")
    def prove(act):
        mailbox.prove(act, own.lock(act))

    prove(Actor(Door.PANEL, person_id=olga.person_id))

    assert live(olga.person) == []


def test_what_a_person_does_is_told_to_each_account_without_an_id_they_share(olga, globex):
    there = join(globex, "Olga Ohm", "user")

    make_key(at_the_panel(olga))

    here, at_globex = (
        Event.objects.get(account=account, name="factor.added") for account in (olga.account, globex)
    )
    assert (here.target_ref, at_globex.target_ref) == (olga.ref, there.ref)
    assert Passkey.objects.get().ref not in str(list(Event.objects.values_list("body", flat=True)))


def test_nothing_of_a_key_is_in_an_event_or_a_letter(olga):
    key = Authenticator()
    make_key(at_the_panel(olga), key)

    told = str([*Event.objects.values_list("body", "personal"), *Job.objects.values_list("payload")])
    assert key.id.hex() not in told
    assert "Laptop" not in told


def test_there_is_a_letter_about_a_copied_key(olga):
    letters.check("passkey_copied", {"person": olga.person_id})
    assert letters.compose("passkey_copied", at=now(), person=olga.person_id).to == olga.address


def test_challenges_of_different_holders_never_meet():
    holders = {passkey_challenges.of_session(1), passkey_challenges.of_sign_in(1)}
    holders |= {passkey_challenges.of_browser("1"), passkey_challenges.of_browser("session 1")}
    assert len(holders) == 4


def test_whoever_can_use_none_of_their_factors_is_known_by_it(olga, sam, uma, bill):
    give_key(olga.person)
    give_key(sam.person)
    give_factor(sam.person)
    Passkey.objects.update(disabled_at=now())
    give_key(uma.person)
    people = [member.person_id for member in (olga, sam, uma, bill)]

    assert with_disabled_factors(people, 100) == {olga.person_id}


@pytest.mark.parametrize("flags", [UP | UV, UP])
def test_a_passkey_that_stands_alone_is_as_good_as_a_password_for_an_owner(olga, sam, flags):
    give_key(sam.person, Authenticator(flags=flags))
    Person.objects.filter(pk=sam.person_id).update(password="")

    if flags & UV:
        ownership.transfer(acting(olga), sam.ref)
        assert Ownership.objects.current().get().member_id == sam.pk
    else:
        with pytest.raises(Conflict, match="owner_cannot_sign_in"):
            ownership.transfer(acting(olga), sam.ref)
