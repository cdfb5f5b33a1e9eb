"""The account's tokens, for superusers: searched, filtered, reviewed by user, revoked."""

from datetime import timedelta

import pytest
import time_machine

from ostiary.actions import automation_tokens, tokens
from ostiary.clock import now
from ostiary.models import Token
from tests.cast import acting
from tests.queries.plans import no_scans


@pytest.fixture
def made(bill, uma, services):
    """Two of Bill's, one of Uma's, by name."""
    soon = now() + timedelta(days=1)
    return {
        "robot": tokens.create(acting(bill), name="robot", scopes=["global"]),
        "laptop": tokens.create(acting(bill), name="laptop", scopes=["global:read"], expires_at=soon),
        "script": tokens.create(acting(uma), name="script", scopes=["global"], services=[services[0].ref]),
    }


def listed(answer):
    return [token["row"].name for token in answer.context["tokens"]]


def test_a_superuser_sees_everybodys_and_nobody_elses(browser, at, acme, sam, made, greg):
    tokens.create(acting(greg), name="theirs", scopes=["global"])

    assert listed(browser(sam).get(at(acme, "account-tokens"))) == ["script", "laptop", "robot"]


def test_the_accounts_own_stand_among_them_and_are_revoked_here(browser, at, acme, sam, made):
    own = automation_tokens.create(acting(sam), name="night shift", role="engineer", scopes=["global"])
    client = browser(sam)
    assert listed(client.get(f"{at(acme, 'account-tokens')}?q=shift")) == ["night shift"]

    client.post(at(acme, "token-revoke", own["token"]))

    assert Token.objects.get(ref=own["token"]).ended_at is not None


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_nobody_else_sees_or_revokes_them(browser, at, acme, bill, made, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(at(acme, "account-tokens")).status_code == 403
    assert client.get(at(acme, "member-tokens-revoke", bill.ref)).status_code == 403
    assert client.post(at(acme, "member-tokens-revoke", bill.ref)).status_code == 403
    assert not Token.objects.filter(ended_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ROBOT", ["robot"]),
        ("q=bill", ["laptop", "robot"]),
        ("q=umber", ["script"]),
        ("q=uma@example", ["script"]),
        ("q=nothing", []),
        ("endless=yes", ["script", "robot"]),
        ("unused=yes", []),
        ("q=bill&endless=yes", ["robot"]),
    ],
)
def test_search_and_filters_narrow_the_list(browser, at, acme, sam, made, query, found):
    assert listed(browser(sam).get(f"{at(acme, 'account-tokens')}?{query}")) == found


def test_what_nobody_used_for_long_is_found(browser, at, acme, sam, made):
    Token.objects.filter(name="robot").update(created_at=now() - timedelta(days=91))
    Token.objects.filter(name="script").update(
        created_at=now() - timedelta(days=200), last_used_at=now() - timedelta(days=2)
    )

    assert listed(browser(sam).get(f"{at(acme, 'account-tokens')}?unused=yes")) == ["robot"]


def test_one_users_tokens_are_an_address(browser, at, acme, sam, bill, made):
    answer = browser(sam).get(f"{at(acme, 'account-tokens')}?member={bill.ref}")

    assert listed(answer) == ["laptop", "robot"]
    assert "API tokens of Bill Birch" in answer.content.decode()


@pytest.mark.parametrize("ref", ["0" * 22, "x", "\x01"])
def test_an_unknown_user_is_not_found(browser, at, acme, sam, ref):
    assert browser(sam).get(at(acme, "account-tokens"), {"member": ref}).status_code == 404


def test_the_neighbours_user_is_not_found(browser, at, acme, sam, greg):
    assert browser(sam).get(f"{at(acme, 'account-tokens')}?member={greg.ref}").status_code == 404


def test_a_superuser_revokes_anyones(browser, at, acme, sam, made):
    client = browser(sam)
    address = at(acme, "token-revoke", made["robot"]["token"])

    assert "Bill Birch" in client.get(address).content.decode()
    client.post(address)

    assert Token.objects.get(name="robot").ended_at
    assert Token.objects.filter(ended_at__isnull=True).count() == 2


def test_all_of_a_users_tokens_end_at_once_after_their_number_was_said(browser, at, acme, sam, bill, made):
    client, address = browser(sam), at(acme, "member-tokens-revoke", bill.ref)

    assert "Revoke all 2 tokens of Bill Birch?" in client.get(address).content.decode()
    said = client.post(address, follow=True).content.decode()

    assert "2 tokens are revoked." in said
    assert set(Token.objects.filter(ended_at__isnull=True).values_list("name", flat=True)) == {"script"}


def test_only_tokens_that_work_are_counted(browser, at, acme, sam, bill, made):
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        answer = browser(sam).get(at(acme, "member-tokens-revoke", bill.ref))

    assert answer.context["live"] == 1


def test_the_list_pages_and_keeps_its_filters(browser, at, acme, sam, bill):
    at_first = now()
    Token.objects.bulk_create(
        Token(
            account=acme, member=bill, kind="pat", name=f"t{n:03}", digest=n.to_bytes(32), created_at=at_first
        )
        for n in range(120)
    )
    client = browser(sam)

    first = client.get(f"{at(acme, 'account-tokens')}?member={bill.ref}")
    second = client.get(at(acme, "account-tokens") + first.context["pager"]["next"])

    assert listed(first)[0] == "t119"
    assert listed(second)[0] == "t069"
    assert second.context["pager"]["total"] == 120
    assert f"member={bill.ref}" in second.context["pager"]["next"]


def test_it_costs_the_same_for_three_and_for_many(browser, at, acme, sam, bill, services, made, statements):
    client, address = browser(sam), at(acme, "account-tokens")
    few = statements(client, address)
    refs = [services[1].ref]
    Token.objects.bulk_create(
        Token(
            account=acme,
            member=bill,
            kind="pat",
            name=f"t{n}",
            digest=n.to_bytes(32),
            services=refs,
            created_at=now(),
        )
        for n in range(500)
    )

    assert statements(client, address) == few <= 5


def test_no_search_reads_a_whole_table(browser, at, acme, sam, bill, made):
    client, address = browser(sam), at(acme, "account-tokens")

    with no_scans():
        client.get(address)
        client.get(f"{address}?q=r&unused=yes")
        client.get(f"{address}?member={bill.ref}&endless=yes")
        client.get(at(acme, "member-tokens-revoke", bill.ref))
