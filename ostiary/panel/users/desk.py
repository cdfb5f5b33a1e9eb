"""Whose access is on the table, and how it stands: the choices so far, what holds now, and what is open."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from ...access.access import Access
from ...access.grants import normalise
from ...access.limits import NOTHING
from ...access.sources import Bundle
from ...access.summary import summarise
from ...actions.choices import Room
from ...actions.wanted import Wanted
from ...clock import now
from ...queries import drafts
from ...queries.access import GIVEN, access_as_of, access_of
from ...queries.changes import Change
from ...queries.choices import Totals, totals
from ...queries.drafts import DraftRow
from ...queries.group_lists import Named, groups_with
from ...queries.protected import SERVICES, WORKSPACES, names_of
from ...queries.subjects import Subject
from ...web.access_words import summary_in_words, what_one_can_do
from ...web.request import InsideRequest

NOBODY_YET = Wanted(roles=frozenset())
TICK = timedelta(microseconds=1)

Names = tuple[dict[str, str], dict[str, str]]


@dataclass(frozen=True)
class Desk:
    """The editor's state. Without a subject somebody is being invited; without a draft nothing is chosen yet.

    `before` is what the subject has, or is promised, now; an invitation counts as if it were accepted.
    """

    account_id: int
    subject: Subject | None
    draft: DraftRow | None
    before: Access

    @property
    def version(self) -> int:
        """The version of the member that the choices are made against."""
        if self.draft and self.subject:
            return self.draft.version
        return self.subject.version if self.subject else 0

    @property
    def is_overtaken(self) -> bool:
        """Somebody else changed the member since the choices began."""
        return bool(self.draft and self.subject and self.draft.version != self.subject.version)

    @property
    def address(self) -> str:
        return self.draft.choices.get("address", "") if self.draft else ""

    @cached_property
    def wanted(self) -> Wanted:
        if self.draft:
            return Wanted.from_json(self.draft.choices["wanted"])
        if self.subject:
            return Wanted.of(_given(self.before), bypass_sso=self.subject.bypass_sso)
        return NOBODY_YET

    @cached_property
    def elsewhere(self) -> Access:
        """What other sources give, which nothing here changes."""
        return self.before.without(GIVEN)

    @cached_property
    def room(self) -> Room:
        return Room(self.wanted, self.elsewhere)

    @cached_property
    def after(self) -> Access:
        """What the member will have, with what stays as it is still coming from where it comes from."""
        bundle, _dropped = normalise(_as_before(self.wanted.bundle(), _given(self.before)))
        return self.elsewhere.with_bundle(bundle)

    def as_it_was(self, change: Change | None) -> Access:
        """What the member had before the change that came between."""
        began = self.draft.created_at if self.draft else now()
        moment = min(began, change.at - TICK) if change else began
        return _as_if_active(access_as_of(self.subject.id, moment)) if self.subject else NOTHING

    @cached_property
    def totals(self) -> Totals:
        return totals(self.account_id)

    @cached_property
    def names(self) -> Names:
        """The names of all services and workspaces that are given by name, before or after."""
        return self.names_in(self.before, self.after)

    def names_in(self, *accesses: Access) -> Names:
        services = {ref for access in accesses for ref in access.named_services()}
        workspaces = {ref for access in accesses for ref in _switched(access)}
        return (
            names_of(SERVICES, self.account_id, sorted(services)) if services else {},
            names_of(WORKSPACES, self.account_id, sorted(workspaces)) if workspaces else {},
        )

    @property
    def groups(self) -> list[Named]:
        """The groups that the subject is in, whatever these give."""
        return groups_with(self.subject.id) if self.subject else []

    @property
    def summary(self) -> list[dict[str, Any]]:
        """The effective access, with a source on every line."""
        return what_one_can_do(self.after, *self.names)

    @property
    def summary_line(self) -> str:
        return summary_in_words(summarise(self.after, *self.totals)) if self.after.roles() else ""


def of_invitation(request: InsideRequest, draft: str) -> Desk:
    """Choices for somebody to be invited; a draft that is gone is as none."""
    visit = request.visit
    found = drafts.of_invitation(visit.account_id, visit.member_id, draft, now()) if draft else None
    return Desk(visit.account_id, None, found, NOTHING)


def of_subject(request: InsideRequest, subject: Subject) -> Desk:
    """Choices for a member, or for a pending invitation."""
    visit, moment = request.visit, now()
    draft = drafts.of_member(visit.account_id, visit.member_id, subject.id, moment)
    return Desk(visit.account_id, subject, draft, _as_if_active(access_of(subject.id, moment)))


def _as_if_active(access: Access) -> Access:
    """What was given, whether or not it is in force: that is what is edited."""
    return replace(access, state="active", locked=False)


def _given(access: Access) -> Bundle:
    return next((bundle for bundle in access.bundles if bundle.key == GIVEN), Bundle(GIVEN))


def _as_before(bundle: Bundle, before: Bundle) -> Bundle:
    """A choice that changes nothing keeps its source and its planned end, as the rows will."""
    roles = {given.role: given for given in before.roles}
    services = {
        ref: kept if (kept := before.services.get(ref)) and kept.level == grant.level else grant
        for ref, grant in bundle.services.items()
    }
    return replace(
        bundle,
        roles=tuple(roles.get(given.role, given) for given in bundle.roles),
        services=services,
        workspaces={ref: before.workspaces.get(ref, switch) for ref, switch in bundle.workspaces.items()},
    )


def _switched(access: Access) -> set[str]:
    return {ref for bundle in access.bundles for ref in bundle.workspaces}
