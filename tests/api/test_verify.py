"""Who am I, and where to sign in: what a command line asks before anything else."""

from django.test import Client

from ostiary.models import Token


def test_the_tokens_user_customer_and_services(acme, erin, services, api):
    client = api(erin)
    token = Token.objects.get()

    answer = client.get("/verify")

    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert body["customer"] == {"id": acme.ref, "name": "Acme"}
    assert body["user"] == {"id": erin.ref, "name": "Erin Elm", "login": "erin@example.com"}
    assert body["services"] == {services[0].ref: "www"}
    assert (body["token"]["id"], body["token"]["scope"]) == (token.ref, "global")
    assert body["features"] == []
    assert "tokens.view_own" in body["authorized_permissions"]
    assert "members.view" not in body["authorized_permissions"]


def test_a_superuser_sees_all_services_and_a_token_for_purging_none(olga, services, api):
    assert list(api(olga).get("/verify").json()["services"].values()) == ["api", "images", "www"]
    purger = api(olga, scopes=("purge_select",)).get("/verify").json()
    assert (purger["services"], purger["user"]["id"]) == ({}, olga.ref)


def test_it_costs_three_statements(olga, services, api, django_assert_num_queries):
    client = api(olga)
    with django_assert_num_queries(3):
        client.get("/verify")


def test_the_discovery_document_is_for_everybody_and_absolute(db):
    answer = Client().get("/realms/fastly/.well-known/openid-configuration")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    document = answer.json()
    for name in ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"):
        assert document[name].startswith(("http://", "https://"))
    missing = Client().get("/realms/fastly/elsewhere")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/json")
