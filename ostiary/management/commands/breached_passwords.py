"""ostiary breached-passwords"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from ... import breached
from ...proofs.breached import BadSet, make, of_hashes, of_passwords
from ..command import Command as Base
from ..command import json_option


class Command(Base):
    help = (
        "Refuse passwords that stood in other people's breaches, from now on and whenever somebody chooses "
        "one. Reads a list of SHA-1 hashes, a line each, with or without a count behind a colon, as "
        "published by Pwned Passwords; keeps eight bytes of each in the data folder, in the place of the "
        "list before. Needs twice that much room while it works, and little memory."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", help="the file to read; - for standard input")
        parser.add_argument(
            "--passwords", action="store_true", help="the list holds passwords themselves, a line each"
        )
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        read = of_passwords if options["passwords"] else of_hashes
        path = breached.path()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with _lines(options["list"]) as lines:
                count = make(read(lines), path)
        except BadSet as error:
            hint = "" if options["passwords"] else ". For a list of passwords themselves, add --passwords"
            raise CommandError(f"{error}{hint}. Nothing was changed.") from error
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename or path}. Nothing was changed.") from error
        if options["json"]:
            return self.data({"breached_passwords": count, "file": str(path)})
        return self.say(f"{count:,} breached passwords are refused from now on ({path}).")


@contextmanager
def _lines(name: str) -> Iterator[Iterable[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
    else:
        with Path(name).open("rb") as file:
            yield file
