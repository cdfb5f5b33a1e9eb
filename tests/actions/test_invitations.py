"""Inviting, and every way an invitation comes to an end. Rows cite the adversarial list they answer."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ostiary.access.refusals import Conflict, Forbidden, Invalid, NotFound, Throttled
from ostiary.actions import acceptance, accounts, invitations, member_access, members, tokens
from ostiary.actions.acceptance import Link
from ostiary.actions.act import Act
from ostiary.actions.actors import Actor, Door, operator
from ostiary.actions.throttles import INVITATIONS_FROM_ACCOUNT_TO_ADDRESS
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import (
    Account,
    Event,
    Invitation,
    Member,
    MemberState,
    Person,
    Session,
    SignIn,
    Standing,
    Token,
)
from ostiary.models.invitations import LIFE
from ostiary.models.sessions import HALF_WAY
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.queries.access import access_of
from tests.cast import acting, address, join, make_person, make_service, password_hash, signed_in

USER = Wanted(roles=frozenset({"user"}))
STRANGER = Actor(Door.PANEL)


def link_of(invitation: Invitation) -> Link:
    """What the mailed letter holds, derived as the letter derives it."""
    invitation.refresh_from_db()
    return Link(invitation.ref, link_secret(ring(), LinkKind.INVITATION, invitation.ref, invitation.number))


def invite(by: Member, whom: str = "nina@example.org", wanted: Wanted = USER) -> Invitation:
    return Invitation.objects.get(ref=invitations.invite(acting(by), whom, wanted)["invitation"])


def accept(invitation: Invitation) -> dict[str, str]:
    return acceptance.accept_as_new(
        STRANGER, link_of(invitation), name="Nina North", password_hash=password_hash()
    )


def signed_in_as(person: Person) -> Actor:
    return Actor(Door.PANEL, person_id=person.pk)


def state(member: Member) -> str:
    return MemberState.objects.current().get(member=member).state


def trail() -> list[str]:
    return list(Event.objects.filter(account__isnull=False).order_by("pk").values_list("name", flat=True))


def test_a_new_person_accepts_and_has_what_was_promised(olga, services):
    wanted = Wanted(frozenset({"engineer"}), limit_services=True, services={services[0].ref: "purge_all"})
    invitation = invite(olga, wanted=wanted)

    accept(invitation)

    access = access_of(invitation.member_id, now())
    assert [access.level(service.ref).code for service in services] == ["purge_all", "hidden", "hidden"]
    assert trail()[-3:] == ["member.invited", "invitation.sent", "invitation.accepted"]


def test_c13_an_invited_member_has_no_rights_at_all(olga, services):
    invitation = invite(olga, wanted=Wanted(frozenset({"superuser"})))

    access = access_of(invitation.member_id, now())

    assert not access.is_in_force
    assert access.level(services[0].ref).code == "hidden"
    with pytest.raises(NotFound):
        invitations.invite(acting(invitation.member), "eve@example.org", USER)


def test_an_invitation_lives_seven_days_by_the_clock(olga):
    """C4: nobody has to clean up for an invitation to be over."""
    invitation = invite(olga)

    with time_machine.travel(invitation.sent_at + LIFE - timedelta(seconds=1), tick=False):
        assert invitations.open_of(_act(olga), invitation.member) == invitation
    with (
        time_machine.travel(invitation.sent_at + LIFE + timedelta(seconds=1), tick=False),
        pytest.raises(Conflict, match="invitation_expired"),
    ):
        accept(invitation)
    assert timedelta(days=7) == LIFE


def test_c5_sending_again_kills_the_old_link_and_starts_a_new_week(olga):
    invitation = invite(olga)
    old = link_of(invitation)

    with time_machine.travel(now() + timedelta(days=6)):
        invitations.resend(acting(olga), invitation.ref)
        with pytest.raises(NotFound, match="link_dead"):
            acceptance.accept_as_new(STRANGER, old, name="Nina", password_hash=password_hash())
        invitation.refresh_from_db()
        assert invitation.expires_at - now() > timedelta(days=6, hours=23)
    with time_machine.travel(now() + timedelta(days=12)):
        accept(invitation)


@pytest.mark.parametrize("outcome", ["expired", "declined"])
def test_c6_an_expired_or_declined_invitation_is_accepted_once_it_is_sent_again(olga, outcome):
    invitation = invite(olga)
    later = now() + LIFE * 2
    if outcome == "declined":
        acceptance.decline_by_link(STRANGER, link_of(invitation))

    with time_machine.travel(later):
        with pytest.raises(Conflict, match=f"invitation_{outcome}"):
            accept(invitation)
        invitations.resend(acting(olga), invitation.ref)
        accept(invitation)

    assert state(invitation.member) == "active"


def test_c6_an_invitation_taken_back_between_page_and_button_is_not_accepted(olga):
    invitation = invite(olga)
    link = link_of(invitation)

    invitations.delete(acting(olga), invitation.ref)

    with pytest.raises(Conflict, match="invitation_deleted"):
        acceptance.accept_as_new(STRANGER, link, name="Nina", password_hash=password_hash())
    assert state(invitation.member) == "ended"
    assert not Person.objects.filter(address="nina@example.org").exists()


def test_c7_a_link_is_good_for_one_person(olga):
    invitation = invite(olga)
    link = link_of(invitation)
    accept(invitation)

    with pytest.raises(Conflict, match="invitation_accepted"):
        acceptance.accept_as_new(STRANGER, link, name="Mallory", password_hash=password_hash())
    assert Person.objects.filter(address="nina@example.org").count() == 1


def test_c1_c11_a_link_is_good_for_its_invitation_alone(olga, greg):
    ours, theirs = invite(olga), invite(greg, "nora@example.org")
    mixed = Link(theirs.ref, link_of(ours).secret)

    with pytest.raises(NotFound):
        acceptance.accept_as_new(STRANGER, mixed, name="Nina", password_hash=password_hash())


def test_c8_c9_only_the_invited_and_proved_address_accepts(olga, acme):
    invitation = invite(olga)
    somebody = make_person("Else Elder", now())
    unproved = make_person("Nina North", now())
    Person.objects.filter(pk=unproved.pk).update(
        address_key="nina@example.org", address="nina@example.org", mailbox_proved_at=None
    )

    for person in (somebody, unproved):
        with pytest.raises(NotFound):
            acceptance.accept(signed_in_as(person), invitation.ref)
    assert state(invitation.member) == "invited"


def test_c9_a_known_person_accepts_when_signed_in_and_not_as_somebody_new(olga, globex):
    nina = join(globex, "Nina North", "user")
    invitation = invite(olga, address("Nina North"))

    with pytest.raises(Conflict, match="sign_in_to_accept"):
        accept(invitation)
    acceptance.accept(signed_in_as(nina.person), invitation.ref)

    assert state(invitation.member) == "active"
    assert invitation.member.ref != nina.ref


def test_a10_the_first_mailbox_proof_ends_what_was_made_before_it(olga, client):
    """A10: somebody who took the address before its owner came loses it to the mailbox."""
    made = accounts.create(
        operator(), name="Early", owner_address="nina@example.org", owner_name="Mallory", password_hash="!x"
    )
    squatter = Member.objects.select_related("person").get(ref=made["member"])
    signed_in(client, squatter)
    SignIn.objects.create(
        person=squatter.person, digest=b"half-way", created_at=now(), expires_at=now() + HALF_WAY
    )
    tokens.create_for(
        operator(Account.objects.get(ref=made["account"]).pk), squatter.ref, name="ci", scopes=["global"]
    )

    accept(invite(olga))

    squatter.person.refresh_from_db()
    assert squatter.person.name == "Nina North"
    assert squatter.person.password == password_hash()
    assert not Session.objects.filter(ended_at__isnull=True).exists()
    assert not Standing.objects.filter(ended_at__isnull=True).exists()
    assert not SignIn.objects.filter(done_at__isnull=True).exists()
    assert not Token.objects.filter(ended_at__isnull=True).exists()
    named = Event.objects.filter(name__in=["session.ended", "sign_in.ended", "token.ended"])
    assert named.count() == 3


def test_c12_c14_what_the_inviter_may_not_give_any_more_is_not_accepted(olga, sam):
    invitation = invite(sam)
    sam.refresh_from_db()

    member_access.change(acting(olga), sam.ref, Wanted(frozenset({"engineer"})), version=sam.version)

    with pytest.raises(Conflict, match="invitation_void"):
        accept(invitation)


def test_removing_a_member_withdraws_the_invitations_they_sent(olga, sam):
    invitation = invite(sam)

    members.delete(acting(olga), sam.ref)

    with pytest.raises(Conflict, match="invitation_deleted"):
        accept(invitation)
    assert trail()[-2:] == ["invitation.deleted", "member.deleted"]


def test_c14_only_superusers_invite_and_the_refusal_says_who_can(olga, erin, bill, uma):
    for member in (erin, bill, uma):
        with pytest.raises(Forbidden) as refusal:
            invite(member)
        assert refusal.value.explanation.who_can_give == ("superuser",)
    assert not Invitation.objects.exists()


def test_a_neighbours_services_cannot_be_promised(olga, globex, services):
    theirs = make_service(globex, "theirs")
    wanted = Wanted(frozenset({"engineer"}), limit_services=True, services={theirs.ref: "full"})

    with pytest.raises(Invalid, match="service_unknown"):
        invite(olga, wanted=wanted)


def test_a_second_invitation_says_what_to_do_instead(olga, uma):
    invite(olga)

    with pytest.raises(Conflict, match="already_invited"):
        invite(olga, "NINA@Example.ORG")
    with pytest.raises(Conflict, match="already_member"):
        invite(olga, uma.address)


@pytest.mark.parametrize(
    "wrong",
    ["", "nobody", "a@b@c", "a b@example.org", "a@example.org,b@example.org", "a@example.org\r\nBcc: x@y.z"],
)
def test_what_is_no_address_is_refused_at_its_field(olga, wrong):
    with pytest.raises(Invalid) as refusal:
        invite(olga, wrong)
    assert refusal.value.field == "address"


def test_roles_that_do_not_combine_are_refused(olga):
    with pytest.raises(Invalid, match="roles_cannot_combine"):
        invite(olga, wanted=Wanted(frozenset({"engineer", "superuser"})))


def test_f2_a_recipient_can_block_an_account(olga, globex):
    acceptance.block(STRANGER, link_of(invite(olga)))

    with pytest.raises(Conflict, match="recipient_blocks"):
        invite(olga)
    invite(Member.objects.get(account=globex))


def test_one_member_cannot_flood_the_world(olga):
    for number in range(60):
        invite(olga, f"n{number}@example.org")
    with pytest.raises(Throttled, match="too_many_invitations"):
        invite(olga, "one-more@example.org")


def test_one_account_cannot_keep_another_from_inviting_somebody(olga, greg):
    for _ in range(INVITATIONS_FROM_ACCOUNT_TO_ADDRESS.most):
        invitations.delete(acting(greg), invite(greg).ref)
    with pytest.raises(Throttled, match="too_many_invitations"):
        invite(greg)

    assert invite(olga).outcome == "pending"


def test_returning_revives_the_member_id_and_restores_nothing(olga, uma):
    members.delete(acting(olga), uma.ref)

    invitation = invite(olga, uma.address, Wanted(frozenset({"billing"})))
    acceptance.accept(signed_in_as(uma.person), invitation.ref)

    assert invitation.member.ref == uma.ref
    assert [role.code for role in access_of(uma.pk, now()).roles()] == ["billing"]


def test_a_double_click_invites_once(olga):
    from dataclasses import replace

    actor = replace(acting(olga), once="one form")

    first = invitations.invite(actor, "nina@example.org", USER)
    second = invitations.invite(actor, "nina@example.org", USER)

    assert first == second
    assert Invitation.objects.count() == 1


def test_f2_nobody_meets_anothers_one_time_key(olga, greg):
    from dataclasses import replace

    for member in (olga, greg):
        invitations.invite(replace(acting(member), once="same"), "nina@example.org", USER)

    assert Invitation.objects.count() == 2


def _act(member: Member):
    return Act(acting(member))


def test_h11_inviting_somebody_who_is_known_elsewhere_costs_what_a_stranger_costs(olga, greg):
    costs = []
    for whom in ("first@example.org", greg.address, "nina@example.org"):
        with CaptureQueriesContext(connection) as statements:
            invite(olga, whom)
        costs.append([one["sql"].split()[0] for one in statements])

    assert costs[1] == costs[2]
