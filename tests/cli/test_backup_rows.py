"""Every kind of value survives the way into a backup and back, and nobody waits for a backup."""

import threading
from datetime import datetime, timedelta
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connections

from ostiary.actions import invitations
from ostiary.actions.restoring import restore
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.management import archive
from ostiary.models import Draft, Event, Service, Session
from ostiary.models.portable import kinds, name_of
from ostiary.queries.snapshot import one_instant, rows
from tests.cast import acting, make_service, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy_account(acme, olga, erin, workspaces, client):
    """An account with something in most tables: text of all kinds, digests, JSON, times, gaps."""
    signed_in(client, olga)
    wanted = Wanted(roles=frozenset({"engineer", "billing"}))
    invitations.invite(acting(olga), "zoë@example.com", wanted)
    make_service(acme, "www.example.com 😀 “quoted” \\ backslash")
    draft = {"b": {"deep": [1, None, True, "é"]}, "a": ""}
    Draft.objects.create(
        account=acme, author=olga, choices=draft, created_at=now(), expires_at=now() + timedelta(hours=1)
    )
    return acme


def backup(path):
    archive.write(path, made_at=datetime.fromisoformat("2026-05-12T12:00:00+00:00"))
    return path.read_bytes()


def test_all_values_come_back_as_they_were(busy_account, tmp_path):
    before = backup(tmp_path / "a.zip")
    event, session, draft = Event.objects.last(), Session.objects.get(), Draft.objects.get()

    call_command("flush", interactive=False, verbosity=0)
    restore(archive.Archive(tmp_path / "a.zip").tables())

    assert backup(tmp_path / "b.zip") == before
    restored = Event.objects.last()
    assert (restored.at, restored.body, bytes(restored.digest)) == (event.at, event.body, bytes(event.digest))
    assert bytes(Session.objects.get().digest) == bytes(session.digest)
    assert Draft.objects.get().choices == draft.choices


def test_new_ids_follow_the_restored_ones(busy_account, tmp_path):
    backup(tmp_path / "a.zip")
    highest = Service.objects.order_by("-pk")[0].pk
    call_command("flush", interactive=False, verbosity=0, reset_sequences=True)
    restore(archive.Archive(tmp_path / "a.zip").tables())
    make_service(busy_account, "later")
    assert Service.objects.order_by("-pk")[0].pk == highest + 1


def test_every_table_is_in_a_backup(busy_account, tmp_path):
    backup(tmp_path / "a.zip")
    entries = set(ZipFile(tmp_path / "a.zip").namelist())
    assert entries == {f"{name_of(kind)}.jsonl" for kind in kinds()} | {archive.MANIFEST}
    assert ZipFile(tmp_path / "a.zip").read("service.jsonl").count(b"\n") == Service.objects.count() == 3 + 1


def test_a_backup_is_of_one_instant_while_others_go_on_writing(busy_account):
    count = Service.objects.count()
    with one_instant():
        assert sum(1 for _ in rows(Service)) == count
        writer = threading.Thread(
            target=in_its_own_connection(make_service), args=(busy_account, "meanwhile")
        )
        writer.start()
        writer.join(20)
        assert not writer.is_alive()
        assert sum(1 for _ in rows(Service)) == count
    assert Service.objects.count() == count + 1


def in_its_own_connection(work):
    def run(*args):
        try:
            work(*args)
        finally:
            connections.close_all()

    return run
