"""The vendor's own command line, unmodified, through whole stories. Within it speaks go-fastly.

It prints sentences and tables for people, and JSON where asked.
"""

import http.client
import re

import pytest

from tests.cast import PASSWORD
from tests.conformance.command_line import HAS_PROGRAM, MACHINE, CommandLine, Failed
from tests.conformance.conftest import OWNER, Place

NOBODY = "0" * 22
TOKEN = re.compile(
    r"Created token '(ost_pat_\w+)' \(name: ([\w ]+), id: (\w{22}), scope: ([^,]+), expires: (.*)\)"
)

pytestmark = pytest.mark.skipif(not HAS_PROGRAM, reason=f"the lock has no command line for {MACHINE}")


@pytest.fixture(scope="module")
def cli(place: Place, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return CommandLine(place.url, place.token, tmp_path_factory.mktemp("home"))


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
    assert_refused(cli, "404 Not Found: Record not found", "user", "describe", "--id", ref)


def test_tokens_are_made_listed_and_deleted(cli, place):
    service = make_service(cli, "www.example.com")
    narrow = ("--scope", "global:read", "--services", service, "--expires", "2090-01-01T00:00:00Z")
    secret, name, ref, scope, until = make_token(cli, "ci", *narrow)
    assert (name, scope, until) == ("ci", "global:read", "2090-01-01 00:00:00 +0000 UTC")
    others = [make_token(cli, name) for name in ("one", "two", "three")]
    assert make_token(cli, "purges", "--scope", "purge_all", "--scope", "purge_select")[3] == (
        "purge_all purge_select"
    )

    found = {one["TokenID"]: one for one in cli.read("auth-token", "list")}
    assert (found[ref]["Services"], found[ref]["UserID"]) == ([service], place.owner)
    every = cli.run("auth-token", "list", FASTLY_CUSTOMER_ID=place.account)
    assert all(one[2] in every for one in others)
    assert "Token name: ci\n" in cli.by(secret).run("whoami", "--verbose")

    cli.run("auth-token", "delete", "--id", ref)
    cli.by(others[0][0]).run("auth-token", "delete", "--current")
    several = cli.home / "several"
    several.write_text("".join(f"{one[2]}\n" for one in others[1:]))
    cli.run("auth-token", "delete", "--file", str(several))
    left = {one["TokenID"] for one in cli.read("auth-token", "list")}
    assert not left & {ref, *(one[2] for one in others)}


def test_what_is_revoked_already_counts_as_done(cli):
    secret, _, ref, *_ = make_token(cli, "gone")
    assert cli.run("auth", "revoke", "--id", ref).startswith(f"SUCCESS: Revoked token '{ref}'")
    assert "WARNING: Token was already revoked remotely" in cli.run("auth", "revoke", "--id", ref)
    assert "already revoked" in cli.run("auth", "revoke", "--token-value", secret)


def test_a_token_kept_in_its_own_home(cli, place):
    cli.run("auth", "add", "mine", "--api-token", place.token)
    assert OWNER in cli.run("auth", "list")
    assert f"Account ID: {place.account}\n" in cli.run("auth", "show", "mine")
    assert cli.by("").run("whoami") == f"Olga Ohm <{OWNER}>\n"
    assert_refused(cli, "401 Unauthorized", "auth", "add", "other", "--api-token", "ost_pat_none")


def test_a_token_of_the_accounts_own(cli, place):
    ref = make_service(cli, "api.example.com")
    place.send("POST", "/sudo", {"password": PASSWORD})
    wanted = {"name": "ci", "role": "engineer", "expires_at": None, "services": [ref]}
    automation = cli.by(place.send("POST", "/automation-tokens", wanted)["access_token"])

    assert automation.run("whoami") == "ci <>\n"
    assert [one["ServiceID"] for one in automation.read("service", "list")] == [ref]
    assert_refused(automation, "404 Not Found: Record not found", "user", "describe", "--current")
    cli.run("auth", "add", "pipeline", "--api-token", automation.token)
    automation.run("auth-token", "delete", "--current")
    assert_refused(automation, "401 Unauthorized", "service", "list")


def test_services(cli):
    ref = make_service(cli, "shop.example.com")
    cli.run("service", "update", "--service-id", ref, "--comment", "probe")
    shown = cli.read("service", "describe", "--service-id", ref)
    assert (shown["Name"], shown["Comment"], shown["Version"]["Number"]) == ("shop.example.com", "probe", 1)
    assert f"ID: {ref}\n" in cli.run("service", "search", "--name", "shop.example.com")
    assert re.search(rf"shop\.example\.com +{ref} +vcl", cli.run("service", "list"))
    assert cli.run("service", "delete", "--service-id", ref) == f"SUCCESS: Deleted service ID {ref}\n"
    assert_refused(cli, "400 - Bad Request", "service", "delete", "--service-id", ref)


def test_service_authorizations(cli, place):
    service = make_service(cli, "images.example.com")
    cli.run("user", "create", "--login", "vera@example.org", "--name", "Vera", "--role", "engineer")
    place.accept("vera@example.org", "Vera Volt")
    vera = user_of(cli, place, "vera@example.org")["UserID"]
    own = ("service", "auth")
    made = cli.run(*own, "create", "--user-id", vera, "--service-id", service)
    (ref,) = re.fullmatch(r"SUCCESS: Created service authorization (\w{22})\n", made).groups()

    (listed,) = cli.read(*own, "list", "--page", "1", "--per-page", "10")["Items"]
    assert (listed["ID"], listed["Permission"]) == (ref, "read_only")
    cli.run(*own, "update", "--id", ref, "--permission", "purge_select")
    shown = cli.read(*own, "describe", "--id", ref)
    assert (shown["Permission"], shown["User"]["ID"], shown["Service"]["ID"]) == (
        "purge_select",
        vera,
        service,
    )
    again = (*own, "create", "--user-id", vera, "--service-id", service)
    assert_refused(cli, "409 Conflict: Duplicate record", *again)

    cli.run("service-auth", "delete", "--id", ref)
    assert cli.read(*own, "list")["Items"] == []


def test_workspaces(cli):
    own = ("ngwaf", "workspace")
    made = cli.run(*own, "create", "--name", "Shop", "--description", "probe", "--blockingMode", "log")
    (ref,) = re.fullmatch(r"SUCCESS: Created workspace 'Shop' \(workspace-id: (\w{22})\)\n", made).groups()
    assert [one["id"] for one in cli.read(*own, "list")["data"]] == [ref]
    cli.run(*own, "update", "--workspace-id", ref, "--name", "Market")
    assert "Name: Market\n" in cli.run(*own, "get", "--workspace-id", ref)
    cli.run(*own, "delete", "--workspace-id", ref)
    assert_refused(cli, "404 Not Found: Record not found", *own, "get", "--workspace-id", ref)


def test_a_list_longer_than_its_pages(cli, place):
    connection = http.client.HTTPConnection(place.url.removeprefix("http://"))
    headers = {"Fastly-Key": place.token, "Content-Type": "application/x-www-form-urlencoded"}
    for number in range(101):
        connection.request("POST", "/service", f"name=page-{number}.example.com", headers)
        assert connection.getresponse().read()
    connection.close()
    names = {one["Name"] for one in cli.read("service", "list")}
    assert {f"page-{number}.example.com" for number in range(101)} <= names


@pytest.mark.parametrize(
    ("token", "command", "words"),
    [
        (
            "ost_pat_none",
            ("user", "describe", "--current"),
            "401 Unauthorized: Provided credentials are missing or invalid (Send a live token in",
        ),
        (
            "ost_pat_none",
            ("whoami",),
            "Provided credentials are missing or invalid",
        ),
        (
            None,
            ("user", "describe", "--id", NOBODY),
            f"404 Not Found: Record not found (Cannot find user '{NOBODY}').",
        ),
        (
            None,
            ("service", "auth", "describe", "--id", NOBODY),
            f"404 Not Found: Record not found (Cannot find serviceauthorization '{NOBODY}').",
        ),
        (
            None,
            ("service", "search", "--name", "nowhere.example.com"),
            "404 Not Found: Record not found (Cannot find service).",
        ),
        (
            None,
            ("auth-token", "create", "--password", "wrong"),
            "403 Forbidden: You are not authorized to perform this action (The login or the password is not",
        ),
    ],
)
def test_a_refusal_is_shown_with_its_reason(cli, token, command, words):
    assert_refused(cli.by(token) if token else cli, words, *command)


def test_a_refusal_by_the_scope_of_a_token_says_so(cli):
    reader = cli.by(make_token(cli, "reader", "--scope", "global:read")[0])
    words = "403 Forbidden: You are not authorized to perform this action (The token's scope does not allow"
    assert_refused(reader, words, "service", "create", "--name", "more.example.com")


def assert_refused(cli, words, *command):
    """It shows the reason and ends with an error, instead of breaking on an answer that it cannot read."""
    with pytest.raises(Failed) as failed:
        cli.run(*command)
    shown = str(failed.value)
    assert words in shown
    assert not re.search(r"panic|goroutine|invalid memory|unmarshal|invalid character", shown)


def user_of(cli, place, login):
    users = cli.read("user", "list", "--customer-id", place.account)
    return next(one for one in users if one["Login"] == login)


def make_service(cli, name):
    return re.fullmatch(r"SUCCESS: Created service (\w{22})\n", cli.run("service", "create", "--name", name))[
        1
    ]


def make_token(cli, name, *more):
    """Its secret, name, id, scope, and until when."""
    made = cli.run("auth-token", "create", "--password", PASSWORD, "--name", name, *more)
    return TOKEN.search(made).groups()
