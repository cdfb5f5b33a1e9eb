"""ostiary reopen-account"""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from ...actions import closing
from ...actions.actors import operator
from ...queries import closing as queries
from ..command import Command as Base
from ..command import json_option, must_be_migrated


class Command(Base):
    help = (
        "Open an account again that its superusers have closed: to its owner alone, as a superuser. Without "
        "an account it names those that are closed. Be sure first that it is the owner who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", nargs="?", default="", help="the account's ID")
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        closed = queries.closed()
        if not options["account"]:
            return self._list(closed, as_json=options["json"])
        account = next((one for one in closed if one.ref == options["account"]), None)
        if account is None:
            raise CommandError(f"No closed account has the ID {options['account']}.")
        owner = closing.reopen(operator(account.id))
        if options["json"]:
            return self.data({"account": account.ref, "owner": owner})
        return self.say(f"{account.name} is open again, to its owner {owner} alone.")

    def _list(self, closed: list[queries.Closed], *, as_json: bool) -> None:
        if as_json:
            return self.data(
                [{"account": one.ref, "name": one.name, "closed": one.since.isoformat()} for one in closed]
            )
        for one in closed:
            self.say(f"{one.ref}  {one.since:%Y-%m-%d %H:%M} UTC  {one.name}")
        return None if closed else self.say("No account is closed.")
