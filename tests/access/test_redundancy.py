"""Across sources the union counts, and a role that adds nothing is shown as such."""

import pytest
from hypothesis import given

from ostiary.access.decisions import decide
from ostiary.access.redundancy import held_roles

from .given import QUESTIONS, accesses
from .worlds import read


def redundant(text):
    held = held_roles(read(text)[0])
    return {one.role.code: one.covered_by.code for one in held if one.covered_by}


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        ("given: user\ngroup Admins: superuser", {"user": "superuser"}),
        ("given: user\ngroup Makers: engineer", {"user": "engineer"}),
        ("given: user, services shop=read_only\ngroup Money: billing", {"user": "billing"}),
        ("given: tls_viewer\ngroup Certs: tls_admin", {"tls_viewer": "tls_admin"}),
        ("given: security_user\ngroup Guards: security_admin", {"security_user": "security_admin"}),
        ("given: user\ngroup Shop: engineer, services shop=full", {}),
        (
            "given: user, services shop=read_only\ngroup Shop: engineer, services shop=full",
            {"user": "engineer"},
        ),
        ("given: user, services blog=read_only\ngroup Shop: engineer, services shop=full", {}),
        (
            "given: security_user, workspaces lab\ngroup All: security_owner",
            {"security_user": "security_owner"},
        ),
        ("given: security_observer, workspaces lab\ngroup Web: security_user, workspaces web", {}),
        ("given: engineer\ngroup Makers: engineer", {}),
        ("given: superuser\ngroup Guards: security_user", {}),
        ("given: engineer\ngroup Money: billing", {}),
    ],
)
def test_redundant_in(world, expected):
    assert redundant(world) == expected


def test_a_role_from_two_sources_is_named_once_with_both():
    (held,) = held_roles(read("given: user\ngroup Readers: user")[0])

    assert [one.source.kind for one in held.given] == ["hand", "group"]


@given(accesses())
def test_without_its_redundant_roles_a_member_may_do_the_same(access):
    covered = {one.role for one in held_roles(access) if one.covered_by}
    kept = access
    for bundle in access.bundles:
        roles = tuple(one for one in bundle.roles if one.role not in covered)
        kept = kept.with_bundle(type(bundle)(**{**vars(bundle), "roles": roles}))

    assert [bool(decide(access, *q)) for q in QUESTIONS] == [bool(decide(kept, *q)) for q in QUESTIONS]
