"""A token makes no wider token than itself."""

import pytest

from .worlds import token


@pytest.mark.parametrize(
    ("made", "by"),
    [
        ("global", "global"),
        ("purge_all", "global"),
        ("purge_all", "purge_all"),
        ("global:read purge_select", "global"),
        ("purge_all", "purge_all purge_select"),
        ("global, services shop", "global"),
        ("global, services shop", "global, services shop blog"),
        ("purge_all, services shop", "global, services shop"),
    ],
)
def test_a_token_may_make(made, by):
    assert token(made).within(token(by))


@pytest.mark.parametrize(
    ("made", "by"),
    [
        ("global", "global:read"),
        ("global", "global:read purge_all purge_select"),
        ("purge_select", "purge_all"),
        ("global:read purge_all", "purge_all"),
        ("global", "global, services shop"),
        ("global, services blog", "global, services shop"),
        ("global, services shop blog", "global, services shop"),
        ("global, services shop", "purge_all, services shop"),
    ],
)
def test_a_token_may_not_make(made, by):
    assert not token(made).within(token(by))
