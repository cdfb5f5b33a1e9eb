"""What a change would do, before it is made: gained and lost, in words, each line with its source."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...access.access import Access
from ...access.differences import CapabilityChange, Difference, ResourceChange, diff
from ...web.access_words import level_in_words, role_and_source

# Lines of a group that are shown one by one; how many more there are, the last line counts.
NAMED = 8
# What is true of every service, or workspace, that nobody was given by name.
ALL_OTHERS = ""

Groups = list[dict[str, Any]]
Alike = dict[str, list[str]]


def review(
    before: Access, after: Access, services: Mapping[str, str], workspaces: Mapping[str, str]
) -> Groups:
    """The groups of `parts/summary.html`; none where nothing changes.

    `services` and `workspaces` are the names of those given by name in either access. Of those that change
    alike one is asked about, so that two thousand services cost as much as a handful.
    """
    alike = _alike_services(before, after, services)
    switched = _alike_workspaces(before, after, workspaces)
    found = diff(before, after, list(alike), list(switched))
    groups = [
        _group(_("In the account"), list(_capability_lines(found))),
        _group(_("Services"), list(_service_lines(found, alike, services))),
        _group(_("Workspaces"), list(_workspace_lines(found, switched, workspaces))),
    ]
    return [group for group in groups if group["lines"]]


def _alike_services(before: Access, after: Access, names: Iterable[str]) -> Alike:
    """Services by the first of those on which every role reaches the same levels, before and after."""
    return _alike(
        names,
        lambda ref: tuple(one.level(ref) for access in (before, after) for one in access.holdings),
    )


def _alike_workspaces(before: Access, after: Access, names: Iterable[str]) -> Alike:
    return _alike(
        names,
        lambda ref: tuple(one.reaches(ref) for access in (before, after) for one in access.holdings),
    )


def _alike(names: Iterable[str], mark: Any) -> Alike:
    by_mark: dict[Any, list[str]] = defaultdict(list)
    for ref in names:
        by_mark[mark(ref)].append(ref)
    found = {refs[0]: refs for refs in by_mark.values()}
    return {ALL_OTHERS: [], **found}


def _group(heading: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    rest = len(lines) - NAMED
    more = ngettext("and %d more change", "and %d more changes", rest) % rest if rest > 0 else ""
    return {"heading": heading, "lines": lines[:NAMED], "more": more}


def _capability_lines(found: Difference) -> Iterator[dict[str, Any]]:
    for change, capabilities in (("lost", found.lost), ("gained", found.gained)):
        for one in capabilities:
            yield {
                "what": _(one.capability.name),
                "how": _("lost") if change == "lost" else _("gained"),
                "sources": _sources([one]),
                "change": change,
            }


def _service_lines(found: Difference, alike: Alike, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for one in found.services:
        yield {
            "what": _which(one, alike, names, _("Every other service") if names else _("Every service")),
            "how": _("%(before)s → %(after)s")
            % {"before": level_in_words(one.before), "after": level_in_words(one.after)},
            "sources": _sources(one.gained or one.lost),
            "change": "gained" if _is_gain(one) else "lost",
        }


def _is_gain(one: ResourceChange) -> bool:
    """A higher level is a gain; on the same level, whatever outweighs."""
    if one.before != one.after:
        return one.after > one.before
    return len(one.gained) > len(one.lost)


def _workspace_lines(found: Difference, alike: Alike, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    others = _("Every other workspace") if names else _("Every workspace")
    for one in found.workspaces:
        gains = len(one.gained) >= len(one.lost)
        yield {
            "what": _which(one, alike, names, others),
            "how": _workspace_words(one),
            "sources": _sources(one.gained or one.lost),
            "change": "gained" if gains else "lost",
        }


def _workspace_words(one: ResourceChange) -> str:
    seen = "workspace.view"
    if any(change.capability.code == seen for change in one.gained):
        return _("Off → On")
    if any(change.capability.code == seen for change in one.lost):
        return _("On → Off")
    names = [_(change.capability.name) for change in (*one.gained, *one.lost)]
    return ", ".join(names)


def _which(one: ResourceChange, alike: Alike, names: Mapping[str, str], others: str) -> str:
    """The names of those that change alike, as far as there is room."""
    ref = one.resource.ref if one.resource else ALL_OTHERS
    if ref == ALL_OTHERS:
        return others
    refs = alike[ref]
    shown = ", ".join(names[ref] for ref in refs[:3])
    rest = len(refs) - 3
    if rest <= 0:
        return shown
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest) % {
        "names": shown,
        "n": rest,
    }


def _sources(changes: Iterable[CapabilityChange]) -> list[str]:
    found = [role_and_source(one.role, one.source) for change in changes for one in change.sources]
    return list(dict.fromkeys(found))
