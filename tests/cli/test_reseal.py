"""`ostiary reseal` lets an older key be taken away, and says when it cannot."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ostiary.keyring import ring
from ostiary.management.inspections import findings
from ostiary.proofs.ring import new_key
from tests.signin.door import give_factor


def reseal(*options: str) -> str:
    printed = StringIO()
    call_command("reseal", *options, stdout=printed)
    return printed.getvalue()


def of_the_keys() -> str:
    """What `ostiary check` says."""
    return next(one.sentence for one in findings() if one.about == "keys")


@pytest.fixture
def rotated(settings, olga):
    """A factor of Olga's, and then a new first key."""
    give_factor(olga.person)
    settings.CONFIG = replace(settings.CONFIG, keys=(new_key(), *settings.CONFIG.keys))
    ring.cache_clear()
    yield settings
    ring.cache_clear()


def test_it_says_what_it_sealed_and_check_says_what_is_left(rotated):
    assert "1 authenticator apps are sealed under an older one" in of_the_keys()

    assert reseal() == "1 authenticator app was sealed anew: all are sealed under the first key now.\n"

    assert "ostiary reseal" not in of_the_keys()
    assert json.loads(reseal("--json")) == {"sealed": 0, "lost": 0}


def test_where_a_key_is_missing_it_fails_and_says_so(rotated):
    rotated.CONFIG = replace(rotated.CONFIG, keys=(new_key(),))
    ring.cache_clear()

    with pytest.raises(CommandError, match="put the key back"):
        reseal()
