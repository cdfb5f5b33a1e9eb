"""Access in words: where it comes from, how far it goes, and why something is refused."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..access import table
from ..access.access import Access, Contribution
from ..access.ceilings import Scope
from ..access.decisions import Deciding, Explanation, Missing
from ..access.levels import Level
from ..access.redundancy import HeldRole, held_roles
from ..access.sources import Source
from ..access.summary import Summary
from .wording import SENTENCES, role_name

# What the panel calls the scopes of a token, and what each lets it do.
SCOPES: dict[Scope, tuple[Any, Any]] = {
    "global": (
        gettext_lazy("Global API access"),
        gettext_lazy("Everything that its user, or its role, may do."),
    ),
    "global:read": (
        gettext_lazy("Read-only access"),
        gettext_lazy("See the account, its services and statistics; change nothing."),
    ),
    "purge_all": (gettext_lazy("Purge full cache"), gettext_lazy("Purge a whole service at once.")),
    "purge_select": (
        gettext_lazy("Purge select content"),
        gettext_lazy("Purge single URLs and surrogate keys."),
    ),
}
# Services and workspaces that a summary names one by one; how many more there are, it counts.
NAMED = 8


class Explained(NamedTuple):
    """An explanation in sentences: what decided, what there is, what is missing, and who can give it."""

    asked: str
    allowed: bool
    rule: str
    having: list[str]
    missing: list[str]
    who: str


class SourceWords(str):
    """A source as people read it, and the group that it is, to which a page may lead."""

    group = ""


def source_in_words(source: Source) -> str:
    if source.kind == "group":
        return _of_group(_("Group %(name)s") % {"name": source.label}, source)
    words = {"hand": _("By hand"), "invitation": _("By invitation"), "directory": _("From the directory")}
    return words.get(source.kind) or _("From single sign-on")


def _of_group(text: str, source: Source) -> str:
    if source.kind != "group":
        return text
    words = SourceWords(text)
    words.group = source.ref
    return words


def level_in_words(level: Level) -> str:
    return _(level.label)


def chips(roles: Iterable[table.Role]) -> list[dict[str, str]]:
    """Roles as `parts/role_chips.html` shows them, with their sentences to hover."""
    return [{"label": _(role.name), "title": _(role.sentence)} for role in roles]


def scopes_in_words(scopes: str) -> str:
    """A token's scopes, space-separated as they are kept."""
    return ", ".join(str(SCOPES[scope][0]) for scope in SCOPES if scope in scopes.split())


def summary_in_words(summary: Summary) -> str:
    """As short as a column: "Everything", "3 of 41 services · 2 workspaces", "Nothing"."""
    if summary.nothing:
        return _("No services or workspaces")
    return " · ".join(filter(None, [_services_in_words(summary), _workspaces_in_words(summary)]))


def _services_in_words(summary: Summary) -> str:
    if summary.everything:
        return _("All services")
    if summary.base:
        return _("All services, %(level)s") % {"level": level_in_words(summary.base)}
    if not summary.services:
        return ""
    words = ngettext("%(n)d of %(of)d service", "%(n)d of %(of)d services", summary.of_services)
    return words % {"n": summary.services, "of": summary.of_services}


def _workspaces_in_words(summary: Summary) -> str:
    if not summary.workspaces:
        return ""
    if summary.workspaces == summary.of_workspaces:
        return _("All workspaces")
    return ngettext("%(n)d workspace", "%(n)d workspaces", summary.workspaces) % {"n": summary.workspaces}


