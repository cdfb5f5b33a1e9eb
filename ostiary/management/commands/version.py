"""ostiary version"""

import platform
import sqlite3
from typing import Any

import django
from django.core.management.base import CommandParser

from ...version import version
from ..command import Command as Base
from ..command import json_option


class Command(Base):
    help = "Print the version."

    def add_arguments(self, parser: CommandParser) -> None:
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["json"]:
            return self.say(f"ostiary {version()}")
        return self.data(
            {
                "ostiary": version(),
                "python": platform.python_version(),
                "django": django.get_version(),
                "sqlite": sqlite3.sqlite_version,
            }
        )
