"""Every letter there is, by the name that a job keeps.

A letter is written when it is sent: it says what holds then, and when what it was about is over, it is
not written at all. `at` is the moment at which it was asked for.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from inspect import Signature, signature
from typing import Any

from .accounts import (
    account_closed,
    allowlist_opened,
    member_removed,
    ownership_transferred,
    second_factor_reminder,
    standings_ended,
)
from .invitations import invitation
from .letter import Letter
from .passes import account_app_added, account_app_removed, member_let_in, pass_code, pass_given
from .people import (
    codes_tried,
    factor_added,
    factor_disabled,
    factor_removed,
    passkey_copied,
    password_changed,
    password_reset,
    passwords_tried,
    recovery_code_used,
    recovery_codes_made,
)

LETTERS: dict[str, Callable[..., Letter | None]] = {
    letter.__name__: letter
    for letter in (
        invitation,
        password_reset,
        password_changed,
        factor_added,
        factor_removed,
        factor_disabled,
        passkey_copied,
        passwords_tried,
        codes_tried,
        recovery_codes_made,
        recovery_code_used,
        ownership_transferred,
        member_removed,
        allowlist_opened,
        second_factor_reminder,
        standings_ended,
        account_closed,
        pass_given,
        member_let_in,
        pass_code,
        account_app_added,
        account_app_removed,
    )
}


def check(letter: str, names: dict[str, Any]) -> None:
    """Raises KeyError where there is no such letter, TypeError for names that it does not take."""
    _signature(letter).bind(None, **names)


@cache
def _signature(letter: str) -> Signature:
    return signature(LETTERS[letter])


def compose(letter: str, *, at: datetime, **names: Any) -> Letter | None:
    """The letter as it is now, or None when there is nothing to say any more."""
    return LETTERS[letter](at, **names)
