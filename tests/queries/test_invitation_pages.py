"""The lists of invitations: their pages, and what stands on which."""

from datetime import timedelta

import pytest

from ostiary.clock import now
from ostiary.models import Invitation, Member, MemberState
from ostiary.queries.invitations import Which, counts, first, listed
from ostiary.queries.paging import Window


def invited(account, count):
    at = now()
    addresses = [f"i{n:02}@example.com" for n in range(count)]
    members = Member.objects.bulk_create(
        Member(account=account, address=address, address_key=address, created_at=at) for address in addresses
    )
    MemberState.objects.bulk_create(
        MemberState(member=one, account=account, state="invited", since=at) for one in members
    )
    week = at + timedelta(days=7)
    return Invitation.objects.bulk_create(
        Invitation(
            account=account,
            member=one,
            address_key=one.address_key,
            created_at=at,
            sent_at=at,
            expires_at=week,
        )
        for one in members
    )


@pytest.mark.parametrize(("which", "days"), [(Which.PENDING, 1), (Which.PAST, 8)])
def test_one_can_go_on_and_back(acme, globex, which, days):
    later = now() + timedelta(days=days)
    invited(acme, 70)
    invited(globex, 1)

    newest = listed(acme.pk, which, later)
    oldest = listed(acme.pk, which, later, Window(after=newest.next))
    back = listed(acme.pk, which, later, Window(before=oldest.previous))

    assert newest.rows[0].address == "i69@example.com"
    assert (newest.first, newest.last, newest.total, newest.previous) == (1, 50, 70, "")
    assert [row.address for row in oldest.rows] == [f"i{n:02}@example.com" for n in range(19, -1, -1)]
    assert (oldest.first, oldest.last, oldest.next) == (51, 70, "")
    assert back == newest
    assert first(acme.pk, which, later) == newest.rows[:20]


def test_a_cursor_of_another_account_leads_to_the_first_page(acme, globex):
    mine = invited(acme, 3)
    (theirs,) = invited(globex, 1)

    page = listed(acme.pk, Which.PENDING, now(), Window(after=theirs.ref))

    assert [row.ref for row in page.rows] == [one.ref for one in reversed(mine)]


def test_an_invitation_stands_on_one_list_or_on_none(acme):
    waiting, declined, anew, joined, deleted = invited(acme, 5)
    Invitation.objects.filter(pk__in=[declined.pk, anew.pk, joined.pk]).update(outcome="declined")
    Invitation.objects.filter(pk=deleted.pk).update(outcome="deleted")
    MemberState.objects.filter(member=joined.member).update(state="active")
    week = now() + timedelta(days=7)
    newer = Invitation.objects.create(
        account=acme, member=anew.member, address_key="x", created_at=now(), sent_at=now(), expires_at=week
    )

    standing = {which: {row.ref for row in listed(acme.pk, which, now()).rows} for which in Which}

    assert standing == {Which.PENDING: {waiting.ref, newer.ref}, Which.PAST: {declined.ref}}
    assert counts(acme.pk, now()) == (2, 1)
