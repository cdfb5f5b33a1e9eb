"""ostiary demo"""

import os
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from ...actions import authenticators, hashes
from ...clock import now
from ...config import LOOPBACK
from ...models import Account, Person
from ...proofs import totp
from ..command import Command as Base
from ..command import must_be_migrated
from ..demo.larkfield import LARKFIELD
from ..demo.others import MOSAIC, TIDEWATER
from ..demo.story import enrol, tell
from ..demo.world import PASSWORD
from . import migrate, serve

COMPANIES = (LARKFIELD, MOSAIC, TIDEWATER)
WITH_FACTOR = LARKFIELD.address_of("Tomás Rivera")
# Whom to be, and why.
SIGN_INS = (
    (LARKFIELD.address_of("Olivia Hart"), "owns Larkfield Outdoor, the largest account"),
    (WITH_FACTOR, "superuser there, with an authenticator app"),
    (MOSAIC.owner_address, "in all three accounts: owner, superuser, engineer"),
    (LARKFIELD.address_of("Priya Nair"), "engineer, limited to three services"),
    (LARKFIELD.address_of("Bruno Keller"), "billing"),
    (LARKFIELD.address_of("Uma Okoye"), "user"),
    (LARKFIELD.address_of("Amara Diallo"), "security user in one workspace"),
    (MOSAIC.address_of("Walter Finch"), "invited to Larkfield Outdoor as well: asked at sign-in"),
)


class Command(Base):
    help = (
        "Fill an empty database with three accounts and the people in them, and print how to sign in. "
        "Run again, it prints the same. The password is no secret, so it is for a loopback address only."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serve", action="store_true", help="bring the tables and serve the demo too")
        parser.add_argument("--port", type=int, default=8000, help="port to serve at (%(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        os.environ["OSTIARY_DEMO"] = "1"
        if options["serve"]:
            os.environ.setdefault("OSTIARY_URL", f"http://localhost:{options['port']}")
        settings.CONFIG = replace(
            settings.CONFIG, demo=True, url=os.environ.get("OSTIARY_URL", settings.CONFIG.url)
        )
        _must_be_loopback(settings.CONFIG.url)
        if options["serve"]:
            call_command(migrate.Command(), verbosity=0)
        must_be_migrated()
        _fill()
        self._print_sign_ins()
        if options["serve"]:
            call_command(serve.Command(), port=options["port"])

    def _print_sign_ins(self) -> None:
        url = settings.CONFIG.url
        width = max(len(address) for address, _part in SIGN_INS)
        self.say(f"Ostiary's demo: {url}    Its letters: {url}/mail")
        self.say(f"\nSign in with one of these addresses; everybody's password is: {PASSWORD}\n\n")
        for address, part in SIGN_INS:
            self.say(f"  {address:<{width}}  {part}")
        self.say(f"\nThe authenticator key of {WITH_FACTOR}: {_authenticator_key()}")
        self.say("To begin with: sign in as the owner, invite somebody, and open the letter at /mail.\n\n")


def _must_be_loopback(url: str) -> None:
    if urlsplit(url).hostname not in LOOPBACK:
        raise CommandError(
            f"The demo's password is no secret, and {url} is an address that others can reach."
        )


def _fill() -> None:
    """Tell the story once. One that was broken off cannot be continued."""
    addresses = {company.address_of(company.owner) for company in COMPANIES}
    last = Person.objects.filter(address_key=WITH_FACTOR, totp_devices__confirmed_at__isnull=False)
    if last.exists():
        return
    if Account.objects.exists():
        begun = Person.objects.filter(address_key__in=addresses).exists()
        raise CommandError(
            "A demo was begun here and not finished. Start again with an empty data folder."
            if begun
            else "There are accounts here already. The demo wants a database of its own."
        )
    tell(COMPANIES, hashes.made(PASSWORD), now())
    enrol(WITH_FACTOR, PASSWORD)


def _authenticator_key() -> str:
    device = Person.objects.get(address_key=WITH_FACTOR).totp_devices.filter(ended_at__isnull=True).get()
    return totp.grouped(authenticators.secret_of(device))
