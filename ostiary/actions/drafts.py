"""Drafts: choices in the making, kept for a day, so that steps, pages and searches survive a lost session.

A draft changes nothing and nobody else sees it, so it leaves no trace in the trail until it is carried out.
Each invitation is a draft of its own; of changes to a member, an author has one draft per version they saw.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ..access.access import Access
from ..access.combining import require_possible
from ..access.decisions import require
from ..access.grants import normalise
from ..access.limits import NOTHING
from ..access.refusals import NotFound
from ..models import Draft, Member, State
from ..models.drafts import LIFE
from ..queries import choices as there
from ..queries.access import GIVEN, access_of
from ..queries.former import former_access
from ..queries.protected import SERVICES, WORKSPACES
from . import choices, given, invitations, member_access
from . import wanted as wants
from .act import Act
from .choices import Room, Shown
from .kernel import action
from .membership import state_of
from .wanted import Wanted

# Longer than any address; what is kept is not yet checked.
LONGEST_ADDRESS = 400


@dataclass(frozen=True)
class Sheet:
    """One page of the editor as it was sent: whose access it is about, and the choices it showed.

    About a member, `version` is the one its author saw. Without a member it is about somebody to be invited,
    and `draft` names the choices so far; without that, they begin here.
    """

    member: str = ""
    version: int = 0
    draft: str = ""
    shown: Shown = field(default_factory=Shown)


@action()
def keep(act: Act, sheet: Sheet) -> str:
    """Write down what the page showed. Returns the draft's id, as all that change a draft do."""
    return _choose(act, sheet, lambda room: room.wanted)


@action()
def add_role(act: Act, sheet: Sheet, code: str) -> str:
    """One more role, refused where it does not combine with those already chosen."""

    def added(room: Room) -> Wanted:
        role = wants.role(code)
        require_possible([*room.roles, role])
        return replace(room.wanted, roles=room.wanted.roles | {role.code})

    return _choose(act, sheet, added)


@action()
def remove_role(act: Act, sheet: Sheet, code: str) -> str:
    return _choose(act, sheet, lambda room: replace(room.wanted, roles=room.wanted.roles - {code}))


@action()
def grant_services(act: Act, sheet: Sheet, search: str) -> str:
    """The highest level the roles can use, on all services that match the search, on all pages."""
    found = there.matching(SERVICES, act.account.pk, search)
    return _choose(act, sheet, lambda room: choices.grant_services(room, found))


@action()
def revoke_services(act: Act, sheet: Sheet, search: str) -> str:
    found = there.matching(SERVICES, act.account.pk, search)
    return _choose(act, sheet, lambda room: choices.revoke_services(room, found))


@action()
def grant_workspaces(act: Act, sheet: Sheet, search: str) -> str:
    """Every workspace that matches the search is switched on, on all pages."""
    found = there.matching(WORKSPACES, act.account.pk, search)
    return _choose(act, sheet, lambda room: choices.grant_workspaces(room, found))


@action()
def revoke_workspaces(act: Act, sheet: Sheet, search: str) -> str:
    found = there.matching(WORKSPACES, act.account.pk, search)
    return _choose(act, sheet, lambda room: choices.revoke_workspaces(room, found))


@action()
def use_former(act: Act, sheet: Sheet) -> str:
    """What somebody who was here before was given by hand until they left, as far as it still exists."""

    def former(room: Room) -> Wanted:
        found = former_access(act.account.pk, sheet.shown.address or "")
        if found is None:
            raise NotFound()
        return Wanted.of(found.given, bypass_sso=False)

    return _choose(act, sheet, former)


@action(needs="members.invite")
def invite(act: Act, sheet: Sheet) -> dict[str, Any]:
    """Carry the draft out: invite whom it is about. Returns the ids, and what of it no role could use."""
    draft, room = _opened(act, sheet)
    wanted = _existing(act, room.wanted)
    _, dropped = normalise(wanted.bundle())
    ids = invitations.invite(act, draft.choices["address"], wanted)
    _done(act, draft)
    return {**ids, "dropped": dict(Counter(one.what for one in dropped))}


