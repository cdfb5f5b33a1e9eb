"""ostiary bootstrap"""

import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from ...actions import accounts, checks, hashes, tokens
from ...actions.actors import operator
from ...models import Account, Ownership, Person
from ...proofs.names import name_key
from ..command import Command as Base
from ..command import must_be_migrated


class Command(Base):
    help = (
        "Make an account with its owner, a superuser, and print their ids as JSON. Somebody who is known "
        "already keeps their password. When the account and its owner exist, nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--account", required=True, help="the account's name")
        parser.add_argument("--email", required=True, help="the address the owner signs in with")
        parser.add_argument("--name", required=True, help="the owner's name")
        parser.add_argument(
            "--password-file",
            metavar="FILE",
            help="read the owner's password from here (- is standard input) instead of asking for it",
        )
        parser.add_argument(
            "--with-token", action="store_true", help="make an API token with all the owner's rights as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        _, key = checks.address(options["email"], field="email")
        if found := _existing(options["account"], key):
            self.warn(f"The account {options['account']} with this owner exists; nothing was changed.")
            return self.data({**found, "token": None, "created": False})
        made = accounts.create(
            operator(),
            name=options["account"],
            owner_address=options["email"],
            owner_name=options["name"],
            password_hash="" if Person.objects.filter(address_key=key).exists() else _password(options),
        )
        token = _token(made) if options["with_token"] else None
        self.warn(f"{options['email']} can sign in at {settings.CONFIG.url}.")
        return self.data(
            {"account_id": made["account"], "member_id": made["member"], "token": token, "created": True}
        )


def _existing(name: str, address_key: str) -> dict[str, str] | None:
    owned = Ownership.objects.current().filter(
        account__settings__until__isnull=True,
        account__settings__name_key=name_key(name),
        member__address_key=address_key,
    )
    found = owned.values_list("account__ref", "member__ref").first()
    return {"account_id": found[0], "member_id": found[1]} if found else None


def _password(options: dict[str, Any]) -> str:
    """Hashed; refused like any password that somebody chooses. Raises Refusal and CommandError."""
    known = [options["name"], options["email"], options["account"], settings.CONFIG.product]
    source = options["password_file"]
    if source == "-":
        entered = sys.stdin.readline().rstrip("\r\n")
    elif source:
        entered = Path(source).read_text().rstrip("\r\n")
    elif sys.stdin.isatty():
        entered = getpass("Password for the owner: ")
        if getpass("Once more: ") != entered:
            raise CommandError("The two passwords differ.")
    else:
        raise CommandError("Nobody is there to ask for the password: use --password-file.")
    return hashes.chosen(entered, known)


def _token(made: dict[str, str]) -> str:
    account = Account.objects.get(ref=made["account"])
    answer = tokens.create_for(operator(account.pk), made["member"], name="bootstrap", scopes=["global"])
    return answer["secret"]
