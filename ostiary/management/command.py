"""What all commands have in common."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ..queries.tables import missing_migrations, unknown_migrations


class Command(BaseCommand):
    """A command of `ostiary`: only its own options are shown, and it speaks plainly or in JSON."""

    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def say(self, text: str) -> None:
        self.stdout.write(text)

    def warn(self, text: str) -> None:
        self.stderr.write(text)

    def data(self, value: Any) -> None:
        """For programs: one JSON value on standard output, and nothing else there."""
        self.stdout.write(json.dumps(value, indent=2, ensure_ascii=False))


def json_option(parser: CommandParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def must_be_migrated() -> None:
    """Raises CommandError when the database has not exactly the tables of this version."""
    must_not_be_newer()
    if missing := missing_migrations():
        raise CommandError(
            f"The database has not this version's tables: {len(missing)} migrations are missing. "
            "Run `ostiary migrate` first."
        )


def must_not_be_newer() -> None:
    """Raises CommandError when a newer version has migrated the database: an old one would misread it."""
    if unknown := unknown_migrations():
        raise CommandError(
            f"The database was migrated by a newer version of Ostiary ({', '.join(unknown)}). "
            "Install that version, or restore a backup made before the upgrade."
        )
