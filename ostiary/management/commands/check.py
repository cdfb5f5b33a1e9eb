"""ostiary check"""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser

from ..command import Command as Base
from ..command import json_option
from ..inspections import Verdict, findings


class Command(Base):
    help = (
        "Say whether everything the server needs is there and in order: configuration, data folder, keys, "
        "database, mail server, clock, jobs. Exits with 1 when something is wrong; changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for finding in findings():
            found.append(finding)
            if not options["json"]:
                self.say(f"{finding.verdict:<8} {finding.about:<10} {finding.sentence}")
        wrong = sum(finding.verdict == Verdict.PROBLEM for finding in found)
        if options["json"]:
            without = [
                {key: value for key, value in asdict(finding).items() if key != "stops"} for finding in found
            ]
            self.data({"ok": not wrong, "findings": without})
        if wrong:
            raise CommandError("1 problem was found." if wrong == 1 else f"{wrong} problems were found.")
