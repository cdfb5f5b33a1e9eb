"""Running one command: what the operator got wrong becomes a sentence and an exit code, never a traceback."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, load_command_class
from django.db import DatabaseError, connections

from ..access.refusals import Refusal
from ..config import BadConfiguration


def run(name: str, arguments: list[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 refused or failed. Wrong usage exits with 2."""
    # What is made here (the data folder, the database, keys, backups) is for this user's eyes alone.
    os.umask(0o077)
    try:
        django.setup()
        _execute(name, arguments)
    except CommandError as error:
        return _fail(str(error), error.returncode)
    except (BadConfiguration, ImproperlyConfigured) as error:
        return _fail(f"The configuration cannot be used: {error}")
    except Refusal as refusal:
        return _fail(_in_words(refusal))
    except DatabaseError as error:
        return _fail(f"The database cannot be used: {_first_line(error)}")
    except OSError as error:
        return _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
    except KeyboardInterrupt:
        return _fail("stopped", 130)
    return 0


def _execute(name: str, arguments: list[str]) -> None:
    command = load_command_class("ostiary", name.replace("-", "_"))
    command._called_from_command_line = True  # type: ignore[attr-defined]
    options = vars(command.create_parser("ostiary", name).parse_args(arguments))
    # One thread needs no pool, and without one a database that is away is named at once.
    connections["default"].settings_dict["OPTIONS"].pop("pool", None)
    try:
        command.execute(*options.pop("args", ()), **options)
    finally:
        connections.close_all()


def _in_words(refusal: Refusal) -> str:
    from ..web.wording import sentence

    return str(sentence(refusal))


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _fail(sentence: str, code: int = 1) -> int:
    sys.stderr.write(f"ostiary: {sentence}\n")
    return code
