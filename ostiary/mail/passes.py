"""Letters about passes, and about apps that count in one account alone. Each names its account."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..clock import now
from ..keyring import ring
from ..models import Pass, PassCode
from ..proofs.passes import pass_code as code_of
from . import links, names, readers
from .letter import Button, Letter, moment, write


def pass_code(at: datetime, *, code: int, passes: Sequence[int]) -> Letter | None:
    """The codes that a person asked for, one for each account that lets them in. None where none does."""
    asked = PassCode.objects.select_related("person").filter(pk=code, used_at=None, expires_at__gt=now())
    letter = asked.first()
    live = Pass.objects.filter(pk__in=passes, ended_at=None, ends_at__gt=now()).order_by("pk")
    found = list(live.select_related("member__account"))
    if letter is None or not found:
        return None
    reader = readers.person(letter.person)
    with reader.reading():
        return write(
            reader,
            subject=_("Your code for %(product)s"),
            lines=[
                _("Somebody who knows your password, probably you, lost a second factor and asked for this."),
                _("The code lets you set up an authenticator app for the account that it is for."),
            ],
            facts=[
                *(
                    (names.account(one.member.account_id), _in_groups(code_of(ring(), letter.ref, one.ref)))
                    for one in found
                ),
                (_("Good until"), moment(letter.expires_at)),
            ],
            after=[
                _("Give it to nobody who asks. No superuser needs it, nor whoever runs this server."),
                _("If it was not you, choose a new password at once:"),
            ],
            aside=Button(_("Choose a new password"), links.forgotten_password()),
        )


def pass_given(at: datetime, *, given: int) -> Letter | None:
    """To the member: what a superuser has opened to them, until when, and how they come in."""
    live = Pass.objects.filter(pk=given, ended_at=None, ends_at__gt=now())
    one = live.select_related("member__account", "member__person", "giver").first()
    if one is None or one.member.person is None:
        return None
    reader = readers.member(one.member)
    with reader.reading():
        account = names.account(one.member.account_id)
        return write(
            reader,
            subject=_("You can set up a new second factor for an account on %(product)s"),
            lines=[
                _("A superuser of the account %(account)s lets you in without your second factor, once.")
                % {"account": account},
                _(
                    "Log in with your password, choose “I have lost my second factor”, and have a code sent "
                    "to you. You then set up an authenticator app that counts for this account alone."
                ),
            ],
            facts=[
                (_("Account"), account),
                (_("By"), one.giver.address),
                (_("Until"), moment(one.ends_at)),
            ],
            button=Button(_("Log in"), links.account(one.member.account.ref)),
            after=[
                _("Nothing else of your sign-in changes. If you have lost nothing, there is nothing to do."),
            ],
        )


def member_let_in(at: datetime, *, member: int, given: int) -> Letter | None:
    """To another superuser: who may come in without their second factor, by whom, and until when."""
    told = readers.told(member)
    one = Pass.objects.select_related("member", "giver").filter(pk=given).first()
    if told is None or one is None:
        return None
    reader = readers.member(told)
    with reader.reading():
        account = names.account(told.account_id)
        return write(
            reader,
            subject=_("A member of an account on %(product)s is let in without a second factor"),
            lines=[
                _(
                    "A superuser of the account %(account)s lets a member in by password and a mailed code, "
                    "to set up a new second factor for this account."
                )
                % {"account": account}
            ],
            facts=[
                (_("Account"), account),
                (_("Member"), one.member.address),
                (_("By"), one.giver.address),
                (_("Until"), moment(one.ends_at)),
            ],
            button=Button(_("Open the account"), links.account(told.account.ref)),
            after=[
                _("If you did not expect this, take it back under User management, and ask who asked for it.")
            ],
        )


def account_app_added(at: datetime, *, member: int) -> Letter | None:
    return _notice(
        member,
        at,
        gettext_noop("A second factor for one account on %(product)s was set up"),
        gettext_noop("An authenticator app was set up that opens the account %(account)s, and nothing else."),
    )


def account_app_removed(at: datetime, *, member: int) -> Letter | None:
    return _notice(
        member,
        at,
        gettext_noop("A second factor for one account on %(product)s was removed"),
        gettext_noop("The authenticator app that opened the account %(account)s alone was removed."),
    )


def _notice(member: int, at: datetime, subject: str, line: str) -> Letter | None:
    told = readers.told(member)
    if told is None:
        return None
    reader = readers.member(told)
    with reader.reading():
        words = {"product": settings.CONFIG.product, "account": names.account(told.account_id)}
        return write(
            reader,
            subject=_(subject),
            lines=[_(line) % words],
            facts=[(_("Account"), words["account"]), (_("When"), moment(at))],
            after=[_("If it was you, there is nothing to do. If it was not, choose a new password at once:")],
            aside=Button(_("Choose a new password"), links.forgotten_password()),
        )


def _in_groups(code: str) -> str:
    return f"{code[:4]} {code[4:]}"
