"""From the action that asks for a letter to the mailbox, with everything that can go wrong on the way."""

from datetime import datetime, timedelta

import pytest
import time_machine

from ostiary.actions import invitations, jobs, members, outbox, ownership
from ostiary.actions.acceptance import Link, accept_as_new
from ostiary.actions.actors import Actor, Door
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Event, Invitation, Job, Member
from tests.cast import acting
from tests.letterbox import do_jobs, send_to

NEW = "nora@example.com"
SOME_DAY = datetime.fromisoformat("2031-05-12T12:00:00+00:00")


def invite(inviter: Member, address: str = NEW) -> Invitation:
    ids = invitations.invite(acting(inviter), address, Wanted(roles=frozenset({"engineer"})))
    return Invitation.objects.get(ref=ids["invitation"])


def events(invitation: Invitation) -> list[str]:
    found = Event.objects.filter(target_ref=invitation.ref).order_by("number")
    return list(found.values_list("name", flat=True))


def test_an_invitation_says_sent_when_the_mail_server_has_it_and_not_before(olga, mailbox):
    invitation = invite(olga)
    assert invitation.delivery == "queued"

    do_jobs()

    invitation.refresh_from_db()
    assert invitation.delivery == "sent"
    assert len(mailbox.to(NEW)) == 1
    assert events(invitation) == ["invitation.sent", "invitation.handed_over"]


def test_a_job_holds_no_secret(olga, mailbox):
    invite(olga)
    job = Job.objects.get()
    do_jobs()
    text = mailbox.to(NEW)[0].get_body(("plain",)).get_content()
    secret = text.partition("/invitation/")[2].split()[0].split("/")[1]
    assert len(secret) == 43
    assert set(job.payload) == {"letter", "invitation", "number"}
    assert secret not in str(list(Job.objects.values())) + str(list(Event.objects.values()))


def test_the_letter_goes_out_once(olga, mailbox):
    invite(olga)
    do_jobs()
    with time_machine.travel(now() + timedelta(days=1)):
        assert do_jobs() == 0
    assert len(mailbox.messages) == 1


def test_a_mail_server_that_is_down_for_an_hour_gets_the_letter_after_it(olga, mailbox):
    with time_machine.travel(SOME_DAY, tick=False) as clock:
        invitation = invite(olga)
        with mailbox.away():
            for _ in range(60):
                do_jobs()
                clock.shift(timedelta(minutes=1))
            invitation.refresh_from_db()
            assert (invitation.delivery, invitation.delivery_problem) == ("queued", "mail_server_unreachable")
            # 1 + 2 + 4 + 8 + 16 + 32 minutes: the seventh attempt comes after the hour.
            assert Job.objects.get().attempts == 6
        clock.shift(timedelta(minutes=4))
        do_jobs()
    invitation.refresh_from_db()
    assert (invitation.delivery, invitation.delivery_problem) == ("sent", "")
    assert len(mailbox.messages) == 1


def test_after_a_day_of_failures_a_letter_has_failed_and_the_invitation_says_so(olga, mailbox):
    with time_machine.travel(SOME_DAY, tick=False) as clock, mailbox.away():
        invitation = invite(olga)
        for _ in range(24 * 60 + 1):
            job = Job.objects.get()
            if job.due_at > now():
                clock.move_to(job.due_at)
            do_jobs()
            if Job.objects.get().state == "failed":
                break
        assert now() == SOME_DAY + timedelta(hours=24)
    invitation.refresh_from_db()
    assert (invitation.delivery, invitation.delivery_problem) == ("failed", "mail_server_unreachable")
    assert events(invitation)[-1] == "invitation.delivery_failed"
    assert Job.objects.get().attempts == 12


def test_without_a_mail_server_an_invitation_says_so_at_once(olga, settings):
    send_to(settings, host="")
    invitation = invite(olga)
    assert (invitation.delivery, invitation.delivery_problem) == ("failed", "no_mail_server")
    assert do_jobs() == 0


