"""How long things last, in words that pages and refusals say: read from the one constant that decides it."""

from datetime import timedelta

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..actions.passwords import RESET_LIFE
from ..models import invitations, passes, passkeys, sessions

LIVES = {
    "invitation": invitations.LIFE,
    "pass": passes.LIFE,
    "reset": RESET_LIFE,
    "session": sessions.LONGEST,
    "session without use": sessions.IDLE,
    "sudo": sessions.SUDO,
    "passkey challenge": passkeys.CHALLENGE,
}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _lasting(what: str) -> str:
    """`{% lasting "invitation" %}`: seven days."""
    return in_words(LIVES[what])


lasting = lazy(_lasting, str)


def in_words(span: timedelta) -> str:
    """Seven days, 24 hours, one hour, five minutes: in days from two on, else in hours, else in minutes."""
    if span >= 2 * DAY and not span % DAY:
        count = span // DAY
        text = ngettext("%(n)s day", "%(n)s days", count)
    elif not span % HOUR:
        count = span // HOUR
        text = ngettext("%(n)s hour", "%(n)s hours", count)
    else:
        count = span // MINUTE
        text = ngettext("%(n)s minute", "%(n)s minutes", count)
    return text % {"n": _number(count)}


def _number(count: int) -> str:
    """In a word up to twelve, as texts have it."""
    words = [
        *(_("one"), _("two"), _("three"), _("four"), _("five"), _("six")),
        *(_("seven"), _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve")),
    ]
    return words[count - 1] if 0 < count <= len(words) else str(count)
