"""Every command says what is wrong with the database in one sentence, and ends with a code for scripts."""

import json
import socket

import pytest

from tests.cli.conftest import sql


@pytest.mark.any_database
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


@pytest.mark.any_database
def test_a_port_in_use_is_refused(ostiary):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = ostiary.run("serve", "--port", port)
    assert done.returncode == 1
    assert f"Cannot listen at 127.0.0.1, port {port}: Address already in use." in done.stderr


@pytest.mark.any_database
def test_what_is_made_is_for_the_servers_user_alone(ostiary, tmp_path):
    ostiary.folder = tmp_path / "fresh"
    ostiary("migrate", OSTIARY_DATA=str(ostiary.folder), DATABASE_URL="")
    made = [ostiary.folder, *ostiary.folder.iterdir()]
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


@pytest.mark.any_database
def test_json_comes_alone_on_standard_output(ostiary):
    done = ostiary.run("check", "--json")
    assert json.loads(done.stdout)["ok"] is True
