"""ostiary access"""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser

from ...access.access import Access
from ...access.levels import Level
from ...access.summary import summarise
from ...clock import now
from ...models import Account
from ...queries.who_had import Moment, Somebody, who_had
from ...web.access_words import summary_in_words
from ..command import Command as Base
from ..command import json_option, must_be_migrated


class Command(Base):
    help = (
        "Say who may do what in an account: its users and invited users, their roles, and how far those "
        "reach. With a moment, as it was then, by the names that held then. In JSON each role and level says "
        "where it comes from."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="the account's ID")
        parser.add_argument("--at", default="", help="a moment of the past, such as 2026-11-30T18:00 (UTC)")
        json_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        must_be_migrated()
        account = Account.objects.filter(ref=options["account"]).first()
        if account is None:
            raise CommandError(f"No account has the ID {options['account']}.")
        at = _moment(options["at"]) if options["at"] else now()
        found = who_had(account.pk, at)
        if options["json"]:
            people = [_shown(one, found) for one in found.people]
            return self.data({"account": account.ref, "at": at.isoformat(), "users": people})
        for one in found.people:
            self.say(_line(one, found))
        return None if found.people else self.say("Nobody was in this account.")


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no moment: write one as 2026-11-30T18:00.") from error
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if at > now():
        raise CommandError(f"{text} is still to come.")
    return at


def _line(one: Somebody, found: Moment) -> str:
    access = one.access
    roles = ", ".join(role.code for role in access.roles()) or _state(access)
    reach = summary_in_words(summarise(access, len(found.services), len(found.workspaces)))
    return f"{one.address}  {roles}  {reach}"


def _state(access: Access) -> str:
    return "locked" if access.locked else access.state


def _shown(one: Somebody, found: Moment) -> dict[str, Any]:
    access = one.access
    return {
        "id": one.ref,
        "name": one.name,
        "address": one.address,
        "state": _state(access),
        "roles": [
            {"role": role.code, "from": source.kind, "name": source.label}
            for role, source in ((given.role, given.source) for _, given in access.holdings)
        ],
        "services": [
            {"id": ref, "name": name, "level": access.level(ref).code, "from": _sources(access, ref)}
            for ref, name in found.services.items()
            if access.level(ref) > Level.HIDDEN
        ],
        "workspaces": [
            {"id": ref, "name": name} for ref, name in found.workspaces.items() if access.sees_workspace(ref)
        ],
    }


def _sources(access: Access, service: str) -> list[str]:
    """What gives the level, the highest first: a group by its name."""
    found = (one.source for one in access.level_sources(service))
    return list(dict.fromkeys(source.label or source.kind for source in found))
