"""A 404 says what was not found: what the path names, or what the body does."""

from tests.api.test_dialects import API, BULK, FORM, JSON, NOBODY, sent

NAMES_NOBODY = {"data": [{"id": NOBODY}]}


def test_what_is_not_found_is_named_and_not_what_was(olga, uma, services, greg, api):
    """The path may be right and the body wrong: then an error that names the path would mislead."""
    client, contacts = api(olga), f"/customer/{olga.account.ref}/contacts"
    group, service_group = (
        sent(client, "POST", path, {"name": "Web"}).json()["id"]
        for path in ("/user-groups", "/service-groups")
    )
    links = {"service": {"data": {"id": services[0].ref, "type": "service"}}}
    links["user"] = {"data": {"id": greg.ref, "type": "user"}}
    authorization = {"type": "service_authorization", "relationships": links}
    theirs = greg.account.ref
    for method, path, body, kind, expected in (
        ("POST", contacts, f"contact_type=billing&user_id={greg.ref}", FORM, f"user '{greg.ref}'"),
        ("POST", f"/customer/{theirs}/contacts", "contact_type=billing", FORM, f"customer '{theirs}'"),
        ("POST", "/service", f"name=x&customer_id={theirs}", FORM, f"customer '{theirs}'"),
        ("GET", f"/events?filter[customer_id]={theirs}", "", JSON, f"customer '{theirs}'"),
        ("POST", "/service-authorizations", {"data": authorization}, API, f"user '{greg.ref}'"),
        ("DELETE", "/service-authorizations", NAMES_NOBODY, BULK, f"serviceauthorization '{NOBODY}'"),
        ("DELETE", "/tokens", NAMES_NOBODY, BULK, f"token '{NOBODY}'"),
        (
            "POST",
            f"/user-groups/{group}/members",
            {"members": [{"id": greg.ref}]},
            JSON,
            f"user '{greg.ref}'",
        ),
        ("POST", f"/user-groups/{NOBODY}/members", {"members": []}, JSON, f"user group '{NOBODY}'"),
        (
            "POST",
            f"/user-groups/{group}/service-groups",
            {"service_groups": [{"id": "x" * 500}]},
            JSON,
            f"service group '{'x' * 100}'",
        ),
        (
            "POST",
            f"/service-groups/{service_group}/services",
            {"services": [{"id": NOBODY}]},
            JSON,
            f"service '{NOBODY}'",
        ),
    ):
        answer = sent(client.oddly(), method, path, body, kind)
        said = (answer.status_code, answer.json()["detail"])
        assert said == (404, f"Cannot find {expected}"), (method, path)


def test_whoever_is_named_by_an_address_is_called_by_it(olga, api):
    """An invited user's id is not what the request asked for."""
    client = api(olga)
    sent(client, "POST", "/user", "login=pia%2Bx%40example.org&role=user", FORM)

    answer = client.post("/user/pia+x@example.org/password/request_reset")

    assert answer.json()["detail"] == "Cannot find user 'pia+x@example.org'"
