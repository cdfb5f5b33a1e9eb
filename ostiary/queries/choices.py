"""What there is to choose from when access is given: the account's services and workspaces, by name."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from ..proofs.ids import is_id
from ..proofs.names import name_key
from .paging import SIZE, Page, Window, page
from .protected import BY_NAME, FIRST_PAGE, Kind
from .sql import rows

HOW_MANY = """
select (select count(*) from ostiary_servicename s where s.account_id = %(account)s and s.until is null),
       (select count(*) from ostiary_workspacename w where w.account_id = %(account)s and w.until is null)
"""


# Names that a field offers while somebody types.
MOST = 50

SUGGESTIONS = """
select * from (
  select 'service', x.ref, n.name from ostiary_servicename n join ostiary_service x on x.id = n.service_id
   where n.account_id = %(account)s and n.until is null
   order by (n.name_key = %(service)s or x.ref = %(service)s) desc, n.name_key limit %(most)s) s
union all select * from (
  select 'workspace', x.ref, n.name from ostiary_workspacename n
    join ostiary_workspace x on x.id = n.workspace_id
   where n.account_id = %(account)s and n.until is null
   order by (n.name_key = %(workspace)s or x.ref = %(workspace)s) desc, n.name_key limit %(most)s) w
"""


class Choice(NamedTuple):
    ref: str
    name: str


class Suggestions(NamedTuple):
    services: list[Choice]
    workspaces: list[Choice]


class Totals(NamedTuple):
    """How many services and workspaces the account has."""

    services: int
    workspaces: int


def listed(
    kind: Kind, account_id: int, *, search: str = "", window: Window = FIRST_PAGE, size: int = SIZE
) -> Page[Choice]:
    """One page by name; its total counts all that match, on all pages."""
    fields = (f"{kind.field}__ref", "name")
    return page(_matching(kind, account_id, search), fields, Choice, BY_NAME, window, size)


def matching(kind: Kind, account_id: int, search: str) -> list[str]:
    """The refs of all that match a search, on all pages."""
    return list(_matching(kind, account_id, search).values_list(f"{kind.field}__ref", flat=True))


def suggestions(account_id: int, service: str, workspace: str) -> Suggestions:
    """The first names of both kinds; what is called, or has the ref, as asked comes first."""
    wanted = {"service": _asked(service), "workspace": _asked(workspace)}
    found = rows(SUGGESTIONS, {"account": account_id, "most": MOST, **wanted})
    return Suggestions(
        [Choice(*row[1:]) for row in found if row[0] == "service"],
        [Choice(*row[1:]) for row in found if row[0] == "workspace"],
    )


def _asked(text: str) -> str:
    """A ref as it is; names compare by their keys."""
    return text if is_id(text) else name_key(text)


def called(choices: list[Choice], asked: str) -> Choice | None:
    """The one among suggestions that has this name or ref."""
    return next((one for one in choices if _asked(asked) in (one.ref, name_key(one.name))), None)


def totals(account_id: int) -> Totals:
    return Totals(*rows(HOW_MANY, {"account": account_id})[0])


def _matching(kind: Kind, account_id: int, search: str) -> "QuerySet[Any]":
    found = kind.names.objects.current().filter(account=account_id)
    return found.filter(name_key__contains=name_key(search)) if search else found
