"""What is a person's own: the default account, sessions, name, language and time zone."""

import pytest

from ostiary.access.refusals import Conflict, Invalid, NotFound
from ostiary.actions import default_account, profile, sessions, signing_in
from ostiary.actions.actors import Actor, Door
from ostiary.models import AccountSettings, Event, Member, MemberState, Person, Session
from ostiary.queries import landing, own_accounts
from tests.cast import PASSWORD, join, open_account
from tests.signin.door import trail_of


def own(member: Member) -> Actor:
    return Actor(Door.PANEL, person_id=member.person_id, request_id="r1")


def chosen(member: Member) -> landing.Default:
    person = Person.objects.get(pk=member.person_id)
    return landing.default(own_accounts.of(person.pk), person.default_account_id)


def turn_sso_on(*accounts) -> None:
    AccountSettings.objects.filter(account__in=accounts).update(sso="optional")


def test_the_default_is_chosen_by_hand(olga, globex):
    join(globex, "Olga Ohm", "user")

    default_account.choose(own(olga), globex.ref)

    assert chosen(olga).account.ref == globex.ref
    assert trail_of(olga.person)[-1] == "default_account.changed"


def test_no_account_learns_of_the_choice(olga, globex):
    join(globex, "Olga Ohm", "user")
    before = Event.objects.exclude(account=None).count()

    default_account.choose(own(olga), globex.ref)

    assert Event.objects.exclude(account=None).count() == before


def test_only_an_account_one_is_in_can_be_the_default(olga, globex):
    with pytest.raises(NotFound):
        default_account.choose(own(olga), globex.ref)

    join(globex, "Olga Ohm", "user").states.update(state="ended")
    with pytest.raises(NotFound):
        default_account.choose(own(olga), globex.ref)


def test_with_two_accounts_on_sso_the_first_invitation_decides(olga, globex):
    """Managing multiple accounts: the default cannot be set by hand, and is the first one was invited to."""
    third = open_account("Initech", owner="Ivan Iron")
    for account in (globex, third):
        join(account, "Olga Ohm", "user")
    default_account.choose(own(olga), third.ref)

    turn_sso_on(globex, third)

    assert chosen(olga) == (chosen(olga).account, True)
    assert chosen(olga).account.ref == olga.account.ref
    with pytest.raises(Conflict, match="default_is_automatic"):
        default_account.choose(own(olga), globex.ref)


def test_the_rule_looks_at_accounts_one_is_still_in(olga, globex):
    third = open_account("Initech", owner="Ivan Iron")
    for account in (globex, third):
        join(account, "Olga Ohm", "user")
    turn_sso_on(globex, third)

    MemberState.objects.filter(member=olga).update(state="ended")

    assert chosen(olga).account.ref == globex.ref


def test_one_account_on_sso_leaves_the_choice_to_the_person(olga, globex):
    join(globex, "Olga Ohm", "user")
    turn_sso_on(globex)

    default_account.choose(own(olga), globex.ref)

    assert chosen(olga).account.ref == globex.ref


def test_a_choice_holds_again_when_sso_is_turned_off(olga, globex):
    join(globex, "Olga Ohm", "user")
    default_account.choose(own(olga), globex.ref)
    turn_sso_on(olga.account, globex)
    assert chosen(olga).account.ref == olga.account.ref

    AccountSettings.objects.update(sso="off")

    assert chosen(olga).account.ref == globex.ref


def log_in(member: Member) -> Session:
    signing_in.with_password(Actor(Door.PANEL), member.address, PASSWORD)
    return Session.objects.latest("pk")


def test_one_ends_ones_own_sessions_and_nobody_elses(olga, sam):
    of_olga, of_sam = log_in(olga), log_in(sam)

    sessions.end(own(olga), of_olga.ref)
    with pytest.raises(NotFound):
        sessions.end(own(olga), of_sam.ref)

    of_olga.refresh_from_db()
    of_sam.refresh_from_db()
    assert of_olga.ended_at
    assert of_sam.ended_at is None
    assert trail_of(olga.person)[-1] == "session.ended"


def test_all_other_sessions_end_and_this_one_stays(olga, sam):
    log_in(olga)
    log_in(sam)
    this = log_in(olga)

    actor = Actor(Door.PANEL, person_id=olga.person_id, session_id=this.pk)

    assert sessions.end_others(actor) == 1
    assert sessions.end_others(actor) == 0
    assert set(Session.objects.filter(ended_at=None).values_list("person", flat=True)) == {
        olga.person_id,
        sam.person_id,
    }


def test_a_standing_ends_with_its_session(olga):
    session = log_in(olga)

    sessions.end_all(own(olga))

    assert session.standings.get().ended_at


def change(member: Member, **changes: str) -> None:
    profile.change(own(member), **{"name": "Olga Ohm", "language": "en", "time_zone": "UTC"} | changes)


def test_a_new_name_is_ones_name_in_every_account_that_used_the_old_one(olga, globex):
    there = join(globex, "Olga Ohm", "user")
    third = open_account("Initech", owner="Ivan Iron")
    renamed = join(third, "Olga Ohm", "user")
    MemberState.objects.filter(member=renamed).update(name="Olga (contractor)")

    change(olga, name="Olga Ohm-Sand")

    names = {
        member: MemberState.objects.current().get(member=member).name for member in (olga, there, renamed)
    }
    assert names == {olga: "Olga Ohm-Sand", there: "Olga Ohm-Sand", renamed: "Olga (contractor)"}
    assert trail_of(account=globex.pk)[-1] == "member.renamed"
    assert trail_of(olga.person)[-1] == "person.changed"


def test_accounts_learn_of_a_new_name_and_not_of_each_other(olga, globex):
    there = join(globex, "Olga Ohm", "user")

    change(olga, name="Olga Ohm-Sand")

    event = Event.objects.get(account=globex, name="member.renamed")
    assert event.target_ref == there.ref
    assert olga.ref not in str(event.body)
    assert event.body["request"] == "", "what it was asked for in joins it to others"


def test_the_time_zone_is_nobody_elses_business(olga):
    change(olga, time_zone="Asia/Tokyo")

    assert trail_of(account=olga.account_id)[-1] == "account.created"
    assert Person.objects.get(pk=olga.person_id).time_zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("language", "tlh"),
        ("name", "see evil.com"),
    ],
)
def test_what_is_none_is_refused(olga, field, value):
    with pytest.raises(Invalid) as refused:
        change(olga, **{field: value})

    assert refused.value.field == field
