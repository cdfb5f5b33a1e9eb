"""Inviting and accepting, and two writes by API, against the very same statements sent bare.

Two equal databases: on one the action runs; its statements, with their values, are noted and sent to the
other by the database's own driver, in as many transactions with the same settings. Both wait for the disk.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .measure import in_turn, say

ROUNDS = 60
Statement = tuple[str, Any, bool]


def main() -> None:
    print("Writes", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="ostiary-bench-"))
    os.environ.update(DJANGO_SETTINGS_MODULE="ostiary.settings", OSTIARY_DATA=str(folder), DATABASE_URL="")
    os.environ["OSTIARY_SMTP"] = "smtp://127.0.0.1:9"  # nobody listens: the letters stay queued
    os.environ["OSTIARY_API_WRITES"] = "1000000"
    import django

    django.setup()
    try:
        _measure(folder)
    finally:
        shutil.rmtree(folder)


def _measure(folder: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    from . import world
    from .api_story import ApiStory

    call_command("migrate", verbosity=0)
    looked = world.make(size=1_000)
    by_api = ApiStory(looked)
    connection.close()  # the last connection leaves nothing in the log: the file is whole
    shutil.copy(folder / "ostiary.sqlite3", folder / "twin.sqlite3")
    twin = Twin(folder / "twin.sqlite3")

    story = Story(looked)
    deeds = {
        "inviting": (story.invite, 0.0),
        "accepting, less its hash": (story.accept, 0.0),
        "PUT /user/{id}, another role": (by_api.change_role, 0.0),
        "POST /tokens, less its hash": (by_api.make_token, by_api.one_hash()),
    }
    for what, (deed, hashing) in deeds.items():
        noted: list[Statement] = []
        medians = in_turn(
            {
                "action": lambda deed=deed, noted=noted: _noted(deed, noted),
                "bare": lambda noted=noted: twin.repeat(noted),
            },
            ROUNDS,
        )
        took = medians["action"] - hashing
        ratio = took / medians["bare"]
        say(f"{what}, {len(noted)} statements, bare", f"{medians['bare']:.2f} ms")
        if "/" in what:  # the whole door as well, with its counts in transactions of their own
            say(what, f"{took:.2f} ms", f"{ratio:.2f} × bare")
        else:
            say(what, f"{took:.2f} ms", f"{ratio:.2f} × bare, at most 3", holds=ratio <= 3)


def _noted(deed: Callable[[], object], noted: list[Statement]) -> None:
    from django.db import connection

    noted.clear()

    def note(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        noted.append((sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        deed()


class Twin:
    """The other database, spoken to by the driver alone."""

    def __init__(self, path: Path) -> None:
        import sqlite3

        from ostiary.database import SQLITE_PRAGMAS

        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(SQLITE_PRAGMAS)

    def repeat(self, statements: list[Statement]) -> None:
        cursor = self.connection.cursor()
        for sql, params, many in statements:
            if sql.startswith("BEGIN"):
                self._commit()
            if many:
                cursor.executemany(sql.replace("%s", "?"), params)
            else:
                cursor.execute(*_for_sqlite(sql, params)).fetchall()
        self._commit()

    def _commit(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")


def _for_sqlite(sql: str, params: Any) -> tuple[str, Any]:
    if isinstance(params, dict):
        return sql % {name: f":{name}" for name in params}, params
    return (sql.replace("%s", "?").replace("%%", "%"), params or ()) if params else (sql, ())


class Story:
    """A superuser who invites one after the other, and people who accept."""

    def __init__(self, looked: Any) -> None:
        from ostiary.actions.actors import Actor, Door

        owner = looked.owner
        self.actor = Actor(
            Door.PANEL, account_id=owner.account_id, member_id=owner.pk, person_id=owner.person_id
        )
        self.invited: list[str] = []
        self.number = 0
        self.stranger = Actor(Door.PANEL)

    def invite(self) -> None:
        from ostiary.actions import invitations
        from ostiary.actions.wanted import Wanted
        from ostiary.models import Throttle

        self.number += 1
        if self.number % 50 == 0:
            Throttle.objects.all().delete()  # a superuser invites only so many in a day
        engineer = Wanted(frozenset({"engineer"}))
        sent = invitations.invite(self.actor, f"new{self.number}@example.org", engineer)
        self.invited.append(sent["invitation"])

    def accept(self) -> None:
        from ostiary.actions import acceptance
        from ostiary.actions.acceptance import Link
        from ostiary.keyring import ring
        from ostiary.proofs.links import LinkKind, link_secret

        ref = self.invited.pop()
        link = Link(ref, link_secret(ring(), LinkKind.INVITATION, ref, 1))
        acceptance.accept_as_new(self.stranger, link, name="Nina North", password_hash="argon2$not measured")


if __name__ == "__main__":
    sys.exit(main())