def what_one_can_do(
    access: Access, services: Mapping[str, str], workspaces: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The groups of `parts/summary.html`: roles, services and workspaces, each line with its sources.

    `services` and `workspaces` are the names, by ref, of what was given by name; what is not in them is gone.
    """
    groups = [
        {"heading": _("Roles"), "lines": [_role_line(held) for held in held_roles(access)]},
        _services_group(access, services),
        _workspaces_group(access, workspaces),
    ]
    return [group for group in groups if group["lines"]]


def _role_line(held: HeldRole) -> dict[str, Any]:
    how = _("adds nothing to %(role)s") % {"role": _(held.covered_by.name)} if held.covered_by else ""
    sources = dict.fromkeys(source_in_words(given.source) for given in held.given)
    return {"what": _(held.role.name), "how": how, "sources": list(sources)}


def _services_group(access: Access, names: Mapping[str, str]) -> dict[str, Any]:
    everywhere = access.everywhere()
    base = access.base()
    lines = [_everywhere_line(everywhere)] if base else []
    higher = [ref for ref in names if access.level(ref) > base]
    lines += [
        {"what": names[ref], "how": level_in_words(access.level(ref)), "sources": _sources_on(access, ref)}
        for ref in higher[:NAMED]
    ]
    return {"heading": _("Services"), "lines": lines, "more": _more(len(higher) - NAMED)}


def _everywhere_line(everywhere: list[Contribution]) -> dict[str, Any]:
    highest = everywhere[0].level
    sources = [role_and_source(one.role, one.source) for one in everywhere if one.level == highest]
    return {
        "what": _("Every service"),
        "how": level_in_words(highest),
        "sources": list(dict.fromkeys(sources)),
    }


def _sources_on(access: Access, ref: str) -> list[str]:
    deciding = [one for one in access.level_sources(ref) if one.level == access.level(ref)]
    return list(dict.fromkeys(role_and_source(one.role, one.source) for one in deciding))


def _workspaces_group(access: Access, names: Mapping[str, str]) -> dict[str, Any]:
    using = [one for one in access.holdings if one.role.uses_workspaces]
    everywhere = [one for one in using if not one.bundle.is_limited_to_workspaces(one.role)]
    if everywhere:
        sources = dict.fromkeys(role_and_source(one.role, one.given.source) for one in everywhere)
        line = {"what": _("Every workspace"), "how": _("On"), "sources": list(sources)}
        return {"heading": _("Workspaces"), "lines": [line]}
    on = [ref for ref in names if access.sees_workspace(ref)]
    lines = [
        {
            "what": names[ref],
            "how": _("On"),
            "sources": [role_and_source(one.role, one.given.source) for one in using if one.reaches(ref)],
        }
        for ref in on[:NAMED]
    ]
    return {"heading": _("Workspaces"), "lines": lines, "more": _more(len(on) - NAMED)}


def role_and_source(role: table.Role, source: Source) -> str:
    return _of_group(f"{_(role.name)} · {source_in_words(source)}", source)


def _more(n: int) -> str:
    return ngettext("and %(n)d more", "and %(n)d more", n) % {"n": n} if n > 0 else ""


def explained(explanation: Explanation) -> Explained:
    return Explained(
        asked=_(explanation.capability.name),
        allowed=explanation.allowed,
        rule=_("You may do this.") if explanation.allowed else str(SENTENCES[explanation.rule]),
        having=[_deciding_in_words(one, explanation) for one in explanation.sources],
        missing=_missing_in_words(explanation.missing),
        who=_who_in_words(explanation.who_can_give),
    )


def _deciding_in_words(deciding: Deciding, explanation: Explanation) -> str:
    words = role_and_source(deciding.role, deciding.source)
    if explanation.capability.scope != "service":
        return words
    here = _("%(source)s: %(level)s here") % {"source": words, "level": level_in_words(deciding.level)}
    return _of_group(here, deciding.source)


def _missing_in_words(missing: Missing) -> list[str]:
    lines = []
    if missing.roles:
        names = ", ".join(_(role.name) for role in missing.roles)
        lines.append(
            ngettext("The role %(names)s", "One of the roles %(names)s", len(missing.roles))
            % {"names": names}
        )
    if missing.level:
        lines.append(_("The level %(level)s on this service") % {"level": level_in_words(missing.level)})
    if missing.workspace:
        lines.append(_("This workspace, switched on"))
    if missing.scopes:
        lines.append(_("A token with one of the scopes %(scopes)s") % {"scopes": ", ".join(missing.scopes)})
    return lines


def _who_in_words(who: tuple[str, ...]) -> str:
    if not who:
        return ""
    if "yourself" in who:
        return _("You can, with a token that is less narrow.")
    return _("Anybody in this account with the role %(roles)s.") % {"roles": _or(map(role_name, who))}


def _or(words: Iterable[str]) -> str:
    return _(" or ").join(words)
