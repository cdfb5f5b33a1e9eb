"""The write-ahead log moves into the database while nobody writes, and never by accident."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from ostiary.jobs import checkpoints
from ostiary.models import Server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL looks after its own log"),
]


def log() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-wal")


def test_no_connection_of_ours_checkpoints_by_itself(db):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


def test_it_moves_what_the_log_holds_so_that_the_next_writer_begins_it_anew(db):
    for _ in range(50):
        Server.objects.create(event_digest=b"x" * 5000)
    grown = log().stat().st_size
    checkpoints.checkpoint()
    for _ in range(10):
        Server.objects.create(event_digest=b"x" * 5000)
    assert log().stat().st_size == grown


def test_it_waits_for_a_writer_and_lets_none_in(db, monkeypatch):
    Server.objects.create()
    seen = []
    real = sqlite3.connect

    def look(*args, **kwargs):
        """At the moment of the checkpoint, try to write from a third connection."""
        with closing(real(connection.settings_dict["NAME"], timeout=0)) as writer:
            try:
                writer.execute("BEGIN IMMEDIATE")
                seen.append("writer got in")
            except sqlite3.OperationalError:
                seen.append("writer waits")
        return real(*args, **kwargs)

    monkeypatch.setattr(checkpoints.sqlite3, "connect", look)
    checkpoints.checkpoint()
    assert seen == ["writer waits"]


def test_nothing_is_lost_when_writers_and_checkpoints_compete(db):
    stop = threading.Event()
    written = []

    def write() -> None:
        try:
            while not stop.is_set():
                written.append(Server.objects.create(event_digest=b"x" * 3000).pk)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    for _ in range(30):
        checkpoints.checkpoint()
    stop.set()
    for writer in writers:
        writer.join()
    assert sorted(written) == list(Server.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
