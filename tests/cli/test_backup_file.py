"""What is in a backup file, and which files are refused: a backup comes back whole or not at all."""

import shutil
from dataclasses import replace
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from ostiary.access.refusals import Conflict
from ostiary.keyring import ring
from ostiary.models import Account, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(acme, tmp_path):
    """A backup of Acme, whose database is empty again."""
    path = tmp_path / "a.zip"
    call_command("backup", path)
    empty()
    return path


def empty():
    call_command("flush", interactive=False, verbosity=0)


def test_a_file_that_is_there_is_not_overwritten(acme, tmp_path):
    (tmp_path / "a.zip").write_text("precious")
    with pytest.raises(FileExistsError):
        call_command("backup", tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_text() == "precious"


def test_a_backup_cut_short_leaves_no_file(acme, tmp_path, monkeypatch):
    monkeypatch.setattr("ostiary.management.archive.applied_migrations", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("backup", tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_keys_are_in_it_only_when_asked_for(acme, tmp_path, settings):
    keys = [key.encode() for key in settings.CONFIG.keys]
    for options, expected in (({}, False), ({"with_keys": True}, True)):
        path = tmp_path / f"{expected}.zip"
        call_command("backup", path, **options)
        with ZipFile(path) as archive:
            found = any(keys[0] in archive.read(name) for name in archive.namelist())
        assert found is expected


def test_it_is_restored_into_an_empty_database(file):
    call_command("restore", file)
    assert Account.objects.count() == 1


def test_only_an_empty_database_takes_a_backup(file):
    call_command("restore", file)
    with pytest.raises(Conflict, match="database_not_empty"):
        call_command("restore", file)


def test_a_changed_row_undoes_everything(file):
    rewrite(file, "person.jsonl", lambda text: text.replace(b"Olga", b"Olaf"))
    with pytest.raises(CommandError, match="the table person is not what was written"):
        call_command("restore", file)
    assert not Account.objects.exists()


def test_a_column_that_we_do_not_have_undoes_everything(file):
    rewrite(file, "person.jsonl", lambda text: text.replace(b'"address_key"', b'"superpower"'))
    with pytest.raises(CommandError, match="superpower"):
        call_command("restore", file)
    assert not Account.objects.exists()


def test_a_row_that_others_refer_to_is_not_left_out(file):
    digest = sha256(ZipFile(file).read("person.jsonl")).hexdigest().encode()
    rewrite(file, "person.jsonl", lambda text: b"")
    rewrite(file, "manifest.json", lambda text: text.replace(digest, sha256(b"").hexdigest().encode()))
    with pytest.raises(IntegrityError):
        call_command("restore", file)
    assert not Account.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all" * 100])
def test_what_is_no_backup_is_refused(file, content):
    file.write_bytes(content)
    with pytest.raises(CommandError, match="is not a backup of Ostiary"):
        call_command("restore", file)


def test_a_backup_of_another_version_names_the_version_that_can_read_it(file):
    rewrite(file, "manifest.json", lambda text: text.replace(b'"ostiary.0001', b'"ostiary.0000'))
    with pytest.raises(CommandError, match="which has other tables"):
        call_command("restore", file)


def test_lost_keys_can_be_given_up_but_not_by_accident(file, settings):
    settings.CONFIG = replace(settings.CONFIG, keys=("another-key-of-more-than-32-characters",))
    ring.cache_clear()
    try:
        with pytest.raises(CommandError, match="other keys"):
            call_command("restore", file)
        call_command("restore", file, without_keys=True)
    finally:
        ring.cache_clear()
    assert Person.objects.count() == 1


def test_the_connection_is_as_before(acme, tmp_path):
    call_command("backup", tmp_path / "a.zip")
    assert not connection.in_atomic_block
    Account.objects.update(event_count=0)


def rewrite(path, entry, change):
    """Change one file of an archive, as somebody who knows how archives are made could."""
    old = path.with_suffix(".old")
    shutil.move(path, old)
    with ZipFile(old) as before, ZipFile(path, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, change(text) if name == entry else text)
