"""Tokens by the vendor's own command line."""

from tests.cast import PASSWORD
from tests.conformance.conftest import OWNER


def test_tokens_are_made_listed_and_deleted(cli, place):
    service = cli.make_service("www.example.org")
    narrow = ("--scope", "global:read", "--services", service, "--expires", "2090-01-01T00:00:00Z")
    made = cli.make_token("ci", *narrow)
    assert (made.name, made.scope, made.until) == ("ci", "global:read", "2090-01-01 00:00:00 +0000 UTC")
    both = ("--scope", "purge_all", "--scope", "purge_select")
    others = [cli.make_token("one"), cli.make_token("two"), cli.make_token("three", *both)]
    assert others[2].scope == "purge_all purge_select"

    found = {one["TokenID"]: one for one in cli.read("auth-token", "list")}
    assert (found[made.ref]["Services"], found[made.ref]["UserID"]) == ([service], place.owner)
    every = cli.run("auth-token", "list", FASTLY_CUSTOMER_ID=place.account)
    assert all(one.ref in every for one in others)
    assert "Token name: ci\n" in cli.by(made.secret).run("whoami", "--verbose")

    cli.run("auth-token", "delete", "--id", made.ref)
    cli.by(others[0].secret).run("auth-token", "delete", "--current")
    several = cli.home / "several"
    several.write_text("".join(f"{one.ref}\n" for one in others[1:]))
    cli.run("auth-token", "delete", "--file", str(several))
    left = {one["TokenID"] for one in cli.read("auth-token", "list")}
    assert not left & {made.ref, *(one.ref for one in others)}


def test_what_is_revoked_already_counts_as_done(cli):
    made = cli.make_token("gone")
    assert cli.run("auth", "revoke", "--id", made.ref).startswith(f"SUCCESS: Revoked token '{made.ref}'")
    assert "WARNING: Token was already revoked" in cli.run("auth", "revoke", "--id", made.ref)
    assert "WARNING: Token was already revoked" in cli.run("auth", "revoke", "--token-value", made.secret)


def test_a_token_kept_in_its_own_home(cli, place, tmp_path):
    mine = cli._replace(home=tmp_path)
    mine.run("auth", "add", "mine", "--api-token", place.token)
    assert OWNER in mine.run("auth", "list")
    assert f"Account ID: {place.account}\n" in mine.run("auth", "show", "mine")
    assert mine.by("").run("whoami") == f"Olga Ohm <{OWNER}>\n"
    assert "401 Unauthorized" in mine.refused("auth", "add", "other", "--api-token", "ost_pat_none")


def test_a_token_of_the_accounts_own(cli, place):
    ref = cli.make_service("api.example.org")
    place.send("POST", "/sudo", {"password": PASSWORD})
    wanted = {"name": "ci", "role": "engineer", "expires_at": None, "services": [ref]}
    automation = cli.by(place.send("POST", "/automation-tokens", wanted)["access_token"])

    assert automation.run("whoami") == "ci <>\n"
    assert [one["ServiceID"] for one in automation.read("service", "list")] == [ref]
    assert "404 Not Found: Record not found" in automation.refused("user", "describe", "--current")
    cli.run("auth", "add", "pipeline", "--api-token", automation.token)
    automation.run("auth-token", "delete", "--current")
    assert "401 Unauthorized" in automation.refused("service", "list")