@action(needs="members.change_access")
def save(act: Act, sheet: Sheet, *, against: int | None = None) -> dict[str, Any]:
    """Carry the draft out: one atomic change against the version its author saw.

    `against` is a later version that the author has been shown since. Returns what had to be dropped.
    """
    draft, room = _opened(act, sheet)
    version = draft.version if against is None else against
    dropped = member_access.change(act, sheet.member, _existing(act, room.wanted), version=version)
    discard(act, sheet.member)
    return {"dropped": dict(Counter(one["what"] for one in dropped))}


@action()
def discard(act: Act, member_ref: str) -> None:
    """Start from what the member holds now: all that its author has not carried out is done with."""
    for draft in _open(act).filter(subject=act.member(member_ref)):
        _done(act, draft)
    act.nothing_changed()


def _choose(act: Act, sheet: Sheet, choice: Callable[[Room], Wanted]) -> str:
    draft, room = _opened(act, sheet)
    draft.choices = {**draft.choices, "wanted": choice(room).to_json()}
    draft.save(update_fields=["choices"])
    act.nothing_changed()
    return draft.ref


def _opened(act: Act, sheet: Sheet) -> tuple[Draft, Room]:
    """The draft, with the choices of the page put in, and the room there is for more."""
    draft = _of_member(act, sheet) if sheet.member else _of_invitation(act, sheet)
    elsewhere = _elsewhere(act, draft)
    room = Room(Wanted.from_json(draft.choices["wanted"]), elsewhere)
    wanted = choices.put(room, _checked(act, sheet.shown))
    address = draft.choices.get("address", "") if sheet.shown.address is None else sheet.shown.address
    draft.choices = {"address": address[:LONGEST_ADDRESS], "wanted": wanted.to_json()}
    return draft, Room(wanted, elsewhere)


def _of_invitation(act: Act, sheet: Sheet) -> Draft:
    require(act.access, "members.invite")
    if not sheet.draft:
        return _begin(act, None, 0, Wanted(roles=frozenset()))
    draft: Draft | None = _open(act).filter(ref=sheet.draft, subject=None).first()
    if draft is None:
        raise NotFound("draft_gone")
    return draft


def _of_member(act: Act, sheet: Sheet) -> Draft:
    require(act.access, "members.change_access")
    member = act.member(sheet.member)
    if state_of(member).state == State.ENDED:
        raise NotFound()
    found = _open(act).filter(subject=member, version=sheet.version)
    kept: Draft | None = found.order_by("-pk").first()
    return kept or _begin(act, member, sheet.version, given.wanted(member, act.now))


def _open(act: Act) -> Any:
    """The acting member's own drafts that are neither carried out nor out of time."""
    mine = Draft.objects.filter(account=act.account, author=act.actor.as_member)
    return mine.filter(done_at__isnull=True, expires_at__gt=act.now)


def _begin(act: Act, subject: Member | None, version: int, wanted: Wanted) -> Draft:
    return Draft.objects.create(
        account=act.account,
        author_id=act.actor.as_member,
        subject=subject,
        version=version,
        choices={"wanted": wanted.to_json()},
        created_at=act.now,
        expires_at=act.now + LIFE,
    )


def _elsewhere(act: Act, draft: Draft) -> Access:
    """What the member has from other sources; nobody else has anything yet."""
    if draft.subject_id is None:
        return NOTHING
    return replace(access_of(draft.subject_id, act.now), state="active", locked=False).without(GIVEN)


def _checked(act: Act, shown: Shown) -> Shown:
    """Refuse levels that do not exist, and services and workspaces that are not this account's."""
    wants.known_levels(shown.levels.values())
    wants.known_services(act, set(shown.levels))
    wants.known_workspaces(act, set(shown.switches))
    return shown


def _existing(act: Act, wanted: Wanted) -> Wanted:
    """Without what was deleted since it was chosen."""
    services = set(there.matching(SERVICES, act.account.pk, "")) if wanted.services else set()
    workspaces = set(there.matching(WORKSPACES, act.account.pk, "")) if wanted.workspaces else set()
    return replace(
        wanted,
        services={ref: level for ref, level in wanted.services.items() if ref in services},
        workspaces=wanted.workspaces & workspaces,
    )


def _done(act: Act, draft: Draft) -> None:
    draft.done_at = act.now
    draft.save(update_fields=["done_at"])
    act.nothing_changed()
