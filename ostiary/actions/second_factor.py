"""What an account demands about second factors, and reminding those who have none."""

from ..access.decisions import require
from ..access.refusals import Conflict
from ..queries import without_factor
from . import outbox, own, ownership, settings, throttles
from .act import Act
from .kernel import action
from .settings import Change

EVENTS = {True: "second_factor.required", False: "second_factor.not_required"}


@action(needs="two_factor.require")
def demand(act: Act, required: bool) -> None:
    """From now on nothing opens in the account without a second factor, or it does again.

    It holds at once: whoever has none sets one up first, and nobody is removed. Refused where the owner could
    not open the account any more.
    """
    settings.change(act, wanted(act, required))


def wanted(act: Act, required: bool) -> Change:
    """What the demand changes, where it may be made. Presence is asked for where it differs."""
    if settings.current(act).requires_second_factor != required:
        require(act.access, "two_factor.require")
        own.must_be_present(act, "policy.second_factor")
        if required:
            ownership.must_not_lock_out(act, requires_second_factor=True)
    return Change(EVENTS[required], {"requires_second_factor": required})


@action(needs="two_factor.require")
def remind(act: Act) -> int:
    """Ask all who have no second factor, by mail, to set one up; once a day. Returns how many they are."""
    told = without_factor.everybody(act.account.pk)
    if not told:
        raise Conflict("nobody_to_remind")
    throttles.reminder(act.account.pk)
    for member in told:
        outbox.send(act, "second_factor_reminder", member=member)
    act.record("second_factor.reminded", act.account, after={"count": len(told)})
    return len(told)
