"""What the capability table says that somebody is answered, read without the product's own judgement.

Roles and capabilities are taken from `access/table.py`; who reaches which service is what the part was
given (`parts.py`). A page that asks `decide` and is wrong is therefore found.
"""

from ostiary.access import table
from ostiary.access.levels import Level
from tests.doors.asking import DONE
from tests.doors.parts import ABSENT, AT_THE_DOOR, OUTSIDERS, PARTLY, PARTS, STRANGERS, Part
from tests.doors.route import BY_PASS, DOOR, KNOWN, MEMBERS, OWN, Route, parts_of

NEIGHBOURS = ("neighbour", *OUTSIDERS)


def everybody(route: Route) -> list[str]:
    """Whom the route is asked as."""
    absent = [who for who in ABSENT if route.sudo and who.split()[0] == route.by]
    if route.opens_to == OWN:
        return [*STRANGERS, *PARTLY, *NEIGHBOURS, route.by, *absent]
    return [*STRANGERS, *NEIGHBOURS, *AT_THE_DOOR, *PARTS, *absent]


def verdict(route: Route, who: str, method: str) -> set[str]:
    """The words that may answer them. What the route has no method for may be refused before or after."""
    expected = _of_own(route, who) if route.opens_to == OWN else _of_account(route, who)
    if method.replace("HEAD", "GET") not in route.allowed:
        return {"405"} if expected == DONE else {"405", expected}
    if expected == DONE and method == "POST":
        return {route.leads_to if who == route.by else route.others or route.leads_to}
    return {expected}


def _of_own(route: Route, who: str) -> str:
    """A page of one's own asks for one's own sign-in, and what is another's does not exist."""
    if who in STRANGERS or (who in PARTLY and who not in route.also):
        return "sign-in"
    if route.sudo and who in ABSENT:
        return "presence"
    return DONE if who == route.by or not parts_of(route.name) else "404"


def _of_account(route: Route, who: str) -> str:
    if who in STRANGERS:
        return "sign-in"
    if who in NEIGHBOURS:
        return "404"
    if route.opens_to == DOOR:
        return DONE
    if route.opens_to == BY_PASS:
        return DONE if who == route.by else "enter"
    if who in AT_THE_DOOR:
        return "enter"
    if who in ABSENT:
        return "presence"
    return DONE if who in route.also else _inside(route, PARTS[who])


def _inside(route: Route, part: Part) -> str:
    if route.opens_to == MEMBERS:
        return DONE
    if route.on and not _knows(part, route.on):
        return route.unknown
    if route.opens_to == KNOWN:
        return DONE
    capability = table.capability(route.opens_to)
    holds = any(role in capability.held_by for role in part.roles)
    high_enough = capability.scope != "service" or level(part, route.on) >= capability.least
    return DONE if holds and high_enough else route.denied


def _knows(part: Part, thing: str) -> bool:
    if "service" in thing:
        return level(part, thing) > Level.HIDDEN
    roles = [table.role(code) for code in part.roles]
    return any(role.acts_on_workspaces for role in roles) and not (
        part.one_workspace and thing == "hidden_workspace"
    )


def level(part: Part, service: str) -> Level:
    """The highest that one of the roles can use there: on what is hidden from the part, none."""
    if part.level and service == "hidden_service":
        return Level.HIDDEN
    given = Level.of(part.level) if part.level else Level.FULL
    return max(min(table.role(code).top, given) for code in part.roles)
