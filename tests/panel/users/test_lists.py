"""*User management*: who is invited, who is in, and what may be done with each."""

import re
from datetime import timedelta

import pytest

from ostiary.actions import invitations
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import AccountSettings, Invitation, Member, MemberState, Token
from tests.cast import acting, join, make_service
from tests.queries.crowds import crowd

USER = Wanted(frozenset({"user"}))


def invite(by, address="nora@example.org", wanted=USER, **changes):
    ref = invitations.invite(acting(by), address, wanted)["invitation"]
    Invitation.objects.filter(ref=ref).update(**changes)
    return ref


def area(page, heading):
    """The words of one area, up to the next."""
    headings = ["User invitations", "Pending user invitations", "Expired and declined", "Active users"]
    after = page.text.split(heading, 1)[1]
    return re.split("|".join(headings[headings.index(heading) + 1 :]) or "$", after)[0]


def items(page, of):
    """What the *Options* of somebody offer."""
    content = page.response.content.decode()
    menu = content.split(f'aria-label="Options: {of}"')[1].split("</ul>")[0].split("<ul>")[1]
    return re.findall(r"([^<>]+)</(?:a|button)>", menu)


def test_the_page_has_the_areas_and_the_button_of_the_guide(look, olga):
    page = look(olga, "users")

    for words in ("User management", "User invitations", "Pending user invitations", "Active users"):
        assert words in page.text
    assert "Invite a user" in page.links


def test_a_user_is_shown_with_roles_reach_and_signs(look, olga, erin, services, acme):
    Token.objects.create(
        kind="pat", account=acme, member=erin, name="ci", digest=b"x", created_at=now(), last_used_at=now()
    )

    page = look(olga, "users")

    active = area(page, "Active users")
    assert "Erin Elm erin@example.com Engineer 1 of 3 services Password Never 1 last used" in active
    assert "Olga Ohm Owner You olga@example.com Superuser All services" in active
    assert "Bypass SSO" in active


def test_the_options_are_the_words_of_the_guide(look, olga, sam, erin, acme):
    Token.objects.create(kind="pat", account=acme, member=erin, name="ci", digest=b"x", created_at=now())

    page = look(olga, "users")

    rest = ["Sessions", "Send password reset", "Let in without second factor", "Delete user"]
    assert items(page, "Erin Elm") == ["Access controls", "Review API tokens", *rest]
    assert items(page, "Sam Sand") == ["Access controls", *rest]
    assert items(page, "Olga Ohm") == ["Access controls", "Sessions", "Leave account"]


def test_a_name_leads_to_the_access_of_its_user_and_from_there_on_to_the_rest(look, olga, erin, acme):
    invite(olga)
    Token.objects.create(kind="pat", account=acme, member=erin, name="ci", digest=b"x", created_at=now())
    page = look(olga, "users")

    theirs = look(olga, "access", erin.ref)

    assert page.links["Erin Elm"] == f"/a/{acme.ref}/users/{erin.ref}/access"
    assert page.links["nora@example.org"] == page.links["Edit invitation"]
    assert items(theirs, "Erin Elm") == items(page, "Erin Elm")[1:]
    assert not look(olga, "access", Member.objects.get(address="nora@example.org").ref).links.get("Sessions")


def test_a_locked_user_reaches_nothing_and_says_so(look, olga, uma):
    MemberState.objects.filter(member=uma).update(locked=True)

    assert "User Locked None while locked" in area(look(olga, "users"), "Active users")


@pytest.mark.parametrize(
    ("delivery", "problem", "says"),
    [
        ("queued", "", "Queued"),
        ("sent", "", "Sent"),
        ("failed", "550 5.1.1 no such user", "Not sent 550 5.1.1 no such user"),
        ("copied", "", "Link copied"),
    ],
)
def test_a_pending_invitation_says_what_became_of_its_letter(look, olga, services, delivery, problem, says):
    invite(olga, delivery=delivery, delivery_problem=problem)

    page = look(olga, "users")

    assert f"nora@example.org by olga@example.com User All services, Read-only {says}" in area(
        page, "Pending user invitations"
    )
    if delivery != "sent":
        assert "Sent" not in page.text


