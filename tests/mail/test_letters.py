"""What letters say, to whom, in which words, and where they lead."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import resolve

from ostiary.actions import invitations, members
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.mail import links
from ostiary.mail.letters import LETTERS, compose
from ostiary.models import (
    AccountSettings,
    Closure,
    Invitation,
    Limit,
    Member,
    MemberState,
    Pass,
    PassCode,
    PasswordReset,
    Person,
    ServiceGrant,
)
from tests.cast import acting, make_person

SOME_DAY = datetime.fromisoformat("2031-05-12T22:30:00+00:00")


@pytest.fixture
def today():
    with time_machine.travel(SOME_DAY, tick=False):
        yield SOME_DAY


def invited(inviter: Member, address: str = "nora@example.com", *roles: str) -> Invitation:
    wanted = Wanted(roles=frozenset(roles or {"engineer"}))
    ref = invitations.invite(acting(inviter), address, wanted)["invitation"]
    return Invitation.objects.get(ref=ref)


def letter_for(invitation: Invitation):
    return compose("invitation", at=now(), invitation=invitation.pk, number=invitation.number)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_an_invitation_says_who_invites_to_what_as_what_and_until_when(today, olga):
    letter = letter_for(invited(olga, "nora@example.com", "engineer", "billing"))
    for part in (letter.text, words(letter.html)):
        assert "Acme" in part
        assert "Olga Ohm (olga@example.com)" in part
        assert "Engineer and Billing" in part
        assert "19 May 2031, 22:30 (UTC)" in part
        assert "7 days" in part
    assert letter.to == "nora@example.com"
    assert letter.subject == "Invitation to join an account on Ostiary"


def test_it_says_that_roles_are_limited(olga, services):
    invitation = invited(olga)
    Limit.objects.create(member=invitation.member, services=True, since=now())
    for service in services[:2]:
        ServiceGrant.objects.create(member=invitation.member, service=service, level="full", since=now())
    assert "Limited to: 2 services" in letter_for(invitation).text


def test_times_are_those_of_the_readers_clock_and_words_those_of_their_language(today, olga):
    nora = make_person("Nora Nash", now())
    Person.objects.filter(pk=nora.pk).update(time_zone="Asia/Kolkata", language="de")
    assert "20. Mai 2031 04:00 (Asia/Kolkata)" in letter_for(invited(olga)).text


def test_a_time_zone_that_nobody_knows_is_utc(today, olga):
    nora = make_person("Nora Nash", now())
    Person.objects.filter(pk=nora.pk).update(time_zone="Mars/Olympus")
    assert "(UTC)" in letter_for(invited(olga)).text


def test_its_links_lead_to_pages_of_ours(olga):
    invitation = invited(olga)
    letter = letter_for(invitation)
    found = re.findall(r"http://localhost:8000(/\S+)", letter.text)
    assert [resolve(path).url_name for path in found] == ["invitation", "invitation-block"]
    assert all(f'href="http://localhost:8000{path}"' in letter.html for path in found)


def test_all_our_links_lead_to_pages_of_ours(olga):
    reset = PasswordReset(person=olga.person, requested_at=now(), expires_at=now())
    for link in (links.password_reset(reset), links.forgotten_password(), links.account(olga.account.ref)):
        assert resolve(link.removeprefix("http://localhost:8000"))


def test_a_resent_invitation_has_another_link_and_the_same_page(olga):
    invitation = invited(olga)
    first = links.invitation(invitation)
    invitations.resend(acting(olga), invitation.ref)
    invitation.refresh_from_db()
    second = links.invitation(invitation)
    assert first != second
    assert first.rsplit("/", 1)[0] == second.rsplit("/", 1)[0]


@pytest.mark.parametrize("name", ["Win at www.evil.example", "Read http://evil.example", "A\r\nBcc: x@y.zz"])
def test_a_name_that_carries_something_is_left_out(olga, name):
    """Names are checked when they are entered; a letter to a stranger trusts no row."""
    MemberState.objects.current().filter(member=olga).update(name=name)
    AccountSettings.objects.current().filter(account=olga.account).update(name=name)
    letter = letter_for(invited(olga))
    assert name not in letter.text
    assert "evil.example" not in letter.text + letter.html
    assert "Bcc:" not in letter.text + letter.html + letter.subject


def test_names_are_text_and_never_html(olga):
    MemberState.objects.current().filter(member=olga).update(name="<b>Olga</b> & Co")
    letter = letter_for(invited(olga))
    assert "<b>Olga</b> & Co (olga@example.com)" in letter.text
    assert "&lt;b&gt;Olga&lt;/b&gt; &amp; Co" in letter.html


def test_no_subject_holds_what_a_user_wrote(acme, olga, sam, erin):
    for letter in every_letter(olga, sam, erin):
        assert not {"Acme", "Olga", "Sam", "Erin", "Nora"} & set(letter.subject.split())


def test_every_letter_is_whole_in_both_forms(acme, olga, sam, erin):
    letters = list(every_letter(olga, sam, erin))
    assert len(letters) == len(LETTERS)
    for letter in letters:
        assert not re.search(r"\{[{%]|%\(", letter.text + letter.html)
        shown = words(letter.html)
        for line in letter.text.split("\n\n")[0].splitlines():
            assert line in shown
        assert "<script" not in letter.html
        assert not re.search(r"src=|url\(|@import", letter.html), "a letter loads nothing"


def every_letter(olga, sam, erin):
    reset = PasswordReset.objects.create(
        person=olga.person, requested_at=now(), expires_at=now() + timedelta(hours=1)
    )
    invitation = invited(olga)
    members.delete(acting(olga), erin.ref)
    Closure.objects.create(account=olga.account, since=now())
    given = Pass.objects.create(member=sam, giver=olga, given_at=now(), ends_at=now() + timedelta(hours=24))
    code = PassCode.objects.create(
        person=sam.person, asked_at=now(), expires_at=now() + timedelta(minutes=15)
    )
    person = {"person": olga.person_id}
    factor = {**person, "factor": "totp"}
    names = {
        "invitation": {"invitation": invitation.pk, "number": 1},
        "password_reset": {"reset": reset.pk},
        "password_changed": person,
        "factor_added": factor,
        "factor_removed": factor,
        "factor_disabled": factor,
        "passkey_copied": person,
        "passwords_tried": person,
        "codes_tried": person,
        "recovery_codes_made": person,
        "recovery_code_used": {**person, "left": 3},
        "ownership_transferred": {"member": sam.pk, "before": olga.pk, "after": sam.pk},
        "member_removed": {"member": erin.pk},
        "standings_ended": {"member": sam.pk},
        "second_factor_reminder": {"member": sam.pk},
        "pass_given": {"given": given.pk},
        "member_let_in": {"member": olga.pk, "given": given.pk},
        "pass_code": {"code": code.pk, "passes": [given.pk]},
        "account_app_added": {"member": sam.pk},
        "account_app_removed": {"member": sam.pk},
        "allowlist_opened": {"member": sam.pk, "by": olga.pk, "ip": "203.0.113.7", "off": False},
        "account_closed": {"member": sam.pk, "by": olga.pk},
    }
    for letter in LETTERS:
        yield compose(letter, at=now(), **names[letter])


def test_the_new_owner_is_told_so_and_the_others_who_it_is(olga, sam, erin):
    names = {"before": olga.pk, "after": sam.pk}
    to_sam = compose("ownership_transferred", at=now(), member=sam.pk, **names)
    to_erin = compose("ownership_transferred", at=now(), member=erin.pk, **names)
    assert "You are now the owner" in to_sam.text
    assert "You are" not in to_erin.text
    for letter in (to_sam, to_erin):
        assert "Owner before: Olga Ohm (olga@example.com)" in letter.text
        assert "Owner now: Sam Sand (sam@example.com)" in letter.text


def test_a_reset_that_was_used_or_is_too_old_is_not_written(olga):
    reset = PasswordReset.objects.create(
        person=olga.person, requested_at=now(), expires_at=now() + timedelta(hours=1)
    )
    assert compose("password_reset", at=now(), reset=reset.pk) is not None
    with time_machine.travel(reset.expires_at):
        assert compose("password_reset", at=now(), reset=reset.pk) is None
    PasswordReset.objects.update(used_at=now())
    assert compose("password_reset", at=now(), reset=reset.pk) is None


def test_somebody_who_came_back_is_not_told_that_they_are_gone(olga, erin):
    assert compose("member_removed", at=now(), member=erin.pk) is None
