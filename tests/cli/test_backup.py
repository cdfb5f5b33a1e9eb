"""A backup moves an installation: with its keys, to another machine, to the other kind of database."""

import os

import pytest

from tests.cli.conftest import Installation

SOME_DAY = "--time=2026-05-12T12:00:00+00:00"


def test_what_was_restored_is_the_same_installation(install, tmp_path):
    first, second = install(), install()
    made = first.bootstrap("--with-token")
    first("backup", str(tmp_path / "a.zip"), SOME_DAY, "--with-keys")

    assert second.json("restore", str(tmp_path / "a.zip"), "--json")["tables"]["token"]["rows"] == 1

    assert (second.folder / "keys").read_text() == (first.folder / "keys").read_text()
    second("backup", str(tmp_path / "b.zip"), SOME_DAY, "--with-keys")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert second.bootstrap()["account_id"] == made["account_id"]
    assert second.bootstrap(account="Globex")["created"] is True


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="the other database is PostgreSQL")
def test_a_backup_moves_from_one_database_to_the_other_and_back(install, tmp_path):
    here, there, back = install(), Installation(tmp_path / "sqlite"), install()
    here.bootstrap("--with-token")
    there("migrate")
    here("backup", str(tmp_path / "a.zip"), SOME_DAY, "--with-keys")
    there("restore", str(tmp_path / "a.zip"))
    there("backup", str(tmp_path / "b.zip"), SOME_DAY, "--with-keys")
    back("restore", str(tmp_path / "b.zip"))
    back("backup", str(tmp_path / "c.zip"), SOME_DAY, "--with-keys")
    same = {(tmp_path / name).read_bytes() for name in ("a.zip", "b.zip", "c.zip")}
    assert len(same) == 1


def test_without_the_keys_of_its_time_a_backup_is_not_restored(install, tmp_path):
    first, second = install(), install()
    done = first.run("backup", str(tmp_path / "a.zip"))
    assert "The keys are not in it" in done.stderr
    done = second.run("restore", str(tmp_path / "a.zip"))
    assert done.returncode == 1
    assert "other keys" in done.stderr
    second("restore", str(tmp_path / "a.zip"), OSTIARY_KEYS=(first.folder / "keys").read_text())


def test_configured_keys_are_not_overruled_by_a_backup(install, tmp_path):
    first, second = install(), install()
    first("backup", str(tmp_path / "a.zip"), "--with-keys")
    done = second.run("restore", str(tmp_path / "a.zip"), OSTIARY_KEYS="k" * 40)
    assert done.returncode == 1
    assert "Set OSTIARY_KEYS" in done.stderr
