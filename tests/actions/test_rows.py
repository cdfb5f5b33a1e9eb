"""Rows one at a time: the same values come back, whatever their kind, and only what is named is written."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ostiary.clock import now
from ostiary.models import Account, Event, Job, Member, MemberState, Person, Service
from ostiary.models.rows import change, find, get, insert, insert_all

pytestmark = pytest.mark.django_db


def job(**columns) -> Job:
    return Job(**{"kind": "mail", "payload": {"n": 1}, "created_at": now(), "due_at": now(), **columns})


def values(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in type(row)._meta.concrete_fields}


@pytest.mark.parametrize("kind", [Account, Event, Job, Member, MemberState, Person])
def test_a_row_reads_as_the_orm_reads_it(olga, kind):
    insert(job())
    known = kind.objects.last()

    assert values(get(kind, pk=known.pk)) == values(known)
    assert get(kind, pk=known.pk)._state.adding is False


def test_what_is_inserted_is_what_was_made():
    made = insert(job(payload={"deep": [1, {"x": None}]}, problem='it\'s 100% "odd"'))

    assert made.pk
    assert values(Job.objects.get(pk=made.pk)) == values(made)


def test_many_rows_are_inserted_at_once():
    insert_all([])
    insert_all([job(payload={"n": n}) for n in range(50)])

    assert sorted(one.payload["n"] for one in Job.objects.all()) == list(range(50))


def test_what_is_not_there_is_not_found(olga):
    assert find(Member, ref="0" * 22) is None
    with pytest.raises(Member.DoesNotExist):
        get(Member, ref="0" * 22)


def test_none_finds_the_null_of_sql(olga):
    assert get(MemberState, member=olga, until=None).member_id == olga.pk
    assert find(MemberState, member=olga, until=now()) is None


def test_only_what_is_named_is_written(olga):
    stale = get(Member, pk=olga.pk)
    change(olga, version=7)

    change(stale, last_active_at=now())

    olga.refresh_from_db()
    assert (olga.version, olga.last_active_at) == (7, stale.last_active_at)


def test_text_is_never_a_part_of_the_statement(acme):
    text = "'; drop table ostiary_member; --"
    assert find(Service, account=acme, ref=text) is None
    with CaptureQueriesContext(connection) as asked:
        made = insert(job(kind=text[:20]))
    assert get(Job, pk=made.pk).kind == text[:20]
    assert len(asked) == 1


def test_what_must_be_unique_is_refused(olga):
    twin = Member(account=olga.account, address="x", address_key=olga.address_key, created_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(twin)


def test_a_row_can_be_locked(olga):
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        assert find(Member, lock=True, pk=olga.pk)
    locks = any("FOR UPDATE" in one["sql"] for one in asked)
    assert locks == connection.features.has_select_for_update
