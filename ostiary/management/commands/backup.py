"""ostiary backup"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from ...clock import now
from .. import archive
from ..command import Command as Base
from ..command import json_option, must_be_migrated


class Command(Base):
    help = (
        "Write everything into one file, as of one instant, while the server runs. The file holds personal "
        "data; it does not hold the keys, without which authenticator apps cannot be checked: keep "
        "OSTIARY_KEYS (or the file `keys` of the data folder) elsewhere, or use --with-keys."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a file that does not exist yet")
        parser.add_argument(
            "--with-keys", action="store_true", help="include the keys: who has the file then has everything"
        )
        parser.add_argument(
            "--time", type=_moment, help="the time to write into it instead of now, in ISO 8601"
        )
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        keys = "\n".join(settings.CONFIG.keys) if options["with_keys"] else ""
        manifest = archive.write(options["file"], made_at=options["time"] or now(), keys=keys)
        if options["json"]:
            return self.data({"file": str(options["file"]), "with_keys": bool(keys), **manifest})
        count = sum(table["rows"] for table in manifest["tables"].values())
        self.say(f"{count} rows are in {options['file']}.")
        if not keys:
            self.warn("The keys are not in it. Keep them too, and elsewhere.")
        return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
