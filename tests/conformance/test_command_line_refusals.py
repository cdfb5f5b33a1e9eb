"""What the vendor's own command line shows of a refusal, and that it ends with an error."""

import pytest

NOBODY = "0" * 22
NOT_FOUND = "404 Not Found: Record not found (Cannot find"
FORBIDDEN = "403 Forbidden: You are not authorized to perform this action"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("user", "describe", "--id", NOBODY), f"{NOT_FOUND} user '{NOBODY}')."),
        (("user", "delete", "--id", NOBODY), f"{NOT_FOUND} user '{NOBODY}')."),
        (("auth-token", "delete", "--id", NOBODY), f"{NOT_FOUND} token '{NOBODY}')."),
        (("service", "describe", "--service-id", NOBODY), f"{NOT_FOUND} service '{NOBODY}')."),
        (("service", "search", "--name", "nowhere.example.org"), f"{NOT_FOUND} service)."),
        (("service", "auth", "describe", "--id", NOBODY), f"{NOT_FOUND} serviceauthorization '{NOBODY}')."),
    ],
)
def test_what_is_not_there(cli, command, words):
    assert words in cli.refused(*command)


@pytest.mark.parametrize("command", [("user", "describe", "--current"), ("service", "list"), ("whoami",)])
def test_a_token_that_nobody_was_given(cli, command):
    shown = cli.by("ost_pat_none").refused(*command)
    assert "Provided credentials are missing or invalid" in shown
    assert "This error is likely caused by a missing, incorrect, or expired Fastly API token." in shown


def test_a_scope_that_is_too_narrow(cli):
    reader = cli.by(cli.make_token("reader", "--scope", "global:read").secret)
    shown = reader.refused("service", "create", "--name", "more.example.org")
    assert f"{FORBIDDEN} (The token's scope does not allow this.)." in shown


def test_a_password_that_is_wrong(cli):
    shown = cli.refused("auth-token", "create", "--password", "wrong")
    assert f"{FORBIDDEN} (The login or the password is not right.)." in shown
