"""Invitations by API: made in every dialect, listed by page, taken back, and accepted by their code."""

from datetime import timedelta

import pytest
from django.test import Client

from ostiary.access import table
from ostiary.actions.throttles import ACCEPTANCES_FROM_NETWORK
from ostiary.clock import now
from ostiary.models import Invitation, Limit, Member, MemberRole, Person, ServiceGrant
from tests.cast import PASSWORD, join, make_service
from tests.signin.invited import invite, page_of, state

API, JSON = "application/vnd.api+json", "application/json"
NINA = {"email": "nina@example.org", "limit_services": False, "role": "engineer"}


def document(attributes=None, **relationships):
    data = {"type": "invitation", "attributes": attributes or NINA}
    return {"data": data | ({"relationships": relationships} if relationships else {})}


def service_invitation(service, permission):
    return {
        "type": "service_invitation",
        "attributes": {"permission": permission},
        "relationships": {"service": {"data": {"type": "service", "id": service.ref}}},
    }


def accept(code, **sent):
    body = {"marketing_opt_in": False, "name": "Nina Nile", "password": PASSWORD} | sent
    return Client().put(f"/invitation/accept/{code}", body, JSON)


def code_of(invitation):
    return "".join(page_of(invitation).split("/")[-2:])


def test_an_invitation_is_made_and_shown(acme, olga, api):
    answer = api(olga).post("/invitations", document(), API)
    body = answer.json()["data"]
    assert (answer.status_code, answer["Content-Type"]) == (200, API)
    assert body["attributes"].pop("created_at") == body["attributes"].pop("updated_at")
    assert body == {
        "id": Invitation.objects.get().ref,
        "type": "invitation",
        "attributes": {
            "email": "nina@example.org",
            "role": "engineer",
            "roles": [table.role("engineer").ref],
            "limit_services": False,
            "status_code": 1,
            "deleted_at": None,
        },
        "relationships": {"customer": {"data": {"id": acme.ref, "type": "customer"}}},
    }


@pytest.mark.parametrize("kind", [API, JSON])
@pytest.mark.parametrize("wrapped", [False, True])
def test_levels_come_along_wrapped_and_bare(olga, services, api, kind, wrapped):
    one = service_invitation(services[0], "purge_all")
    if wrapped:
        one["relationships"]["service"] = {"type": "service", "id": services[0].ref}
        one = {"data": one}
    sent = document(NINA | {"limit_services": True}, service_invitations={"data": [one]})
    answer = api(olga).oddly().post("/invitations", sent, kind)
    assert answer.json()["data"]["attributes"]["limit_services"] is True
    member = Member.objects.get(address="nina@example.org")
    assert list(ServiceGrant.objects.values_list("member", "service", "level")) == [
        (member.pk, services[0].pk, "purge_all")
    ]
    assert Limit.objects.get(member=member).services


@pytest.mark.parametrize(("said", "limits"), [({}, True), ({"limit_services": False}, False)])
def test_services_that_are_named_are_meant_unless_the_request_says_no(olga, services, api, said, limits):
    sent = {"email": "nina@example.org", "role": "engineer"} | said
    body = document(sent, service_invitations={"data": [service_invitation(services[0], "full")]})

    answer = api(olga).post("/invitations", body, API)

    assert answer.json()["data"]["attributes"]["limit_services"] is limits
    member = Member.objects.get(address="nina@example.org")
    assert Limit.objects.filter(member=member, services=True).exists() is limits


def test_plain_json_will_do(olga, api):
    refs = [table.role(code).ref for code in ("engineer", "billing")]
    sent = {"email": "nina@example.org", "roles": refs}
    answer = api(olga).oddly().post("/invitations", sent, JSON)
    assert answer.json()["data"]["attributes"]["roles"] == refs


def test_the_list_pages_with_absolute_links(olga, api, django_assert_num_queries):
    for number in range(5):
        invite(olga, f"n{number}@example.org")
    gone = invite(olga, "late@example.org")
    Invitation.objects.filter(pk=gone.pk).update(expires_at=now() - timedelta(seconds=1))
    client = api(olga)
    with django_assert_num_queries(5):
        whole = client.get("/invitations").json()
    assert [one["attributes"]["email"][:2] for one in whole["data"]] == ["n4", "n3", "n2", "n1", "n0"]
    assert list(whole["links"]) == ["last"]
    assert whole["meta"] == {"current_page": 1, "per_page": 20, "record_count": 5, "total_pages": 1}
    page = client.get(
        "/invitations?page%5Bnumber%5D=2&page%5Bsize%5D=2", headers={"Host": "localhost"}
    ).json()
    base = "http://localhost/invitations?page%5Bnumber%5D={}&page%5Bsize%5D=2"
    assert page["links"] == {
        name: base.format(number) for name, number in {"last": 3, "next": 3, "prev": 1, "first": 1}.items()
    }
    assert client.get(page["links"]["next"]).json()["data"] == whole["data"][4:]


