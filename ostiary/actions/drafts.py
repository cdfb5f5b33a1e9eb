"""Drafts: choices in the making, kept for a day, so that steps, pages and searches survive a lost session.

A draft changes nothing and nobody else sees it, so it leaves no trace in the trail.
"""

from ..access.refusals import NotFound
from ..clock import now
from ..models import Draft, Member
from ..models.drafts import LIFE
from .act import Act
from .kernel import action
from .member_access import held
from .wanted import Wanted


@action(needs="members.invite")
def begin_invitation(act: Act) -> str:
    """Choices for somebody who is to be invited: no roles yet, everywhere or nowhere."""
    return _begin(act, None, {"address": "", "wanted": Wanted(roles=frozenset()).to_json()})


@action(needs="members.change_access")
def begin_change(act: Act, member_ref: str) -> str:
    """Choices for a member, beginning with what they hold, against the version of now."""
    member = act.member(member_ref)
    kept = open_draft(act.actor.member_id or 0, member.pk)
    if kept and kept.version == member.version:
        act.nothing_changed()
        return kept.ref
    return _begin(act, member, {"wanted": held(member).to_json()})


def _begin(act: Act, subject: Member | None, choices: dict[str, object]) -> str:
    draft = Draft.objects.create(
        account=act.account,
        author_id=act.actor.member_id or 0,
        subject=subject,
        version=subject.version if subject else 0,
        choices=choices,
        created_at=act.now,
        expires_at=act.now + LIFE,
    )
    act.nothing_changed()
    return draft.ref


def open_draft(author: int, subject: int) -> Draft | None:
    open_ones = Draft.objects.filter(
        author=author, subject=subject, done_at__isnull=True, expires_at__gt=now()
    )
    return open_ones.order_by("-pk").first()


@action()
def keep(act: Act, draft_ref: str, choices: dict[str, object]) -> None:
    """Write down choices as they stand; the last writer wins, since there is one author."""
    draft = own(act, draft_ref)
    draft.choices = {**draft.choices, **choices}
    draft.save(update_fields=["choices"])
    act.nothing_changed()


def own(act: Act, draft_ref: str) -> Draft:
    """The author's open draft. `NotFound` for anybody else's, one that is done or out of time."""
    draft = Draft.objects.filter(
        account=act.account,
        author_id=act.actor.member_id,
        ref=draft_ref,
        done_at__isnull=True,
        expires_at__gt=act.now,
    ).first()
    if draft is None:
        raise NotFound("draft_gone")
    return draft


def done(act: Act, draft: Draft) -> None:
    draft.done_at = act.now
    draft.save(update_fields=["done_at"])
