"""ostiary reseal"""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from ...actions import resealing
from ...actions.actors import operator
from ..command import Command as Base
from ..command import json_option, must_be_migrated


class Command(Base):
    help = (
        "Seal anew, under the first key of OSTIARY_KEYS, what an older one sealed: the secrets of "
        "authenticator apps. Then the older key can be taken away without locking anybody out. The "
        "servers go on meanwhile, and all of them must have the new key first already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        done = resealing.reseal(operator())
        if options["json"]:
            self.data(done._asdict())
        if done.lost:
            raise CommandError(
                f"No key that is there opens the secrets of {done.lost} authenticator apps: put the key back "
                f"that sealed them. {done.sealed} others were sealed anew."
            )
        if not options["json"]:
            apps = "1 authenticator app was" if done.sealed == 1 else f"{done.sealed} authenticator apps were"
            self.say(f"{apps} sealed anew: all are sealed under the first key now.")
