"""Any past moment is a query: a random history, compared with pictures taken on the way."""

import random

import pytest

from ostiary.access.refusals import Refusal
from ostiary.actions import member_access, members, protected
from ostiary.actions.actors import operator
from ostiary.actions.wanted import Wanted
from ostiary.clock import now
from ostiary.models import Account, Member
from ostiary.queries.access import access_of, account_access
from tests.cast import acting, join, make_service, make_workspace

SETS = [
    ("user",),
    ("engineer",),
    ("billing",),
    ("engineer", "billing"),
    ("superuser",),
    ("user", "security_user"),
]
LEVELS = ["read_only", "purge_select", "purge_all", "full"]


def a_change(dice: random.Random, account: Account, services: list[str], workspaces: list[str]) -> Wanted:
    return Wanted(
        roles=frozenset(dice.choice(SETS)),
        limit_services=dice.random() < 0.7,
        services={ref: dice.choice(LEVELS) for ref in services if dice.random() < 0.4},
        limit_workspaces=dice.random() < 0.5,
        workspaces=frozenset(ref for ref in workspaces if dice.random() < 0.5),
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_random_history_is_rebuilt_as_of_every_moment(seed, acme, olga):
    dice = random.Random(seed)
    services = [make_service(acme, f"s{n}").ref for n in range(4)]
    workspaces = [make_workspace(acme, f"w{n}").ref for n in range(3)]
    people = [join(acme, f"P{n} Person", "user") for n in range(5)]
    pictures = []

    for step in range(60):
        member = Member.objects.get(pk=dice.choice(people).pk)
        try:
            match dice.randrange(10):
                case 0:
                    members.delete(acting(olga), member.ref)
                case 1 if services:
                    protected.delete_service(operator(acme.pk), services.pop())
                case 2:
                    services.append(make_service(acme, f"later{step}").ref)
                case 3:
                    members.lock(acting(olga), member.ref, locked=dice.random() < 0.5)
                case _:
                    wanted = a_change(dice, acme, services, workspaces)
                    member_access.change(acting(olga), member.ref, wanted, version=member.version)
        except Refusal:
            continue
        moment = Account.objects.get(pk=acme.pk).last_instant
        everybody = Member.objects.filter(account=acme)
        pictures.append((moment, {member.pk: access_of(member.pk, now()) for member in everybody}))

    assert len(pictures) > 30
    for moment, picture in pictures:
        assert account_access(acme.pk, moment) == picture
