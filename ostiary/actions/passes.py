"""Passes: a superuser lets a member in who has lost their second factor. Nobody touches the factor itself.

What a pass opens, and what is enrolled by it, counts in this account alone. It is the same whether the member
holds a factor or not, and whatever else they are a member of: nobody here learns either.
"""

from django.db.models import F

from ..access.refusals import Conflict
from ..models import Member, Pass, Sso
from ..models.passes import LIFE
from ..models.rows import change, get, insert
from ..queries import live_passes
from . import outbox, ownership, settings, throttles
from .act import Act
from .kernel import action
from .membership import active


@action(needs=live_passes.GIVES, sudo="members.let_in")
def give(act: Act, member_ref: str) -> None:
    """Let a member come in by their password and a mailed code, for 24 hours, to enrol a second factor here.

    Refused for oneself, for whoever is locked, and where only the account's own provider lets them in. They
    and the other superusers are told by mail.
    """
    member = act.member(member_ref)
    state = active(member)
    if member.pk == act.actor.member_id:
        raise Conflict("pass_for_oneself")
    if state.locked:
        raise Conflict("pass_for_locked")
    if settings.current(act).sso == Sso.REQUIRED and not state.bypass_sso:
        raise Conflict("pass_needs_bypass")
    if live_passes.of_member(member.pk, act.now):
        raise Conflict("pass_given")
    throttles.passes(member.pk)
    Pass.objects.filter(member=member, ended_at__isnull=True).update(ended_at=F("ends_at"))
    giver = get(Member, pk=act.actor.as_member)
    given = insert(Pass(member=member, giver=giver, given_at=act.now, ends_at=act.now + LIFE))
    act.record("pass.given", member, after={"until": given.ends_at})
    outbox.send(act, "pass_given", given=given.pk)
    for told in ownership.superusers(act) - {giver.pk, member.pk}:
        outbox.send(act, "member_let_in", member=told, given=given.pk)


@action(needs=live_passes.GIVES)
def take_back(act: Act, member_ref: str) -> None:
    """End a member's pass. What they enrolled by it, if they did, is theirs."""
    member = act.member(member_ref)
    act.nothing_changed()  # it may be over by itself
    end_of(act, member, because="pass.taken_back")


def end_of(act: Act, member: Member, *, because: str) -> None:
    """Whatever is live. The account is locked."""
    if given := live_passes.of_member(member.pk, act.now):
        end_one(act, given, because=because)


def end_everybodys(act: Act, *, because: str) -> None:
    """All of the account that the actor closes."""
    for given in live_passes.live(act.now).filter(member__account=act.account).select_related("member"):
        end_one(act, given, because=because)


def end_one(act: Act, given: Pass, *, because: str) -> None:
    """`because` names what it ended with, in the words of events."""
    change(given, ended_at=act.now)
    account = act.locked_account(given.member.account_id)
    act.record("pass.ended", given.member, after={"because": because}, on=account)
