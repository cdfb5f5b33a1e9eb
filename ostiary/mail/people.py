"""Letters to a person about their own sign-in. They name no account: one sign-in serves many."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..clock import now
from ..models import PasswordReset, Person
from . import links, readers
from .letter import Button, Letter, moment, write

FACTORS = {
    "totp": gettext_noop("an authenticator app"),
    "passkey": gettext_noop("a passkey or security key"),
    "all": gettext_noop("all of them"),
}


def password_reset(at: datetime, *, reset: int, number: int = 1) -> Letter | None:
    """The way to a new password. None when it was used, sent again or has expired, or is nobody's."""
    open_ones = PasswordReset.objects.filter(used_at=None, expires_at__gt=now())
    asked = open_ones.select_related("person").filter(pk=reset, number=number).first()
    if asked is None or asked.person is None:
        return None
    reader = readers.person(asked.person)
    with reader.reading():
        return write(
            reader,
            subject=_("Choose a new password for %(product)s"),
            lines=[_("Somebody, probably you, asked for a new password for this address.")],
            facts=[(_("Asked"), moment(asked.requested_at)), (_("Open until"), moment(asked.expires_at))],
            button=Button(_("Choose a new password"), links.password_reset(asked)),
            after=[
                _("If you use a second factor, you will be asked for it as well."),
                _("If it was not you, ignore this letter: your password stays as it is."),
            ],
        )


def password_changed(at: datetime, *, person: int) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("Your password for %(product)s was changed"),
        line=gettext_noop("The password of your sign-in to %(product)s was changed."),
    )


def factor_added(at: datetime, *, person: int, factor: str) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("A second factor was added to your sign-in to %(product)s"),
        line=gettext_noop("Your sign-in to %(product)s has a new second factor: %(factor)s."),
        factor=factor,
    )


def factor_removed(at: datetime, *, person: int, factor: str) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("A second factor was removed from your sign-in to %(product)s"),
        line=gettext_noop("A second factor was removed from your sign-in to %(product)s: %(factor)s."),
        factor=factor,
    )


def factor_disabled(at: datetime, *, person: int, factor: str) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("A second factor of your sign-in to %(product)s was disabled"),
        line=gettext_noop(
            "After too many wrong codes in a row, this second factor of your sign-in to %(product)s "
            "was disabled: %(factor)s. Whoever tried knows your password."
        ),
        factor=factor,
    )


def passkey_copied(at: datetime, *, person: int) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("A passkey of your sign-in to %(product)s was disabled"),
        line=gettext_noop(
            "A passkey or security key of yours counts its uses, and the count that it showed to %(product)s "
            "was too low. There may be a copy of it, so it was disabled. Remove it, and make a new one."
        ),
    )


def recovery_codes_made(at: datetime, *, person: int) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("New recovery codes for your sign-in to %(product)s"),
        line=gettext_noop(
            "Ten new recovery codes were made for your sign-in to %(product)s. Those before are good for "
            "nothing any more."
        ),
    )


def recovery_code_used(at: datetime, *, person: int, left: int) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("A recovery code of yours was used at %(product)s"),
        line=gettext_noop(
            "Somebody who knows your password signed in to %(product)s with one of your recovery codes. "
            "Codes left: %(left)s."
        ),
        left=left,
    )


def passwords_tried(at: datetime, *, person: int) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("Many wrong passwords were tried for your sign-in to %(product)s"),
        line=gettext_noop(
            "So many wrong passwords were tried for your sign-in to %(product)s that some tries are refused "
            "for a while, the right password included. Nobody came in by them."
        ),
        after=gettext_noop(
            "If it was not you, there is nothing to do, unless somebody may know your password. "
            "If you have forgotten it, choose a new one:"
        ),
    )


def codes_tried(at: datetime, *, person: int) -> Letter | None:
    return _notice(
        person,
        at,
        subject=gettext_noop("Many wrong codes were tried for your sign-in to %(product)s"),
        line=gettext_noop(
            "After the right password, many wrong codes were tried for your sign-in to %(product)s. "
            "Nobody came in by them. Whoever tried knows your password."
        ),
    )


IF_NOT_YOU = gettext_noop(
    "If it was you, there is nothing to do. If it was not, choose a new password at once:"
)


def _notice(
    person: int,
    at: datetime,
    *,
    subject: str,
    line: str,
    factor: str = "",
    after: str = IF_NOT_YOU,
    **more: object,
) -> Letter | None:
    """What happened to the sign-in, when, and what to do if it was somebody else. None for nobody."""
    known = Person.objects.filter(pk=person).first()
    if known is None:
        return None
    reader = readers.person(known)
    with reader.reading():
        words = {"product": settings.CONFIG.product, "factor": _(FACTORS[factor]) if factor else "", **more}
        return write(
            reader,
            subject=_(subject),
            lines=[_(line) % words],
            facts=[(_("When"), moment(at))],
            after=[_(after)],
            aside=Button(_("Choose a new password"), links.forgotten_password()),
        )
