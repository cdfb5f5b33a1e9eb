"""Whatever is sent: a clear answer, nothing half done, and never a 500."""

import pytest

from ostiary.clock import now
from ostiary.models import Draft, Invitation, ServiceGrant, Session
from ostiary.web import kept
from tests.cast import make_service, make_workspace
from tests.queries.crowds import many_services

NOT_IDS = ["", "x", "0" * 22, "../../etc", "' or 1=1 --", "\x00" * 22, "é" * 22, "0" * 10_000]
NUMBERS = ["", "x", "-1", "0", "1.5", "99999999999999999999", "\x00"]


def grants():
    return ServiceGrant.objects.count()


@pytest.mark.parametrize("draft", NOT_IDS)
def test_a_draft_that_is_none(browser, at, acme, olga, draft):
    client = browser(olga)

    assert client.get(at(acme, "invite"), {"draft": draft}).status_code == 200
    answer = client.post(at(acme, "invite"), {"draft": draft, "address": "nora@example.org"})
    assert answer.status_code in (404, 422)
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("version", NUMBERS)
def test_a_version_that_is_none(browser, at, acme, olga, erin, version):
    client = browser(olga)

    for page in ("access", "access-apply", "access-next", "access-keep"):
        answer = client.post(at(acme, page, erin.ref), {"version": version, "services_limit": "all"})
        assert answer.status_code in (200, 302, 409), page
    erin.refresh_from_db()
    assert erin.version == 1


@pytest.mark.parametrize("role", ["", "owner", "Engineer", "\x00", "🦊" * 50, "superuser", "engineer"])
def test_a_role_that_cannot_be_added(browser, at, acme, olga, erin, role):
    sent = {"version": erin.version, "role": role}

    answer = browser(olga).post(at(acme, "access-roles-add", erin.ref), sent, follow=True)

    assert answer.status_code in (200, 422)
    assert answer.status_code == 200 or b"role" in answer.content
    assert not Draft.objects.exists() or role == "engineer"


@pytest.mark.any_database
@pytest.mark.parametrize("level", ["", "owner", "FULL", "4", "\x00"])
def test_a_level_that_does_not_exist(browser, at, acme, olga, erin, services, level):
    sent = {"version": erin.version, f"level-{services[1].ref}": level}

    answer = browser(olga).post(at(acme, "access", erin.ref), sent)

    assert answer.status_code == 422
    assert "There is no such permission level." in answer.content.decode()
    assert grants() == 1


def test_services_and_workspaces_of_the_neighbour(browser, at, acme, globex, olga, erin, services):
    theirs, place = make_service(globex, "theirs"), make_workspace(globex, "theirs")
    wrong = [
        {f"level-{services[1].ref}": "full", f"level-{theirs.ref}": "full"},
        {"workspace": place.ref},
        {"workspace_shown": place.ref},
        {f"level-{'0' * 22}": "full"},
    ]

    for sent in wrong:
        answer = browser(olga).post(at(acme, "access", erin.ref), {"version": erin.version, **sent})
        assert answer.status_code == 422
        assert "does not exist in this account any more" in answer.content.decode()
    assert grants() == 1


def test_ten_thousand_services_in_one_post(browser, at, acme, olga, erin):
    """An honest form, if a large one: every level is taken, in one change."""
    found = many_services(acme, 2_000)
    sent = {"version": erin.version, **{f"level-{service.ref}": "full" for service in found}}
    made_up = {f"level-{n:022}": "full" for n in range(8_000)}
    client = browser(olga)

    answer = client.post(at(acme, "access", erin.ref), {**sent, **made_up})
    assert answer.status_code == 422
    assert grants() == 1

    assert client.post(at(acme, "access", erin.ref), sent).status_code == 302
    assert grants() == 2_001


def test_far_too_much_in_one_post(browser, at, acme, olga, erin):
    sent = {f"level-{n:022}": "full" for n in range(12_500)}

    assert browser(olga).post(at(acme, "access", erin.ref), sent).status_code == 400
    assert grants() == 1


@pytest.mark.parametrize("what", ["services", "workspaces"])
@pytest.mark.parametrize("value", ["\x00", "%", "x" * 5_000, "é\u202e", "'"])
def test_any_search_and_any_place_in_a_list(browser, at, acme, olga, services, what, value):
    client = browser(olga)
    base = {"services_limit": "specific", "workspaces_limit": "specific"}
    fields = [f"{what}_{name}" for name in ("q", "after", "before", "go_after", "go_before", "q_was")]

    for field in fields:
        for button in ("keep", f"{what}-grant", f"{what}-revoke"):
            answer = client.post(at(acme, f"invite-{button}"), {**base, field: value}, follow=True)
            assert answer.status_code == 200, field
        assert client.get(at(acme, "invite"), {field: value}).status_code == 200


@pytest.mark.parametrize(
    "field", ["q", "role", "service", "workspace", "factor", "unseen", "after", "before"]
)
@pytest.mark.parametrize("value", ["\x00", "%", "x" * 5_000, "é\u202e", "'", "-1", "0" * 22])
def test_any_filter(browser, at, acme, olga, field, value):
    assert browser(olga).get(at(acme, "users"), {field: value}).status_code == 200


@pytest.mark.any_database
@pytest.mark.parametrize("step", ["", "x", "\x00", "invitation", "reach"])
def test_any_step(browser, at, acme, olga, erin, step):
    sent = {"version": erin.version, "step": step}

    answer = browser(olga).post(at(acme, "access-keep", erin.ref), sent, follow=True)

    assert answer.status_code == 200


@pytest.mark.any_database
@pytest.mark.parametrize("target", ["", "x", "editor", "beside", "services-rows", "workspaces-rows", "../x"])
def test_any_part_that_script_may_ask_for(browser, at, acme, olga, erin, services, target):
    headers = {"HX-Request": "true", "HX-Target": target}
    client = browser(olga)

    for address, sent in (
        (at(acme, "invite-keep"), {"services_limit": "specific"}),
        (at(acme, "access-keep", erin.ref), {"version": erin.version, "step": "reach"}),
    ):
        answer = client.post(address, sent, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["HX-Replace-Url"].startswith(f"/a/{acme.ref}/users/")


def test_a_form_sent_twice_and_fields_sent_twice(browser, at, acme, olga, erin):
    sent = {"version": [erin.version, 7], "address": ["a", "b"], "services_limit": ["all", "specific"]}

    answer = browser(olga).post(at(acme, "access-keep", erin.ref), sent, follow=True)

    assert answer.status_code in (200, 409)


def test_a_session_lost_in_mid_form_leads_to_the_door_and_keeps_what_was_typed(look, olga, erin):
    page = look(olga, "access", erin.ref)
    Session.objects.update(ended_at=now())

    answer = page.press("Billing", "roles/add")

    assert "/sign-in" in answer.address
    assert not Draft.objects.exists()
    assert kept.NAME in page.client.cookies
