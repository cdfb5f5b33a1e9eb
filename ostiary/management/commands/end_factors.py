"""ostiary end-factors"""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from ...actions import checks, factors
from ...actions.actors import operator
from ...models import Person
from ..command import Command as Base
from ..command import json_option, must_be_migrated


class Command(Base):
    help = (
        "Let somebody in who has lost their second factor: every authenticator app, passkey and security "
        "key of theirs ends, with their recovery codes and every session, and their password alone signs "
        "them in. Be sure first that it is them who asks. They are told by letter, and the trails of the "
        "person and of all their accounts say so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the address the person signs in with")
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        _, key = checks.address(options["address"])
        person = Person.objects.filter(address_key=key).first()
        if person is None:
            raise CommandError(f"Nobody signs in with {options['address']}.")
        ended = factors.end_all(operator(), person.ref)
        if options["json"]:
            return self.data({"address": person.address, "ended": ended})
        factors_ended = "1 second factor" if ended == 1 else f"{ended} second factors"
        return self.say(
            f"{person.address} signs in by password alone now: {factors_ended} ended, with recovery codes "
            "and every session."
        )
