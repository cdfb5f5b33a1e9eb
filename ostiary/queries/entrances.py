"""What an account asks of a member where they are, and what opens it to their session."""

import json
from datetime import datetime
from typing import NamedTuple

from ..proofs.allowlist import allows
from ..proofs.lifetimes import Limits, Stood, asks_anew, over_since
from ..proofs.standings import Demands
from .sql import Row, moment, moment_or_none

# Of the settings `st`, the member's state `ms`, and the standing `sd` if there is one.
COLUMNS = """st.sso, st.requires_second_factor, ms.bypass_sso, ms.locked,
       st.allowlist, st.longest_minutes, st.idle_minutes,
       sd.id, sd.methods, sd.opened_at, sd.last_seen_at, sd.asked_again_at"""


class Entrance(NamedTuple):
    demands: Demands
    # What the standing rests on; None without one that opens the account by the clock.
    methods: list[str] | None
    standing_id: int | None
    seen_at: datetime | None
    # Whether the account limits how long it may be left alone.
    notes_presence: bool


def read(columns: Row, *, ip: str, present_at: datetime | None, now: datetime) -> Entrance:
    """For somebody who comes from `ip`, and whose session proved presence last at `present_at`."""
    sso, factor, bypass, locked, allowlist, longest, idle, *standing = columns
    id_, methods, opened_at, seen_at, asked_again_at = standing
    over = None
    if id_:
        stood = Stood(moment(opened_at), moment_or_none(seen_at), moment_or_none(asked_again_at))
        over = over_since(stood, Limits(longest, idle), now)
    outside, anew = not allows(allowlist, ip), asks_anew(over, present_at)
    return Entrance(
        Demands(sso, bool(factor), bool(bypass), bool(locked), outside=outside, anew=anew),
        None if methods is None or over else json.loads(methods),
        id_,
        moment_or_none(seen_at),
        notes_presence=idle is not None,
    )
