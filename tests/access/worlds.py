"""Small worlds written as text: who was given what, and what they may and may not do.

    given: engineer billing, services shop=full blog=read_only
    group Readers: user
    token: global:read, services shop

    yes service.view shop
    no  service.configure blog: level_too_low

A line with a colon at its head gives something; `services` and `workspaces` limit it to those named. A `yes`
or `no` line asks a capability, on a service or workspace where it is about one; a `no` names the rule.
"""

from ostiary.access import table
from ostiary.access.access import Access
from ostiary.access.ceilings import Ceiling, narrow
from ostiary.access.decisions import Resource, ServiceResource, WorkspaceResource
from ostiary.access.levels import Level
from ostiary.access.sources import Bundle, GivenRole, Grant, Source, Switch

ON = {"service": ServiceResource, "workspace": WorkspaceResource}


def read(text: str) -> tuple[Access, list[tuple[str, Resource, str]]]:
    """The access a world describes, and its questions, each with the rule that is to decide it."""
    bundles, questions, state, ceiling = [], [], "active", None
    for line in filter(None, map(str.strip, text.splitlines())):
        head, _, rest = line.partition(":")
        if line.startswith(("yes ", "no ")):
            questions.append(question(line))
        elif head == "token":
            ceiling = token(rest)
        elif head == "state":
            state = rest.strip()
        else:
            bundles.append(bundle(head, rest))
    access = Access(state, tuple(bundles))
    return (narrow(access, ceiling) if ceiling else access), questions


def question(line: str) -> tuple[str, Resource, str]:
    asked, _, rule = line.partition(":")
    answer, code, *ref = asked.split()
    return code, about(code, *ref), "given" if answer == "yes" else rule.strip()


def about(code: str, ref: str = "") -> Resource:
    scope = table.capability(code).scope
    return ON[scope](ref) if scope in ON else None


def bundle(head: str, rest: str) -> Bundle:
    parts = [part.split() for part in rest.split(",")]
    limits = {words[0]: words[1:] for words in parts[1:]}
    group = head.removeprefix("group ")
    source = Source("hand") if head == "given" else Source("group", group, group)
    return Bundle(
        "given" if head == "given" else f"group:{group}",
        tuple(GivenRole(table.role(code), source) for code in parts[0]),
        limits_services="services" in limits,
        services={
            ref: Grant(Level.of(level), source)
            for ref, level in (word.split("=") for word in limits.get("services", []))
        },
        limits_workspaces="workspaces" in limits,
        workspaces={ref: Switch(source) for ref in limits.get("workspaces", [])},
    )


def token(rest: str) -> Ceiling:
    parts = [part.split() for part in rest.split(",")]
    services = next((frozenset(words[1:]) for words in parts[1:] if words[0] == "services"), None)
    return Ceiling(
        frozenset(parts[0]),
        services,
        automation=["automation"] in parts,
        present=["present"] in parts,
    )
