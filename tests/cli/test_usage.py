"""Every command explains itself, names a bad setting in one line, and ends with a code for scripts.

No database is needed for that.
"""

from pathlib import Path

import pytest

from ostiary.__main__ import COMMANDS
from tests.cli.conftest import Installation


@pytest.fixture
def ostiary(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "data")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(ostiary, command):
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
        ostiary.folder.mkdir(exist_ok=True)
        (ostiary.folder / "keys").write_text(text, encoding="utf-8")
        done = ostiary.run("check")
        assert (done.returncode, done.stdout) == (1, "")
        assert f"{ostiary.folder}/keys must list keys" in done.stderr
