"""One route of the server as the sweeps need it: to whom it opens, its address, and a good form.

Addresses, queries and forms name what they are about by the words of a house (`house.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import reverse

from tests.doors.house import House
from tests.doors.url_map import mapped

# To anybody, signed in or not; each such page has tests of its own.
PUBLIC = "public"
# To the person themselves, whatever the account.
OWN = "own"
# To an active member who is asked for more before the account opens.
DOOR = "door"
# To whoever came in by a pass, and nothing else is open to them.
BY_PASS = "by pass"
# To every member inside.
MEMBERS = "members"
# To every member who may know of the service or the workspace.
KNOWN = "known"

Refs = Mapping[str, str]
Value = str | list[str] | Callable[[House], str]


@dataclass(frozen=True)
class Route:
    name: str
    opens_to: str
    methods: str = "GET"
    # What the parts of the address are, where they are not called by the house's own words.
    parts: Refs = field(default_factory=dict)
    query: Mapping[str, Value] = field(default_factory=dict)
    body: Mapping[str, Value] = field(default_factory=dict)
    # The service or workspace that the capability is asked about.
    on: str = ""
    # Somebody to whom the page opens for sure; and who else, besides whom the table names.
    by: str = "superuser"
    also: tuple[str, ...] = ()
    # What others inside are told: mostly that they may not, sometimes that there is nothing.
    denied: str = "403"
    # What they are told of a service or a workspace that they may not know of.
    unknown: str = "404"
    # What those are told who may, but whose draft it is not, or who lack what it is about.
    others: str = ""
    # Where a good form leads, if that is no page of the house.
    leads_to: str = "done"
    sudo: bool = False
    # A good form that changes nothing, such as a search.
    inert: bool = False
    # Tells two entries for one route apart.
    case: str = ""

    def __str__(self) -> str:
        return f"{self.name}-{self.case}" if self.case else self.name

    @property
    def allowed(self) -> list[str]:
        return self.methods.split()

    def path(self, refs: Refs) -> str:
        """The address, made of the ids in `refs`."""
        kwargs = {part: refs[self.parts.get(part, part)] for part in parts_of(self.name)}
        return reverse(self.name, kwargs=kwargs)

    def words(self) -> set[str]:
        """What the address is about, besides the account."""
        return {self.parts.get(part, part) for part in parts_of(self.name)} - {"account"}

    @property
    def is_of_account(self) -> bool:
        """A page of one account, which does not exist for whoever is no active member there."""
        return self.opens_to not in (PUBLIC, OWN)


@cache
def parts_of(name: str) -> list[str]:
    return mapped()[name]


def filled(values: Mapping[str, Value], house: House, refs: Refs) -> dict[str, Any]:
    """The fields of a form or a query, with the ids that they name."""
    return {name.format_map(refs): _filled(value, house, refs) for name, value in values.items()}


def _filled(value: Value, house: House, refs: Refs) -> Any:
    if callable(value):
        return value(house)
    if isinstance(value, list):
        return [one.format_map(refs) for one in value]
    return value.format_map(refs)
