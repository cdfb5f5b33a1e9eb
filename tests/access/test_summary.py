from hypothesis import given

from ostiary.access.levels import Level
from ostiary.access.summary import summarise

from .given import SERVICES, WORKSPACES, with_tokens
from .worlds import read


def summary(text):
    return summarise(read(text)[0], of_services=41, of_workspaces=5)


def test_a_limited_engineer_with_two_workspaces():
    found = summary("given: engineer security_user, services a=full b=full c=read_only, workspaces lab web")

    assert (found.services, found.of_services) == (3, 41)
    assert (found.workspaces, found.of_workspaces) == (2, 5)
    assert found.above == {Level.READ_ONLY: 1, Level.FULL: 2}
    assert not found.everything


def test_everything_is_full_access_to_every_service():
    for role in ("superuser", "engineer"):
        assert summary(f"given: {role}").everything
    assert not summary("given: user").everything


def test_reading_everywhere_and_more_on_some():
    found = summary("given: engineer billing, services a=full b=read_only")

    assert found.base is Level.READ_ONLY
    assert found.services == 41
    assert found.above == {Level.FULL: 1}


def test_nothing_at_all():
    assert summary("given: tls_viewer").nothing
    assert summary("state: invited\ngiven: superuser").nothing


def test_workspaces_without_limits_are_all():
    assert summary("given: security_observer").workspaces == 5
    assert summary("given: security_owner, workspaces lab").workspaces == 5
    assert summary("given: superuser").workspaces == 0


def test_a_workspace_from_two_sources_counts_once():
    found = summary("given: security_user, workspaces lab\ngroup G: security_observer, workspaces lab web")

    assert found.workspaces == 2


def test_a_token_for_one_service_reaches_one():
    found = summary("given: superuser\ntoken: global, services shop")

    assert found.services == 1
    assert not found.everything


@given(with_tokens)
def test_what_is_counted_is_what_is_seen(access):
    found = summarise(access, len(SERVICES), len(WORKSPACES))

    assert found.services == sum(access.level(ref) > Level.HIDDEN for ref in SERVICES)
    assert found.workspaces == sum(access.sees_workspace(ref) for ref in WORKSPACES)
