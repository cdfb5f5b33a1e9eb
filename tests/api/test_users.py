"""Users by API: invited, changed and removed, by the same rules as in the panel."""

import pytest

from ostiary.access import table
from ostiary.actions import members, tokens
from ostiary.actions.actors import operator
from ostiary.models import Event, Invitation, Member, MemberRole, MemberState, Person, Token
from tests.api.conftest import form
from tests.cast import acting, join

NEW = "login=new%40example.com&name=New+User&role=engineer&limit_services=False"


def put(client, member, body):
    return form(client, "PUT", f"/user/{member.ref}", body)


def roles_of(member):
    return set(MemberRole.objects.current().filter(member=member).values_list("role", flat=True))


def test_creating_a_user_invites_and_answers_with_the_invited(acme, olga, api):
    answer = form(api(olga), "POST", "/user", NEW)
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert body.pop("created_at") == body.pop("updated_at")
    assert body == {
        "id": Member.objects.get(address="new@example.com").ref,
        "login": "new@example.com",
        "name": "New User",
        "customer_id": acme.ref,
        "role": "engineer",
        "roles": [table.role("engineer").ref],
        "limit_services": False,
        "limit_workspaces": False,
        "locked": False,
        "require_new_password": False,
        "two_factor_auth_enabled": False,
        "two_factor_setup_required": False,
        "deleted_at": None,
        "last_active_at": None,
    }
    assert Invitation.objects.get().outcome == "pending"
    assert not Person.objects.filter(address="new@example.com").exists()


def test_an_invited_user_is_shown_changed_and_taken_back_but_not_listed(acme, olga, api):
    client = api(olga)
    ref = form(client, "POST", "/user", NEW).json()["id"]
    changed = form(client, "PUT", f"/user/{ref}", "name=Renamed&role=billing").json()
    assert (changed["name"], changed["role"]) == ("Renamed", "billing")
    assert client.get(f"/user/{ref}").json() == changed
    assert [one["id"] for one in client.get(f"/customer/{acme.ref}/users").json()] == [olga.ref]
    assert client.delete(f"/user/{ref}").json() == {"status": "ok"}
    assert client.get(f"/user/{ref}").status_code == client.delete(f"/user/{ref}").status_code == 404
    assert Invitation.objects.get().outcome == "deleted"


def test_whoever_may_change_nothing_of_somebody_learns_nothing_of_them(erin, uma, api):
    for body in ("", f"login={erin.address}", "login=somebody%40else.example"):
        answer = put(api(uma), erin, body)
        assert (answer.status_code, answer.json()["capability"]) == (403, "members.update")


def test_somebody_who_is_here_is_a_duplicate(olga, uma, api):
    for login in ("uma%40example.com", "new%40example.com"):
        form(api(olga), "POST", "/user", NEW)
        answer = form(api(olga), "POST", "/user", f"login={login}&name=x&role=user")
        assert (answer.status_code, answer.json()["msg"]) == (409, "Duplicate record")


def test_an_unlimited_engineer_invites_engineers_and_users_by_api_alone(acme, erin, bill, uma, api):
    ed = join(acme, "Ed Ell", "engineer")
    sent = {
        role: f"login={role}%40example.com&name=x&role={role}" for role in ("user", "engineer", "billing")
    }
    answers = {role: form(api(ed), "POST", "/user", body).status_code for role, body in sent.items()}
    assert answers == {"user": 200, "engineer": 200, "billing": 403}
    limited = f"{sent['user'].replace('user%40', 'u2%40')}&limit_services=True"
    assert form(api(ed), "POST", "/user", limited).status_code == 403
    for other in (erin, bill, uma):
        assert form(api(other), "POST", "/user", NEW).status_code == 403


def test_name_and_role_change_in_one_step(olga, uma, api):
    answer = put(api(olga), uma, "name=Renamed&role=billing")
    assert (answer.status_code, answer.json()["name"], answer.json()["role"]) == (200, "Renamed", "billing")
    assert roles_of(uma) == {"billing"}
    number = Event.objects.filter(target_ref=uma.ref).values_list("at", flat=True)
    assert len(set(number)) == 1


def test_what_is_refused_changes_nothing_at_all(olga, uma, api):
    answer = put(api(olga), uma, "name=Renamed&role=emperor")
    assert (answer.status_code, answer.json()["field"]) == (400, "roles")
    assert MemberState.objects.current().get(member=uma).name == "Uma Umber"


@pytest.mark.parametrize("separator", ["%2C", "&roles=", "&roles[]="])
def test_roles_come_by_id_in_every_dialect(olga, uma, api, separator):
    refs = [table.role(code).ref for code in ("engineer", "billing")]
    name = "roles[]" if "[]" in separator else "roles"
    answer = put(api(olga), uma, f"{name}={separator.join(refs)}")
    assert answer.json()["roles"] == refs
    assert roles_of(uma) == {"engineer", "billing"}


def test_roles_that_do_not_combine_are_refused(olga, uma, api):
    refs = "%2C".join(table.role(code).ref for code in ("engineer", "user"))
    assert put(api(olga), uma, f"roles={refs}").json()["code"] == "roles_cannot_combine"


