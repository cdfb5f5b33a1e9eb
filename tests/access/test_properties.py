"""Rules that hold for whatever members were given, tried on arbitrary ones."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ostiary.access import table
from ostiary.access.ceilings import narrow
from ostiary.access.decisions import ServiceResource, decide, explain, knows
from ostiary.access.levels import Level
from ostiary.access.sources import Bundle, GivenRole, Source

from .given import (
    QUESTIONS,
    SERVICES,
    accesses,
    bundles,
    ceilings,
    given_roles,
    grants,
    questions,
    with_tokens,
)


def allowed(access):
    return {question for question in QUESTIONS if decide(access, *question)}


def seen(access):
    return {ref: access.level(ref) for ref in SERVICES}


@given(accesses(), given_roles)
def test_another_role_takes_nothing_away(access, role):
    bundle = access.bundles[0]
    more = access.with_bundle(replace(bundle, roles=(*bundle.roles, role)))

    assert allowed(access) <= allowed(more)


@given(accesses(), st.sampled_from(SERVICES), grants)
def test_a_higher_level_takes_nothing_away(access, service, grant):
    bundle = access.bundles[0]
    held = bundle.services.get(service)
    if held and held.level > grant.level:
        return
    more = access.with_bundle(replace(bundle, services={**bundle.services, service: grant}))

    assert allowed(access) <= allowed(more)
    assert all(seen(access)[ref] <= seen(more)[ref] for ref in SERVICES)


@given(accesses(), bundles("group:another"))
def test_another_source_takes_nothing_away(access, bundle):
    assert allowed(access) <= allowed(access.with_bundle(bundle))


@given(accesses())
def test_limits_never_widen(access):
    bundle = access.bundles[0]
    less = access.with_bundle(replace(bundle, limits_services=True, limits_workspaces=True))

    assert allowed(less) <= allowed(access)


@given(with_tokens, ceilings)
def test_a_token_never_widens(access, ceiling):
    token = narrow(access, ceiling)

    assert allowed(token) <= allowed(access)
    assert all(token.level(ref) <= access.level(ref) for ref in SERVICES)
    assert token.base() <= access.base()


@given(accesses(), ceilings, ceilings)
def test_a_token_within_another_can_do_nothing_the_other_cannot(access, ceiling, other):
    ceiling = replace(ceiling, present=False)

    if ceiling.within(other):
        assert allowed(narrow(access, ceiling)) <= allowed(narrow(access, other))


@given(accesses(), ceilings)
def test_a_token_for_all_services_with_every_scope_is_its_member_without_what_takes_a_person(access, ceiling):
    whole = replace(ceiling, scopes=frozenset({"global"}), services=None, present=False)
    left_out = allowed(access) - allowed(narrow(access, whole))

    assert left_out == {one for one in allowed(access) if table.capability(one[0]).person_only}


@given(with_tokens, questions)
def test_an_explanation_agrees_with_the_decision(access, question):
    decision, explanation = decide(access, *question), explain(access, *question)

    assert explanation.allowed == decision.allowed
    assert explanation.rule == decision.rule
    assert bool(explanation.who_can_give) != decision.allowed
    if decision:
        assert explanation.sources


@given(accesses(), questions)
def test_giving_what_an_explanation_misses_turns_the_no_into_a_yes(access, question):
    """The first role it names, held without limits, is enough: there is no second reason behind the first."""
    explanation = explain(access, *question)
    if explanation.allowed or not explanation.missing.roles:
        return
    for role in explanation.missing.roles:
        remedy = Bundle("remedy", (GivenRole(role, Source("hand")),))
        assert decide(access.with_bundle(remedy), *question)


@given(accesses(), questions)
def test_what_one_may_do_one_may_know_of(access, question):
    if decide(access, *question):
        assert knows(access, question[1])


@given(accesses(), st.sampled_from(SERVICES))
def test_the_level_is_the_highest_of_its_sources(access, service):
    found = access.level_sources(service)

    assert access.level(service) == max((one.level for one in found), default=Level.HIDDEN)
    assert all(one.level <= one.role.top for one in found)


@given(with_tokens)
def test_a_service_that_nothing_names_has_the_level_of_all(access):
    for service in {"made a moment ago", *SERVICES} - access.named_services():
        assert access.level(service) == access.base()
    assert all(access.level(ref) >= access.base() for ref in SERVICES)
    assert access.ceilings or bool(access.base()) == bool(access.everywhere())


@given(accesses())
def test_nobody_outside_has_anything(access):
    for outside in (replace(access, state="ended"), replace(access, state="invited")):
        assert not allowed(outside)
        assert not outside.roles()
        assert not any(seen(outside).values())
        assert not knows(outside, None)
    assert not allowed(replace(access, locked=True))


@given(with_tokens, st.sampled_from(SERVICES))
def test_what_is_decided_on_a_service_is_within_the_level_there(access, service):
    for row in table.CAPABILITIES:
        if row.scope == "service" and decide(access, row.code, ServiceResource(service)):
            assert row.least <= access.level(service)
