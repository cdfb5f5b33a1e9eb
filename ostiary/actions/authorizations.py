"""Service authorizations: the levels that people gave, one by one. Each is a change of access as a whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..access.refusals import Conflict, NotFound
from ..models import Member, ServiceGrant
from . import given, member_access
from .act import Act
from .kernel import action


@action(needs="members.change_access")
def give(act: Act, member_ref: str, service_ref: str, level: str) -> str:
    """A level on one service more. It counts while the member is limited to specific services.

    Refused where a member has one for this service, and where their roles reach every service anyway.
    """
    member = act.member(member_ref)
    if service_ref in given.wanted(member, act.now).services:
        raise Conflict("authorization_exists", member=member_ref, service=service_ref)
    _put(act, member, {service_ref: level})
    made = ServiceGrant.objects.current().filter(member=member, service__ref=service_ref).first()
    if made is None:
        raise Conflict("authorization_unusable", member=member_ref)
    return str(made.ref)


@action(needs="members.change_access")
def change(act: Act, levels: Mapping[str, str]) -> None:
    """Other levels, by the grants' ids: all of them or none."""
    _put_all(act, levels)


@action(needs="members.change_access")
def take(act: Act, refs: Iterable[str]) -> None:
    """End the grants with these ids: all of them or none."""
    _put_all(act, dict.fromkeys(refs, None))


def _put_all(act: Act, levels: Mapping[str, str | None]) -> None:
    by_member: dict[Member, dict[str, str | None]] = defaultdict(dict)
    for ref, level in levels.items():
        grant = _own(act, ref)
        by_member[grant.member][grant.service.ref] = level
    act.nothing_changed()
    for member, services in by_member.items():
        _put(act, member, services)


def _put(act: Act, member: Member, levels: Mapping[str, str | None]) -> None:
    had = given.wanted(member, act.now)
    services = {ref: level for ref, level in {**had.services, **levels}.items() if level is not None}
    wanted = replace(had, services=services)
    member_access.change(act, member.ref, wanted, version=member.version)


def _own(act: Act, ref: str) -> ServiceGrant:
    found = ServiceGrant.objects.current().filter(
        member__account=act.account, ref=ref, source__in=given.BY_PEOPLE
    )
    grant: ServiceGrant | None = found.select_related("member", "service").first()
    if grant is None:
        raise NotFound(what="authorization", ref=ref)
    return grant