def test_without_a_mail_server_any_other_letter_is_kept_as_failed(olga, settings):
    send_to(settings, host="")
    with_act(olga, lambda act: outbox.send(act, "password_changed", person=olga.person_id))
    job = Job.objects.get()
    assert (job.state, job.problem) == ("failed", "no_mail_server")


def with_act(member: Member, do) -> None:
    from ostiary.actions.kernel import action

    @action()
    def act_on(act):
        do(act)
        act.nothing_changed()

    act_on(acting(member))


@pytest.mark.parametrize("names", [{}, {"person": 1, "secret": "x"}])
def test_a_letter_is_asked_for_with_exactly_the_names_it_takes(olga, mailbox, names):
    with pytest.raises(TypeError):
        with_act(olga, lambda act: outbox.send(act, "password_changed", **names))


def test_a_letter_of_an_action_that_failed_is_never_sent(olga, mailbox):
    def fail(act):
        outbox.send(act, "password_changed", person=olga.person_id)
        raise LookupError

    with pytest.raises(LookupError):
        with_act(olga, fail)
    assert do_jobs() == 0


def test_a_letter_whose_invitation_was_sent_anew_is_dropped(olga, mailbox):
    invitation = invite(olga)
    invitations.resend(acting(olga), invitation.ref)

    assert do_jobs() == 2

    assert len(mailbox.messages) == 1
    first, second = Job.objects.order_by("pk")
    assert first.problem == outbox.NOTHING_TO_SAY
    assert second.problem == ""
    invitation.refresh_from_db()
    assert invitation.delivery == "sent"


def test_a_letter_whose_invitation_was_deleted_is_dropped(olga, mailbox):
    invitation = invite(olga)
    invitations.delete(acting(olga), invitation.ref)
    do_jobs()
    assert mailbox.messages == []
    assert Job.objects.get().state == "done"


def test_a_letter_whose_invitation_was_accepted_is_dropped(olga, mailbox):
    invite(olga)
    do_jobs()
    link = mailbox.to(NEW)[0].get_body(("plain",)).get_content().partition("/invitation/")[2].split()[0]
    accept_as_new(Actor(Door.PANEL), Link(*link.split("/")), name="Nora Nash", password_hash="x")
    again = Job.objects.get()
    Job.objects.filter(pk=again.pk).update(state="waiting")
    do_jobs()
    assert len(mailbox.messages) == 1


def test_a_letter_whose_invitation_expired_is_dropped(olga, mailbox):
    invite(olga)
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        do_jobs()
    assert mailbox.messages == []


def test_a_letter_that_was_sent_stays_sent_whatever_a_second_worker_says(olga, mailbox):
    invitation = invite(olga)
    job = jobs.lease("first")
    outbox.delivered(job)
    outbox.unsent(job, outbox.Unsent(outbox.Problem.ADDRESS, "550 nobody", final=True))
    outbox.delivered(job)
    invitation.refresh_from_db()
    assert (invitation.delivery, invitation.delivery_problem) == ("sent", "")
    assert events(invitation) == ["invitation.sent", "invitation.handed_over"]


def test_somebody_who_was_removed_is_told_and_somebody_who_left_is_not(olga, erin, sam, mailbox):
    members.delete(acting(olga), erin.ref)
    members.leave(acting(sam), sam.account.ref)
    do_jobs()
    assert len(mailbox.to("erin@example.com")) == 1
    assert mailbox.to("sam@example.com") == []


def test_every_superuser_hears_of_a_new_owner(olga, sam, erin, mailbox):
    ownership.transfer(acting(olga), sam.ref)
    do_jobs()
    told = sorted(letter["To"] for letter in mailbox.messages)
    assert told == ["olga@example.com", "sam@example.com"]


def test_a_copied_link_stays_copied_when_the_old_letter_fails_after_all(olga, mailbox, settings):
    invitation, configured = invite(olga), settings.CONFIG
    send_to(settings, host="")
    invitations.copy_link(acting(olga), invitation.ref)
    settings.CONFIG = configured
    with mailbox.away():
        do_jobs()
    invitation.refresh_from_db()
    assert invitation.delivery == "copied"
