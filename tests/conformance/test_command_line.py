"""The vendor's own command line, unmodified, through whole stories. Within it speaks go-fastly.

It prints sentences and tables for people, and JSON where asked.
"""

import http.client
import re

from tests.conformance.conftest import OWNER


def test_who_one_is(cli, place):
    assert cli.run("whoami") == f"Olga Ohm <{OWNER}>\n"
    told = cli.run("whoami", "--verbose")
    assert f"Customer ID: {place.account}\nCustomer name: Acme\nUser ID: {place.owner}\n" in told
    assert "Token name: bootstrap\n" in told
    assert "Token scope: global\n" in told
    assert cli.read("user", "describe", "--current")["UserID"] == place.owner
    assert cli.read("auth-token", "describe")["UserID"] == place.owner


def test_a_user_from_creation_to_the_end(cli, place):
    made = cli.run("user", "create", "--login", "una+1@example.org", "--name", "Una", "--role", "engineer")
    assert made == "SUCCESS: Created user 'Una' (role: engineer)\n"
    place.accept("una+1@example.org", "Una Umber")
    una = user_of(cli, place, "una+1@example.org")
    assert (una["Name"], una["Role"], una["Locked"]) == ("Una Umber", "engineer", False)
    ref = una["UserID"]
    table = cli.run("user", "list", "--customer-id", place.account)
    assert re.search(rf"una\+1@example\.org +Una Umber +engineer +false +{ref}\n", table)

    cli.run("user", "update", "--id", ref, "--name", "Una Ulm", "--role", "billing")
    shown = cli.run("user", "describe", "--id", ref)
    assert "Name: Una Ulm\nRole: billing\n" in shown
    cli.run("user", "update", "--login", "una+1@example.org", "--password-reset")
    place.mail.wait_for("una+1@example.org", count=2)

    assert cli.run("user", "delete", "--id", ref) == f"SUCCESS: Deleted user (id: {ref})\n"
    assert "404 Not Found: Record not found" in cli.refused("user", "describe", "--id", ref)


def test_service_authorizations(cli, place):
    service = cli.make_service("images.example.org")
    cli.run("user", "create", "--login", "vera@example.org", "--name", "Vera", "--role", "engineer")
    place.accept("vera@example.org", "Vera Volt")
    vera = user_of(cli, place, "vera@example.org")["UserID"]
    own = ("service", "auth")
    made = cli.run(*own, "create", "--user-id", vera, "--service-id", service)
    (ref,) = re.fullmatch(r"SUCCESS: Created service authorization (\w{22})\n", made).groups()

    (listed,) = authorizations_of(cli, vera)
    assert (listed["ID"], listed["Permission"]) == (ref, "read_only")
    cli.run(*own, "update", "--id", ref, "--permission", "purge_select")
    shown = cli.read(*own, "describe", "--id", ref)
    assert (shown["Permission"], shown["User"]["ID"], shown["Service"]["ID"]) == (
        "purge_select",
        vera,
        service,
    )
    again = (*own, "create", "--user-id", vera, "--service-id", service)
    assert "409 Conflict: Duplicate record" in cli.refused(*again)

    cli.run("service-auth", "delete", "--id", ref)
    assert authorizations_of(cli, vera) == []


def test_services(cli):
    ref = cli.make_service("shop.example.org")
    cli.run("service", "update", "--service-id", ref, "--comment", "probe")
    shown = cli.read("service", "describe", "--service-id", ref)
    assert (shown["Name"], shown["Comment"], shown["Version"]["Number"]) == ("shop.example.org", "probe", 1)
    assert f"ID: {ref}\n" in cli.run("service", "search", "--name", "shop.example.org")
    assert re.search(rf"shop\.example\.org +{ref} +vcl", cli.run("service", "list"))
    assert cli.run("service", "delete", "--service-id", ref) == f"SUCCESS: Deleted service ID {ref}\n"
    assert "400 - Bad Request" in cli.refused("service", "delete", "--service-id", ref)


def test_a_list_longer_than_its_pages(cli, place):
    connection = http.client.HTTPConnection(place.url.removeprefix("http://"))
    headers = {"Fastly-Key": place.token, "Content-Type": "application/x-www-form-urlencoded"}
    for number in range(101):
        connection.request("POST", "/service", f"name=page-{number}.example.org", headers)
        assert connection.getresponse().read()
    connection.close()
    names = {one["Name"] for one in cli.read("service", "list")}
    assert {f"page-{number}.example.org" for number in range(101)} <= names


def test_workspaces(cli):
    own = ("ngwaf", "workspace")
    made = cli.run(*own, "create", "--name", "Shop", "--description", "probe", "--blockingMode", "log")
    (ref,) = re.fullmatch(r"SUCCESS: Created workspace 'Shop' \(workspace-id: (\w{22})\)\n", made).groups()
    assert ref in {one["id"] for one in cli.read(*own, "list")["data"]}
    cli.run(*own, "update", "--workspace-id", ref, "--name", "Market")
    assert "Name: Market\n" in cli.run(*own, "get", "--workspace-id", ref)
    cli.run(*own, "delete", "--workspace-id", ref)
    assert "404 Not Found: Record not found" in cli.refused(*own, "get", "--workspace-id", ref)


def user_of(cli, place, login):
    users = cli.read("user", "list", "--customer-id", place.account)
    return next(one for one in users if one["Login"] == login)


def authorizations_of(cli, user):
    listed = cli.read("service", "auth", "list", "--page", "1", "--per-page", "100")["Items"]
    return [one for one in listed if one["User"]["ID"] == user]
