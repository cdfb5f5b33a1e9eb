"""The first account of an installation, and every further one that the operator makes."""

from base64 import b64encode
from hashlib import sha256
from zipfile import ZipFile

import pytest

WHO = ["--account", "Acme", "--email", "olga@example.com", "--name", "Olga Ohm"]


def test_it_prints_the_ids_of_the_account_and_its_owner(ostiary):
    made = ostiary.bootstrap()
    assert made["created"] is True
    assert len(made["account_id"]) == len(made["member_id"]) == 22
    assert made["token"] is None


def test_the_token_is_shown_and_only_its_digest_is_kept(ostiary, tmp_path):
    token = ostiary.bootstrap("--with-token")["token"]
    kept = tmp_path / "kept.zip"
    ostiary("backup", str(kept))
    text = _text(kept, "token.jsonl")
    assert b64encode(sha256(token.encode()).digest()).decode() in text
    assert token not in text


def test_a_second_time_nothing_changes(ostiary):
    first = ostiary.bootstrap()
    again = ostiary.run("bootstrap", *WHO, "--with-token")
    assert again.returncode == 0
    assert "nothing was changed" in again.stderr
    assert ostiary.json("bootstrap", *WHO) == {**first, "created": False}


def test_somebody_known_becomes_owner_of_a_second_account_and_keeps_their_password(ostiary, tmp_path):
    ostiary.bootstrap()
    before = _people(ostiary, tmp_path / "before.zip")
    second = ostiary.json("bootstrap", "--account", "Globex", "--email", "OLGA@example.com", "--name", "Olga")
    assert second["created"] is True
    assert _people(ostiary, tmp_path / "after.zip") == before


@pytest.mark.any_database
def test_a_weak_password_is_refused_and_nothing_is_made(ostiary):
    done = ostiary.run("bootstrap", *WHO, "--password-file", "-", typed="olga\n")
    assert done.returncode == 1
    assert done.stdout == ""
    assert ostiary.bootstrap()["created"] is True


@pytest.mark.any_database
def test_nobody_is_asked_where_nobody_is(ostiary):
    done = ostiary.run("bootstrap", *WHO)
    assert done.returncode == 1
    assert "--password-file" in done.stderr


@pytest.mark.any_database
def test_a_bad_address_and_a_bad_name_are_refused(ostiary):
    for wrong in (["--email", "olga"], ["--account", "www.acme.example"]):
        done = ostiary.run(
            "bootstrap", *WHO, *wrong, "--password-file", "-", typed="seven quiet herons ford\n"
        )
        assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.any_database
def test_a_password_comes_from_a_file_without_its_last_line_break(ostiary, tmp_path):
    file = tmp_path / "password"
    file.write_text("seven quiet herons ford the river\n")
    assert ostiary.json("bootstrap", *WHO, "--password-file", str(file))["created"] is True


def _people(ostiary, path):
    ostiary("backup", str(path))
    return [line.split('"password": ')[1] for line in _text(path, "person.jsonl").splitlines()]


def _text(path, name):
    return ZipFile(path).read(name).decode()