def test_an_invitation_is_taken_back(olga, api):
    invitation = invite(olga)
    answer = api(olga).delete(f"/invitations/{invitation.ref}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api(olga).get("/invitations").json()["data"] == []


def test_accepting_by_code_makes_a_person_and_a_member(olga):
    invitation = invite(olga)
    answer = accept(code_of(invitation))
    assert (answer.status_code, answer.content) == (200, b'{"status":"ok"}')
    assert state(invitation.member) == "active"
    assert Person.objects.get(address="nina@example.org").mailbox_proved_at is not None
    assert accept(code_of(invitation)).status_code == 409


def test_a_wrong_code_a_weak_password_and_a_missing_name_change_nothing(olga):
    invitation = invite(olga)
    code = code_of(invitation)
    for wrong in (code[:-1], code[:22], f"{code[:22]}{'0' * 43}", "x", "%00", invitation.ref):
        assert accept(wrong).status_code == 404
    assert accept(code, password="short").json()["field"] == "password"
    assert accept(code, name="").json()["field"] == "name"
    assert state(invitation.member) == "invited"


def test_codes_are_tried_so_often_and_no_more(olga):
    for _ in range(ACCEPTANCES_FROM_NETWORK.most):
        accept("x")
    assert accept(code_of(invite(olga))).status_code == 429


def test_the_pages_of_invitations_are_still_there(olga, client):
    assert client.get(page_of(invite(olga)))["Content-Type"].startswith("text/html")


def test_what_an_engineer_invited_by_api_is_accepted_while_they_may(acme, olga, api):
    ed = join(acme, "Ed Ell", "engineer")
    assert api(ed).post("/invitations", document(), API).status_code == 200
    invitation = Invitation.objects.get()
    assert accept(code_of(invitation)).status_code == 200
    api(ed).post("/invitations", document(NINA | {"email": "noa@example.org"}), API)
    MemberRole.objects.filter(member=ed).update(role="user")
    assert accept(code_of(Invitation.objects.latest("pk"))).json()["code"] == "invitation_void"


def test_an_engineer_gives_no_levels_and_no_other_role(acme, olga, erin, services, api):
    client = api(join(acme, "Ed Ell", "engineer"))
    levels = {"data": [service_invitation(services[0], "read_only")]}
    limited = document(NINA | {"limit_services": True}, service_invitations=levels)
    for sent in (limited, document(NINA | {"role": "superuser"}), document(NINA | {"role": "billing"})):
        assert client.post("/invitations", sent, API).status_code == 403
    assert api(erin).post("/invitations", document(), API).status_code == 403
    assert client.get("/invitations").status_code == 403
    assert client.delete(f"/invitations/{invite(olga).ref}").status_code == 403


def test_the_neighbours_are_unknown(olga, globex, greg, api):
    theirs = invite(greg)
    assert api(olga).delete(f"/invitations/{theirs.ref}").status_code == 404
    customer = {"data": {"type": "customer", "id": globex.ref}}
    assert api(olga).post("/invitations", document(customer=customer), API).status_code == 404
    service = service_invitation(make_service(globex, "theirs"), "full")
    sent = document(NINA | {"limit_services": True}, service_invitations={"data": [service]})
    assert api(olga).post("/invitations", sent, API).json()["code"] == "service_unknown"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "x"},
        {"email": 7},
        {"role": "emperor"},
        {"role": ["user"]},
        {"roles": [1]},
        {"limit_services": "maybe"},
    ],
)
def test_what_cannot_be_meant_invites_nobody(olga, api, wrong):
    assert api(olga).post("/invitations", document(NINA | wrong), API).status_code == 400
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "one", [{}, "x", {"relationships": 1}, {"attributes": {"permission": "all"}}, {"attributes": 1}]
)
def test_a_level_that_cannot_be_meant_is_refused(olga, services, api, one):
    sent = document(NINA, service_invitations={"data": [one]})
    assert api(olga).post("/invitations", sent, API).status_code == 400


def test_a_narrow_token_writes_nothing(olga, api):
    invitation, client = invite(olga), api(olga, scopes=("global:read",))
    assert client.get("/invitations").status_code == 200
    assert client.post("/invitations", document(), API).status_code == 403
    assert client.delete(f"/invitations/{invitation.ref}").status_code == 403


def test_one_that_is_no_longer_open_is_as_unknown_as_none(olga, api):
    taken, joined = invite(olga), invite(olga, "noa@example.org")
    client = api(olga)
    assert client.delete(f"/invitations/{taken.ref}").status_code == 204
    assert accept(code_of(joined)).status_code == 200
    for ref in (taken.ref, joined.ref, "0" * 22):
        answer = client.delete(f"/invitations/{ref}")
        assert (answer.status_code, answer.json()["msg"]) == (404, "Record not found")
        assert answer.json()["detail"] == f"Cannot find invitation '{ref}'"
    assert state(joined.member) == "active"


def test_one_that_lapsed_or_was_declined_can_be_taken_back(olga, api):
    lapsed, declined = invite(olga), invite(olga, "noa@example.org")
    Invitation.objects.filter(pk=lapsed.pk).update(expires_at=now() - timedelta(seconds=1))
    Invitation.objects.filter(pk=declined.pk).update(outcome="declined", closed_at=now())
    for one in (lapsed, declined):
        assert api(olga).delete(f"/invitations/{one.ref}").status_code == 204
        assert state(one.member) == "ended"
