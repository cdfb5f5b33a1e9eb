"""ostiary migrate"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connection

from ...queries.tables import missing_migrations
from ..command import Command as Base
from ..command import must_not_be_newer

SHOWN = {"help", "plan", "check_unapplied"}
# Any number that nobody else uses as an advisory lock in this database: "ostiary" in ASCII.
LOCK = 0x6F737469617279


class Command(Base, migrate.Command):
    """Django's own, with the options that an operator has use for."""

    help = "Bring the database to the tables of this version. Safe to repeat; run it after every upgrade."
    autodetector = migrate.Command.autodetector

    def add_arguments(self, parser: CommandParser) -> None:
        migrate.Command.add_arguments(self, parser)
        for option in parser._actions:
            if option.dest not in SHOWN:
                option.help = argparse.SUPPRESS

    def handle(self, *args: Any, **options: Any) -> None:
        must_not_be_newer()
        if options["plan"]:
            migrate.Command.handle(self, *args, **options)
        elif options["check_unapplied"]:
            self._only_check()
        else:
            self._migrate(*args, **options)

    def _migrate(self, *args: Any, **options: Any) -> None:
        with _alone():
            missing = missing_migrations()
            migrate.Command.handle(self, *args, **{**options, "verbosity": 0})
        if options["verbosity"]:
            self.say(f"{len(missing)} migrations applied." if missing else "The database was up to date.")

    def _only_check(self) -> None:
        if missing := missing_migrations():
            raise CommandError("Missing: " + ", ".join(missing))
        self.say("Nothing is missing.")


@contextmanager
def _alone() -> Iterator[None]:
    """Two nodes that start at once migrate one after the other; the second finds nothing to do."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