def test_what_one_can_do_with_a_pending_invitation(look, olga):
    invite(olga)
    offered = ["Resend email", "Edit invitation", "Delete invitation"]
    assert items(look(olga, "users"), "nora@example.org") == offered

    Invitation.objects.update(delivery="failed")
    assert "Copy link" in items(look(olga, "users"), "nora@example.org")


def test_without_a_mail_server_the_page_says_so_and_offers_links(no_mail_server, look, olga):
    invite(olga)

    page = look(olga, "users")

    assert "No mail server is configured" in page.text
    assert items(page, "nora@example.org") == [
        "Renew invitation",
        "Edit invitation",
        "Copy link",
        "Delete invitation",
    ]


def test_expired_and_declined_ones_have_a_list_of_their_own(look, olga):
    invite(olga, "gone@example.org", expires_at=now() - timedelta(hours=1))
    invite(olga, "not@example.org", outcome="declined", closed_at=now())

    page = look(olga, "users")

    past = area(page, "Expired and declined")
    assert "gone@example.org" in past
    assert "Expired" in past
    assert "not@example.org" in past
    assert "Declined" in past
    assert "example.org" not in area(page, "Pending user invitations")
    assert items(page, "gone@example.org") == ["Send again", "Edit invitation", "Delete invitation"]


def test_who_was_invited_anew_is_listed_once(look, olga):
    invite(olga, outcome="declined", closed_at=now())
    invite(olga)

    page = look(olga, "users")

    assert "Expired and declined" not in page.text
    assert "nora@example.org" in area(page, "Pending user invitations")


def test_long_lists_of_invitations_have_pages_of_their_own(look, olga, acme, at, browser):
    for n in range(22):
        invitations.invite(acting(olga), f"i{n:02}@example.org", USER)

    page = look(olga, "users")
    assert "i01@example.org" not in page.text
    every = page.follow("Show all 22")

    assert "i00@example.org" in every.text
    assert "1–22 of 22" in every.text


def test_resending_makes_a_new_week_and_a_new_letter(look, olga):
    ref = invite(olga, expires_at=now() + timedelta(hours=1))

    done = look(olga, "users").press("Resend email")

    assert "The letter to nora@example.org is queued." in done.text
    renewed = Invitation.objects.get(ref=ref)
    assert renewed.expires_at > now() + timedelta(days=6)
    assert renewed.number == 2


def test_an_expired_invitation_is_sent_again(look, olga):
    invite(olga, expires_at=now() - timedelta(days=1))

    done = look(olga, "users").press("Send again")

    assert "nora@example.org" in area(done, "Pending user invitations")


def test_a_link_is_copied_once_and_stands_nowhere_else(no_mail_server, look, olga, settings):
    ref = invite(olga)

    page = look(olga, "users").press("Copy link")

    link = re.search(rf"{re.escape(settings.CONFIG.url)}/invitation/{ref}/\S+", page.text)
    assert link
    secret = link[0].rpartition("/")[2]
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.address.endswith(f"/invitations/{ref}/copy")
    assert not any(secret in morsel.value for morsel in page.client.cookies.values())
    assert secret not in look(olga, "users").response.content.decode()


def test_a_link_that_a_letter_brings_is_not_copied(look, olga):
    """Where the menu does not offer it, its address does not do it either."""
    path = f"/a/{olga.account.ref}/users/invitations/{invite(olga)}/copy"

    answer = look(olga, "users").client.post(path)

    assert answer.status_code == 409
    assert "/invitation/" not in answer.content.decode()
    assert Invitation.objects.get().number == 1


def test_a_copied_link_opens_the_invitation(no_mail_server, look, olga, client):
    invite(olga)
    page = look(olga, "users").press("Copy link")
    link = re.search(r"/invitation/\w{22}/[^\s<]+", page.text)[0]

    assert client.get(link).status_code == 200


def test_deleting_an_invitation_takes_it_off_the_list(look, olga):
    invite(olga)

    done = look(olga, "users").press("Delete invitation")

    assert "The invitation of nora@example.org is deleted." in done.text
    assert "Nobody is waiting." in done.text


