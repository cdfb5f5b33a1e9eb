"""The `ostiary` command. Exit codes: 0 done, 1 refused or failed (why, on stderr), 2 wrong usage."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "serve": "serve the panel and the API, and do the jobs beside them",
    "migrate": "bring the database to the tables of this version",
    "check": "say whether everything the server needs is there and in order",
    "bootstrap": "make an account with its owner",
    "access": "say who may do what in an account, or might at a moment of the past",
    "reopen-account": "open a closed account again, or name those that are closed",
    "end-factors": "let somebody in who has lost their second factor",
    "reseal": "seal under the first key what an older one sealed, to take that away",
    "breached-passwords": "refuse passwords that stood in other people's breaches",
    "backup": "write everything into one file",
    "restore": "read such a file into an empty database",
    "demo": "fill an empty database with accounts to try things on",
    "version": "print the version",
}


def main(argv: Sequence[str] | None = None) -> int:
    name, *rest = list(sys.argv[1:] if argv is None else argv) or [""]
    if name in ("-h", "--help", "help"):
        sys.stdout.write(usage())
        return 0
    if name == "--version":
        name = "version"
    if name not in COMMANDS:
        sys.stderr.write((f"ostiary: {name} is not a command\n\n" if name else "") + usage())
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ostiary.settings")
    # Only now, and only what the command needs: `ostiary --help` answers at once.
    code: int = import_module("ostiary.management.running").run(name, rest)
    return code


def usage() -> str:
    lines = [f"  {name:<20}{sentence}" for name, sentence in COMMANDS.items()]
    head, foot = "usage: ostiary COMMAND [OPTIONS]", "`ostiary COMMAND --help` names the options."
    return "\n".join([head, "", *lines, "", foot, ""])


if __name__ == "__main__":
    sys.exit(main())
