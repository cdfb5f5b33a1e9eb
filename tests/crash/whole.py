"""What must hold after every crash: whatever is there is there wholly."""

from django.db import connection

from ostiary.models import Account, AccountSettings, Event, Service, ServiceName, Workspace, WorkspaceName
from ostiary.proofs.chain import GENESIS, event_digest
from ostiary.queries.snapshot import one_instant


@one_instant()
def check_whole(account: Account) -> None:
    """Every thing has its name and its event, every name its turn, and the chain is unbroken.

    Of one instant: PostgreSQL still finishes a commit that it was asked for by who is dead now.
    """
    for kind, name, event in (
        (Service, ServiceName.objects.values_list("service__ref"), "service.created"),
        (Workspace, WorkspaceName.objects.values_list("workspace__ref"), "workspace.created"),
    ):
        made = sorted(kind.objects.values_list("ref"))
        told = Event.objects.filter(name=event).values_list("target_ref")
        assert made == sorted(name.filter(until__isnull=True)) == sorted(told)
    _check_names(account)
    _check_chain(account)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []


def _check_names(account: Account) -> None:
    """Each name of the account began when the one before it ended, and the trail tells of each change."""
    rows = list(AccountSettings.objects.filter(account=account).order_by("since"))
    ends = [row.until for row in rows]
    assert ends == [row.since for row in rows[1:]] + [None]
    told = Event.objects.filter(account=account, name="account.renamed").order_by("number")
    assert [event.body["after"]["name"] for event in told] == [row.name for row in rows[1:]]


def _check_chain(account: Account) -> None:
    account.refresh_from_db()
    digest, number = GENESIS, 0
    for number, event in enumerate(Event.objects.filter(account=account).order_by("number"), 1):
        digest = event_digest(digest, event.body)
        assert (event.number, bytes(event.digest)) == (number, digest)
    assert (account.event_count, bytes(account.event_digest)) == (number, digest)
