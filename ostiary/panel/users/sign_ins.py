"""What keeps a user from signing in just now: limits against guessing, and disabled authenticators.

A sign-in belongs to a person and to no account: what shows says nothing of where else they are, and no number
or time that would help whoever guesses (docs/decisions/0013).
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ...actions import throttles
from ...actions.authenticators import MOST_FAILURES
from ...queries.own_security import with_disabled_factors

Bar = dict[str, str]


def bars_of(people: Iterable[tuple[int | None, str]]) -> dict[int | None, list[Bar]]:
    """By the ids of those whom something keeps out, each with the key of their address: two statements."""
    known = {person: key for person, key in people if person is not None}
    paused, disabled = throttles.paused(known), with_disabled_factors(known, MOST_FAILURES)
    return {
        person: [*([_paused()] if person in paused else []), *([_disabled()] if person in disabled else [])]
        for person in paused | disabled
    }


def _paused() -> Bar:
    return {
        "label": _("Paused"),
        "tone": "warning",
        "icon": "clock",
        "help": _("Too many wrong tries. It opens again by itself."),
    }


def _disabled() -> Bar:
    return {
        "label": _("2FA disabled"),
        "tone": "danger",
        "icon": "no-symbol",
        "help": _("Too many wrong codes, or a copied key."),
    }
