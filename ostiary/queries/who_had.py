"""Who had access to an account at one moment: by the names that held then, with where it came from."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from ..access.access import Access
from ..models import MemberState, ServiceName, State, WorkspaceName
from .access import account_access


class Somebody(NamedTuple):
    """Invited or active, and what they had; locked or only invited, they had nothing yet or any more."""

    ref: str
    name: str
    address: str
    access: Access


class Moment(NamedTuple):
    """An account as it was. Services and workspaces are named by their ids."""

    people: list[Somebody]
    services: Mapping[str, str]
    workspaces: Mapping[str, str]


def who_had(account_id: int, at: datetime) -> Moment:
    services = ServiceName.objects.at(at).filter(account=account_id)
    workspaces = WorkspaceName.objects.at(at).filter(account=account_id)
    return Moment(
        _people(account_id, at),
        dict(services.order_by("name_key").values_list("service__ref", "name")),
        dict(workspaces.order_by("name_key").values_list("workspace__ref", "name")),
    )


def _people(account_id: int, at: datetime) -> list[Somebody]:
    access = account_access(account_id, at)
    there = MemberState.objects.at(at).filter(account=account_id).exclude(state=State.ENDED)
    found = there.order_by("sort_key", "member").values_list(
        "member", "member__ref", "name", "member__address"
    )
    return [Somebody(ref, name, address, access[member]) for member, ref, name, address in found]
