"""Invitations as tests of the door send them and find their pages."""

import re

from ostiary.actions import invitations
from ostiary.actions.wanted import Wanted
from ostiary.keyring import ring
from ostiary.models import Invitation, Member, MemberState
from ostiary.proofs.links import LinkKind, link_secret
from tests.cast import acting


def invite(by: Member, address: str = "nina@example.org", role: str = "engineer") -> Invitation:
    wanted = Wanted(roles=frozenset({role}))
    return Invitation.objects.get(ref=invitations.invite(acting(by), address, wanted)["invitation"])


def page_of(invitation: Invitation) -> str:
    invitation.refresh_from_db()
    secret = link_secret(ring(), LinkKind.INVITATION, invitation.ref, invitation.number)
    return f"/invitation/{invitation.ref}/{secret}"


def state(member: Member) -> str:
    return MemberState.objects.current().get(member=member).state


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
