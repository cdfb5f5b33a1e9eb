"""Arbitrary members, tokens and questions, for rules that hold for all of them."""

from datetime import UTC, datetime, timedelta
from itertools import product

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

SOURCES = (Source("hand"), Source("invitation", "i1"), Source("group", "g1", "Readers"))
ENDS = (None, NOON + timedelta(days=1), NOON + timedelta(days=90))
LEVELS = [level for level in Level if level]

# Drawn whole from lists: an arbitrary member is then a handful of choices, quickly made and quickly shrunk.
given_roles = st.sampled_from([GivenRole(*parts) for parts in product(ROLES, SOURCES, ENDS)])
grants = st.sampled_from([Grant(*parts) for parts in product(LEVELS, SOURCES, ENDS)])
switches = st.sampled_from([Switch(*parts) for parts in product(SOURCES, ENDS)])


def by_hand(roles, services=None, workspaces=None):
    """What somebody chooses to give: roles, for all services and workspaces or for those named."""
    hand = SOURCES[0]
    return Bundle(
        "given",
        tuple(GivenRole(role, hand) for role in roles),
        limits_services=services is not None,
        services={ref: Grant(level, hand) for ref, level in (services or {}).items()},
        limits_workspaces=workspaces is not None,
        workspaces={ref: Switch(hand) for ref in workspaces or ()},
    )


def some(refs, values):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(refs, values))


def bundles(key="given"):
    return st.builds(
        Bundle,
        st.just(key),
        st.lists(given_roles, max_size=3).map(tuple),
        limits_services=st.booleans(),
        services=some(SERVICES, grants),
        limits_workspaces=st.booleans(),
        workspaces=some(WORKSPACES, switches),
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


with_tokens = accesses(ceilings.map(lambda one: (one,)) | NO_CEILINGS)


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
