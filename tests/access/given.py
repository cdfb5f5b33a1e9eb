"""Arbitrary members, tokens and questions, for rules that hold for all of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from ostiary.access.access import Access
from ostiary.access.ceilings import SCOPES, Ceiling
from ostiary.access.decisions import ServiceResource, WorkspaceResource
from ostiary.access.levels import Level
from ostiary.access.sources import Bundle, GivenRole, Grant, Source, Switch
from ostiary.access.table import CAPABILITIES, ROLES

SERVICES = ("blog", "shop", "wiki")
WORKSPACES = ("lab", "web")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

levels = st.sampled_from([level for level in Level if level])
moments = st.none() | st.integers(1, 90).map(lambda days: NOON + timedelta(days=days))
sources = st.builds(Source, st.sampled_from(["hand", "invitation", "group"]), st.sampled_from(["", "g1"]))
given_roles = st.builds(GivenRole, st.sampled_from(ROLES), sources, moments)
grants = st.builds(Grant, levels, sources, moments)
switches = st.builds(Switch, sources, moments)


def bundles(key="given"):
    return st.builds(
        Bundle,
        st.just(key),
        st.lists(given_roles, max_size=3).map(tuple),
        limits_services=st.booleans(),
        services=st.dictionaries(st.sampled_from(SERVICES), grants),
        limits_workspaces=st.booleans(),
        workspaces=st.dictionaries(st.sampled_from(WORKSPACES), switches),
    )


ceilings = st.builds(
    Ceiling,
    st.frozensets(st.sampled_from(list(SCOPES)), max_size=3),
    st.none() | st.frozensets(st.sampled_from(SERVICES)),
    automation=st.booleans(),
    present=st.booleans(),
)


NO_CEILINGS = st.just(())


def accesses(ceilings=NO_CEILINGS):
    return st.builds(
        Access,
        st.just("active") | st.sampled_from(["active", "invited", "ended"]),
        st.tuples(bundles("given"), bundles("group:g1")) | st.tuples(bundles("given")),
        locked=st.sampled_from([False, False, False, True]),
        ceilings=ceilings,
    )


def every_question():
    """Every capability on every resource it can be asked about."""
    for row in CAPABILITIES:
        match row.scope:
            case "service":
                yield from ((row.code, ServiceResource(ref)) for ref in SERVICES)
            case "workspace":
                yield from ((row.code, WorkspaceResource(ref)) for ref in WORKSPACES)
            case _:
                yield row.code, None


QUESTIONS = list(every_question())
questions = st.sampled_from(QUESTIONS)
