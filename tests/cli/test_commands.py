"""Every command is helpful, says what is wrong in one sentence, and ends with a code for scripts."""

import json
import socket

import pytest

from ostiary.__main__ import COMMANDS
from tests.cli.conftest import sql


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(ostiary, command):
    if command == "demo":
        pytest.importorskip("ostiary.management.commands.demo")
    assert ostiary(command, "--help").startswith(f"usage: ostiary {command}")


def test_without_a_command_the_commands_are_named(ostiary):
    done = ostiary.run()
    assert done.returncode == 2
    assert all(f"  {command} " in done.stderr for command in COMMANDS)


@pytest.mark.parametrize("wrong", [["fly"], ["migrate", "--faster"], ["backup"], ["serve", "--port", "x"]])
def test_wrong_usage_ends_with_two(ostiary, wrong):
    done = ostiary.run(*wrong)
    assert done.returncode == 2
    assert "usage: ostiary" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("OSTIARY_URL", "id.example.com", "OSTIARY_URL must be an origin"),
        ("OSTIARY_KEYS", "short", "OSTIARY_KEYS must list keys"),
        ("OSTIARY_KEYS", "é" * 40 + " short", "OSTIARY_KEYS must list keys"),
        ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL must look like"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x", "Connection refused"),
        ("OSTIARY_SMTP", "mail.example.com", "OSTIARY_SMTP must look like"),
        ("OSTIARY_DATA", "/proc/nothing/here", "No such file or directory"),
    ],
)
def test_a_bad_setting_is_named_in_one_line(ostiary, name, value, expected):
    done = ostiary.run("migrate", **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("ostiary: ")
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["check", "serve", "migrate"])
def test_a_key_that_is_listed_twice_is_named_before_anything_starts(ostiary, command):
    twice = ",".join(["k" * 40, "l" * 40, "k" * 40])
    done = ostiary.run(command, OSTIARY_KEYS=twice)
    assert (done.returncode, done.stdout) == (1, "")
    assert "OSTIARY_KEYS must list keys of at least 32 characters, all of them different" in done.stderr
    assert "kkk" not in done.stderr


def test_a_key_file_that_cannot_be_used_is_named(ostiary):
    for text in ("", "short", "é" * 40):
        (ostiary.folder / "keys").write_text(text, encoding="utf-8")
        done = ostiary.run("check")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"{ostiary.folder}/keys must list keys" in done.stderr


def test_the_version_is_for_people_and_for_programs(ostiary):
    assert ostiary("version").startswith("ostiary ")
    assert set(ostiary.json("version", "--json")) == {"ostiary", "python", "django", "sqlite"}


def test_migrating_again_changes_nothing(ostiary):
    assert ostiary("migrate") == "The database was up to date.\n"
    assert ostiary("migrate", "--check") == "Nothing is missing.\n"


def test_what_is_missing_is_named_before_anything_is_served(ostiary):
    sql(ostiary, "delete from django_migrations where app = 'ostiary'")
    assert ostiary.run("migrate", "--check").returncode == 1
    for command in (
        ["serve"],
        ["backup", "x.zip"],
        ["bootstrap", "--account=A", "--email=a@b.co", "--name=N"],
    ):
        done = ostiary.run(*command)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Run `ostiary migrate` first" in done.stderr


def test_an_old_version_keeps_its_hands_off_a_newer_database(ostiary):
    sql(
        ostiary,
        "insert into django_migrations (app, name, applied) values ('ostiary', '9999_x', '2030-01-01')",
    )
    for command in ("serve", "migrate"):
        done = ostiary.run(command)
        assert done.returncode == 1
        assert "newer version" in done.stderr


def test_a_port_in_use_is_refused(ostiary):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = ostiary.run("serve", "--port", port)
    assert done.returncode == 1
    assert f"Cannot listen at 127.0.0.1, port {port}: Address already in use." in done.stderr


def test_what_is_made_is_for_the_servers_user_alone(ostiary, tmp_path):
    ostiary.folder = tmp_path / "fresh"
    ostiary("migrate", OSTIARY_DATA=str(ostiary.folder), DATABASE_URL="")
    made = [ostiary.folder, *ostiary.folder.iterdir()]
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_json_comes_alone_on_standard_output(ostiary):
    done = ostiary.run("check", "--json")
    assert json.loads(done.stdout)["ok"] is True