def test_a_limit_and_a_lock_are_put_on_and_off(olga, uma, api):
    client = api(olga)
    assert put(client, uma, "limit_services=True").json()["limit_services"] is True
    assert put(client, uma, "limit_services=False").json()["limit_services"] is False
    assert put(client, uma, "locked=True").json()["locked"] is True
    assert put(client, uma, "locked=False").json()["locked"] is False


def test_name_role_and_lock_change_in_one_step(olga, uma, api):
    answer = put(api(olga), uma, "name=Renamed&role=engineer&locked=True")
    body = answer.json()
    assert (answer.status_code, body["name"], body["role"], body["locked"]) == (
        200,
        "Renamed",
        "engineer",
        True,
    )
    rows = MemberState.objects.filter(member=uma).order_by("since")
    assert [(row.name, row.locked) for row in rows] == [("Uma Umber", False), ("Renamed", True)]
    assert rows[0].until == rows[1].since


def test_who_is_no_superuser_changes_their_own_name_alone(olga, erin, bill, uma, api):
    for member in (erin, bill, uma):
        assert put(api(member), member, "name=Myself").json()["name"] == "Myself"
        for body in ("role=superuser", "limit_services=False", "locked=False", f"roles={'0' * 22}"):
            assert put(api(member), member, body).status_code == 403
        assert put(api(member), olga, "name=Other").status_code == 403
        assert api(member).delete(f"/user/{olga.ref}").status_code == 403


def test_the_address_stays(olga, uma, api):
    assert put(api(olga), uma, "login=UMA%40example.com&name=Uma+U").status_code == 200
    assert put(api(olga), uma, "login=other%40example.com").json()["code"] == "login_stays"


def test_the_owner_stays_a_superuser_and_unlocked(olga, sam, api):
    assert put(api(sam), olga, "role=user").json()["code"] == "owner_is_superuser"
    assert put(api(sam), olga, "locked=True").status_code == 409
    assert put(api(sam), olga, "name=Olga&role=superuser").status_code == 200


def test_a_user_goes_when_their_tokens_have_gone(olga, uma, api):
    api(uma)
    answer = api(olga).delete(f"/user/{uma.ref}")
    assert (answer.status_code, answer.json()["code"]) == (409, "tokens_still_live")
    tokens.end_all_of(acting(olga), uma.ref)
    answer = api(olga).delete(f"/user/{uma.ref}")
    assert (answer.status_code, answer.content) == (200, b'{"status":"ok"}')
    assert api(olga).get(f"/user/{uma.ref}").status_code == 404


def test_neither_the_owner_nor_oneself_is_deleted(olga, sam, api):
    assert api(sam).delete(f"/user/{olga.ref}").json()["code"] == "owner_must_hand_over"
    assert api(sam).delete(f"/user/{sam.ref}").json()["code"] == "leave_instead"


def test_other_accounts_and_former_users_are_unknown(olga, greg, uma, api):
    members.delete(operator(olga.account_id), uma.ref)
    for ref in (greg.ref, uma.ref, "0" * 22, "%00"):
        for method, body in (("GET", ""), ("PUT", "name=x"), ("DELETE", "")):
            assert form(api(olga), method, f"/user/{ref}", body).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "login=x&role=user",
        "login=a%40example.com&role=nobody",
        "login=a%40example.com&limit_services=maybe",
        "login=a%40example.com&name=%00",
        "login=a%40example.com&name=www.example.com",
        "login=a%40example.com&roles=x%2Cy",
    ],
)
def test_what_cannot_be_meant_invites_nobody(olga, api, body):
    assert form(api(olga), "POST", "/user", body).status_code == 400
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("scope", ["global:read", "purge_all"])
def test_a_narrow_token_writes_nothing(olga, uma, api, scope):
    client = api(olga, scopes=(scope,))
    answers = [form(client, "POST", "/user", NEW), put(client, uma, "name=x"), put(client, olga, "name=x")]
    answers += [client.delete(f"/user/{uma.ref}")]
    assert {answer.status_code for answer in answers} == {403}


def test_a_token_for_specific_services_touches_nobody(olga, uma, services, api):
    client = api(olga)
    olga.tokens.update(services=[services[0].ref])
    assert form(client, "POST", "/user", NEW).status_code == 403
    assert put(client, uma, "role=billing").status_code == 403


def test_a_token_for_some_services_touches_no_user_and_sees_none(olga, uma, services, api):
    client = api(olga)
    Token.objects.update(services=[services[0].ref])
    path = f"/user/{uma.ref}"
    answers = [put(client, uma, "name=Renamed"), put(client, uma, "role=billing"), client.delete(path)]
    lists = ("/invitations", "/service-authorizations", "/user-groups", "/service-groups")
    answers += map(client.get, (path, f"/customer/{olga.account.ref}/users", *lists))
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (403, "token_not_for_service")
    assert client.get("/current_user").json() == client.get(f"/user/{olga.ref}").json()
    assert api(olga).get(path).json()["name"] == "Uma Umber"


def test_whoever_has_not_accepted_is_not_locked(olga, api):
    client = api(olga)
    path = f"/user/{form(client, 'POST', '/user', NEW).json()['id']}"

    answer = form(client, "PUT", path, "name=Renamed&locked=True")

    assert (answer.status_code, answer.json()["code"]) == (409, "member_invited")
    assert client.get(path).json()["name"] != "Renamed"
    assert form(client, "PUT", path, "name=Renamed&locked=False").status_code == 409
