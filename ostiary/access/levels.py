"""How far a member may go on one service: five steps, each including the ones before it."""

from __future__ import annotations

from enum import IntEnum

from .words import gettext_noop


class Level(IntEnum):
    """A step of the ladder hidden < read_only < purge_select < purge_all < full.

    Levels compare by how far they reach, so the highest of several is simply their `max`.
    """

    HIDDEN = 0
    READ_ONLY = 1
    PURGE_SELECT = 2
    PURGE_ALL = 3
    FULL = 4

    @property
    def code(self) -> str:
        """The word used in rows, at the API and in events: `read_only`, `purge_select` and so on."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """What the panel calls the level (an `Enum` keeps `name` for itself)."""
        return _WORDS[self][0]

    @property
    def sentence(self) -> str:
        """What the level lets one do, in words a customer reads."""
        return _WORDS[self][1]

    @classmethod
    def of(cls, code: str) -> Level:
        """The level with this code; raises `KeyError` for a word that is none."""
        return _BY_CODE[code]


_WORDS = {
    Level.HIDDEN: (gettext_noop("Hidden"), gettext_noop("The service cannot be seen at all.")),
    Level.READ_ONLY: (
        gettext_noop("Read-only"),
        gettext_noop("See the service's configuration and statistics."),
    ),
    Level.PURGE_SELECT: (
        gettext_noop("Purge select"),
        gettext_noop("Read-only, and purge single URLs and surrogate keys."),
    ),
    Level.PURGE_ALL: (
        gettext_noop("Purge all"),
        gettext_noop("Purge select, and purge the whole service at once."),
    ),
    Level.FULL: (
        gettext_noop("Full access"),
        gettext_noop("Purge all, and change, activate, deactivate and delete the service."),
    ),
}
_BY_CODE = {level.code: level for level in Level}
