"""What the users pages say of invitations, sign-ins, locked controls and dropped choices."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...access.limits import Control
from ...access.sources import Source
from ...models import Delivery, Sso
from ...web.access_words import level_in_words, role_and_source, source_in_words
from ...web.wording import SENTENCES


def problem_in_words(problem: str) -> str:
    """Why a letter was not sent: a code of ours, else what the mail server answered."""
    return str(SENTENCES.get(problem, problem))


def delivery_in_words(delivery: str) -> str:
    """What is known of a letter. Only one that was handed over is called sent."""
    words = {
        Delivery.QUEUED: _("Queued, not sent yet"),
        Delivery.SENT: _("Sent"),
        Delivery.FAILED: _("Not sent"),
        Delivery.COPIED: _("Link copied, no letter sent"),
    }
    return words[Delivery(delivery)]


def sign_in_in_words(sso: str, bypass: bool) -> str:
    """By what a member of this account signs in."""
    if sso == Sso.REQUIRED:
        return _("Single sign-on or password") if bypass else _("Single sign-on")
    return _("Password") if sso == Sso.OFF else _("Single sign-on or password")


def why_services_are_locked(control: Control) -> str:
    """Why the *Services* area cannot be limited, and what would have to change first."""
    if control.reason == "no_role_uses_it":
        return _("No role that has anything to do with services is chosen.")
    words = {"level": level_in_words(control.floor), **_origin(control)}
    text = _("%(level)s on every service comes from elsewhere: %(source)s. Change it there first.")
    if control.reason == "role_reaches_all":
        text = _("%(level)s on every service comes from the role %(role)s. Remove it to limit services.")
    return text % words


def why_workspaces_are_locked(control: Control) -> str:
    """Why the *Workspaces* area cannot be limited."""
    if control.reason == "no_role_uses_it":
        return _("No Security role is chosen; the others have nothing to do with workspaces.")
    text = _("Every workspace comes from elsewhere: %(source)s. Change it there first.")
    if control.reason == "role_reaches_all":
        text = _("Every workspace comes from the role %(role)s. Remove it to limit workspaces.")
    return text % _origin(control)


def _origin(control: Control) -> dict[str, str]:
    role = _(control.role.name) if control.role else ""
    source = role_and_source(control.role, control.source) if control.role and control.source else ""
    return {"role": role, "source": source}


def held_elsewhere(level: str, source: Source) -> str:
    """Why one row cannot be chosen: another source already gives all that these roles could."""
    return _("%(level)s comes from elsewhere: %(source)s.") % {
        "level": level,
        "source": source_in_words(source),
    }


def dropped_in_words(dropped: Mapping[str, int]) -> str:
    """What was left out because no role could use it; nothing if nothing was."""
    limits = {
        "services_limit": _("The limit to specific services was dropped: the roles cannot be limited."),
        "workspaces_limit": _("The limit to specific workspaces was dropped: the roles cannot be limited."),
    }
    counted = {
        "service": ngettext(
            "%d level was lowered or dropped, because the roles cannot use it.",
            "%d levels were lowered or dropped, because the roles cannot use them.",
            dropped.get("service", 0),
        ),
        "workspace": ngettext(
            "%d workspace was dropped, because no role uses it.",
            "%d workspaces were dropped, because no role uses them.",
            dropped.get("workspace", 0),
        ),
    }
    said = [text for what, text in limits.items() if what in dropped]
    said += [text % dropped[what] for what, text in counted.items() if what in dropped]
    return " ".join(said)