def test_what_was_accepted_meanwhile_is_not_deleted_by_an_old_page(look, olga):
    invite(olga)
    page = look(olga, "users")
    Invitation.objects.update(outcome="accepted")

    late = page.press("Delete invitation")

    assert late.status == 409
    assert "This invitation is no longer open." in late.text


def test_filters_are_addresses(look, olga, sam, erin, uma, services):
    MemberState.objects.filter(member=uma).update(locked=True)
    cases = {
        "?q=elm": {"Erin Elm"},
        "?role=user": {"Uma Umber"},
        "?service=images": {"Olga Ohm", "Sam Sand", "Uma Umber"},
        f"?service={services[0].ref}": {"Olga Ohm", "Sam Sand", "Uma Umber", "Erin Elm"},
        "?locked=yes": {"Uma Umber"},
        "?bypass=yes": {"Olga Ohm"},
        "?tokens=yes": set(),
        "?factor=without&role=superuser": {"Olga Ohm", "Sam Sand"},
        "?unseen=90": set(),
        "?role=nonsense&unseen=x&factor=y": {"Olga Ohm", "Sam Sand", "Erin Elm", "Uma Umber"},
    }

    for query, names in cases.items():
        content = look(olga, "users", query=query).response.content.decode()
        shown = set(re.findall(r'aria-label="Options: ([^"]+)"', content))
        assert shown == names, query


def test_a_service_that_does_not_exist_is_told(look, olga, globex):
    theirs = make_service(globex, "theirs")

    for asked in ("nothing", theirs.ref, "theirs"):
        page = look(olga, "users", query=f"?service={asked}")
        assert f"Nothing here is called “{asked}”." in page.text
        assert "Nobody matches" in page.text


def test_chips_switch_a_filter_on_and_off_and_keep_the_others(look, olga):
    page = look(olga, "users", query="?q=o&after=x")

    on = page.follow("Locked")
    assert on.address.endswith("?q=o&locked=yes")

    assert on.follow("Locked").address.endswith("?q=o")
    assert on.follow("Clear").address.endswith("/users")


def test_pages_keep_the_filter(look, olga, acme):
    crowd(acme, 60)

    page = look(olga, "users", query="?role=user")
    assert "1–50 of 60" in page.text
    second = page.follow("Next")

    assert "51–60 of 60" in second.text
    assert "role=user" in second.address
    assert "1–50 of 60" in second.follow("Previous").text


def test_whoever_is_alone_learns_what_to_do(look, olga):
    page = look(olga, "users")

    assert "You are the only one here" in page.text
    assert "Nobody is waiting. Whoever you invite stands here until they accept" in page.text


def test_single_sign_on_shows_how_each_signs_in(look, olga, uma, services):
    AccountSettings.objects.update(sso="required")

    active = area(look(olga, "users"), "Active users")

    assert "Olga Ohm Owner You olga@example.com Superuser All services Single sign-on or password" in active
    assert "Uma Umber uma@example.com User All services, Read-only Single sign-on" in active


@pytest.mark.parametrize("count", [0, 100])
def test_the_page_takes_as_many_statements_for_few_as_for_many(
    browser, at, olga, acme, services, count, django_assert_max_num_queries
):
    crowd(acme, count)
    for n in range(2):
        invite(olga, f"i{n}@example.org")
    invite(olga, "gone@example.org", expires_at=now() - timedelta(hours=1))
    client = browser(olga)
    client.get(at(acme, "users"))  # notes that she is here

    with django_assert_max_num_queries(12):
        client.get(at(acme, "users") + "?service=www&factor=without")


@pytest.mark.slow
def test_ten_thousand_members_take_no_more(browser, at, olga, acme, django_assert_max_num_queries):
    crowd(acme, 10_000)
    client = browser(olga)
    client.get(at(acme, "users"))
    middle = Member.objects.get(address="m05000@example.com").ref

    with django_assert_max_num_queries(12):
        answer = client.get(at(acme, "users") + f"?after={middle}")

    assert "5,002–5,051 of 10,001" in " ".join(answer.content.decode().split()).replace("5002", "5,002")


def test_the_same_name_in_another_account_is_not_found(look, olga, greg, globex):
    join(globex, "Nora North", "user")

    assert "Nora North" not in look(olga, "users", query="?q=nora").text
