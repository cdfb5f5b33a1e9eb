"""`kill -9` of writers, twenty times: what was acknowledged is there, and nothing is there by half."""

import subprocess
import sys

import pytest
from django.db import connection

from ostiary.models import Account, Service
from tests.children import environment
from tests.crash.whole import check_whole

pytestmark = pytest.mark.django_db(transaction=True)

KILLS = 20


@pytest.fixture
def acknowledged(acme: Account) -> set[str]:
    """The services that were acknowledged before the process that made them was killed."""
    command = [sys.executable, "-m", "tests.crash.writers", str(acme.pk), str(KILLS)]
    connection.close()
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    refs = done.stdout.split()
    assert len(refs) > KILLS
    assert len(set(refs)) == len(refs)
    return set(refs)


def test_twenty_kills_lose_nothing_and_leave_nothing_by_half(acme, acknowledged):
    made = set(Service.objects.values_list("ref", flat=True))
    assert acknowledged <= made
    # What was written and not yet acknowledged may be there, but only whole: at most one for each writer.
    assert len(made - acknowledged) <= 3 * KILLS

    check_whole(acme)
