"""What a superuser sees of somebody who cannot sign in, and the letter that may help."""

from dataclasses import replace

import pytest

from ostiary.access.refusals import Forbidden
from ostiary.actions import passwords, throttles
from ostiary.actions.authenticators import MOST_FAILURES
from ostiary.models import Event, Job, Member, PasswordReset, TotpDevice
from tests.cast import acting, join
from tests.panel.users.test_lists import area, invite, items
from tests.signin.door import give_factor

PAUSED, DISABLED = "Paused", "2FA disabled"


def guess_from_everywhere(member: Member) -> None:
    for number in range(throttles.PASSWORDS_FROM_STRANGERS.most):
        throttles.sign_in(None, member.address_key, f"198.51.{number}.7")


def users(look, olga) -> str:
    return area(look(olga, "users"), "Active users")


def test_somebody_who_is_guessed_at_from_everywhere_shows_as_paused(look, olga, erin):
    assert PAUSED not in users(look, olga)

    guess_from_everywhere(erin)

    assert "Erin Elm erin@example.com Engineer" in users(look, olga)
    assert users(look, olga).count(PAUSED) == 1
    assert "opens again by itself" in users(look, olga)


def test_so_does_somebody_whose_codes_are_guessed(look, olga, erin):
    for _ in range(throttles.CODES.most):
        throttles.code(erin.person_id)

    assert users(look, olga).count(PAUSED) == 1


def test_what_was_tried_in_one_network_alone_keeps_nobody_out_and_shows_nowhere(look, olga, erin):
    for _ in range(throttles.PASSWORDS_HERE.most):
        throttles.sign_in(None, erin.address_key, "198.51.100.7")

    assert PAUSED not in users(look, olga)


def test_a_disabled_authenticator_shows_unless_another_one_works(look, olga, erin):
    give_factor(erin.person)
    TotpDevice.objects.update(failures=MOST_FAILURES)
    assert users(look, olga).count(DISABLED) == 1

    give_factor(erin.person)

    assert DISABLED not in users(look, olga)


def test_of_an_invited_address_nothing_shows(look, olga, greg):
    invite(olga, address=greg.address)
    guess_from_everywhere(greg)

    assert PAUSED not in look(olga, "users").text


def test_a_letter_with_a_way_to_a_new_password_is_sent_from_the_menu(look, olga, erin):
    page = look(olga, "users")
    assert "Send password reset" in items(page, "Erin Elm")
    assert "Send password reset" not in items(page, "Olga Ohm")

    after = page.press("Send password reset", about=erin.ref)

    assert "goes to erin@example.com, unless several went there" in after.text
    reset = PasswordReset.objects.get()
    assert (reset.person, Job.objects.get().payload["reset"]) == (erin.person, reset.pk)
    assert Event.objects.get(name="member.reset_requested").target_ref == erin.ref


def test_without_a_mail_server_no_letter_is_offered(look, olga, erin, no_mail_server):
    assert "Send password reset" not in items(look(olga, "users"), "Erin Elm")


@pytest.mark.parametrize("who", ["erin", "uma", "bill"])
def test_only_superusers_send_letters(browser, at, request, olga, sam, who):
    member = request.getfixturevalue(who)

    answer = browser(member).post(at(member.account, "user-reset", sam.ref))

    assert answer.status_code == 403
    assert not PasswordReset.objects.exists()


def test_nobody_of_another_account_and_no_invited_one_gets_a_letter(browser, at, olga, greg):
    invited = Member.objects.get(invitations__ref=invite(olga))

    for ref in (greg.ref, invited.ref, "0" * 22):
        assert browser(olga).post(at(olga.account, "user-reset", ref)).status_code == 404
    assert not PasswordReset.objects.exists()


def test_the_same_limits_hold_as_for_whoever_asks_themselves(browser, at, olga, erin):
    for _ in range(throttles.RESETS_TO_ADDRESS.most + 2):
        assert browser(olga).post(at(olga.account, "user-reset", erin.ref)).status_code == 302

    assert PasswordReset.objects.filter(person=erin.person).count() == throttles.RESETS_TO_ADDRESS.most


def test_two_accounts_are_told_the_same_of_one_person(look, olga, greg, acme):
    """A sign-in is the person's: that it is paused says nothing of where else they are."""
    join(acme, "Greg Gray", "user")
    guess_from_everywhere(greg)

    for superuser in (olga, greg):
        text = users(look, superuser)
        assert text.count(PAUSED) == 1
        assert (acme if superuser is greg else greg.account).settings.get(until=None).name not in text


def test_a_key_that_stood_for_ones_own_letter_sends_nobody_elses(olga, erin, uma):
    passwords.request_reset_of_member(replace(acting(uma), once="one key"), uma.address)

    with pytest.raises(Forbidden):
        passwords.request_reset_of_member(replace(acting(uma), once="one key"), erin.address)

    assert [reset.person for reset in PasswordReset.objects.all()] == [uma.person]
