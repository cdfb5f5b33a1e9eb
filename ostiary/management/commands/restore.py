"""ostiary restore"""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from ...actions.restoring import restore
from ...queries.tables import applied_migrations
from ..archive import Archive, BadArchive
from ..command import Command as Base
from ..command import json_option, must_be_migrated


class Command(Base):
    help = (
        "Read a backup into an empty database (after `ostiary migrate`), all of it or nothing, with the ids "
        "it had. SQLite and PostgreSQL read each other's. Keys that the backup holds are taken over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--without-keys",
            action="store_true",
            help="go on although the keys are lost: authenticator apps and mailed links stop working",
        )
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        try:
            archive = Archive(options["file"])
            _must_be_of_this_version(archive)
            keys = "" if options["without_keys"] or archive.opens() else _keys_of(archive)
            restore(archive.tables())
        except (BadArchive, TypeError, ValueError) as error:
            raise CommandError(f"Nothing was restored: {error}") from error
        if keys:
            self.warn(f"The backup's keys are now in {_keep(keys)}.")
        if options["json"]:
            return self.data({"file": str(options["file"]), **archive.manifest})
        count = sum(table["rows"] for table in archive.manifest["tables"].values())
        return self.say(f"{count} rows of {archive.manifest['made_at']} were restored.")


def _must_be_of_this_version(archive: Archive) -> None:
    if archive.manifest["migrations"] != applied_migrations():
        raise CommandError(
            f"The backup was made by Ostiary {archive.manifest['ostiary']}, which has other tables. "
            "Restore it with that version, then upgrade."
        )


def _keys_of(archive: Archive) -> str:
    """The keys under which the backup's secrets were sealed, where ours are others. Raises CommandError."""
    if archive.keys and not os.environ.get("OSTIARY_KEYS"):
        return archive.keys
    if archive.keys:
        advice = f"Set OSTIARY_KEYS to what `unzip -p {archive.path} keys` prints, and restore again."
    else:
        advice = f"Put them into OSTIARY_KEYS or {_key_file()}. If they are lost, use --without-keys."
    raise CommandError(f"The backup was made with other keys than this server has. {advice}")


def _keep(keys: str) -> Path:
    draft = _key_file().with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(keys + "\n", encoding="ascii")
    return draft.rename(_key_file())


def _key_file() -> Path:
    return Path(settings.CONFIG.data) / "keys"
