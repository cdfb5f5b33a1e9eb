"""A page of the editor as it was sent: the choices it showed, and where in its lists one was looking."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ...access.refusals import Invalid
from ...actions.choices import Shown
from ...actions.drafts import LONGEST_ADDRESS, Sheet
from ...proofs.ids import is_id
from ...queries.paging import Window
from ...web.asking import LONGEST
from ...web.forms import Form

# The two steps of *Access controls*; an invitation has both on one page.
ROLES, REACH, INVITATION = "roles", "reach", "invitation"
ALL, SPECIFIC = "all", "specific"
LEVEL = "level-"


class SheetForm(Form):
    """What stands on every page of the editor beside the lists."""

    draft = forms.CharField(required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    address = forms.CharField(
        label=_("Email address"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
    bypass_sso = forms.BooleanField(required=False)

    def clean_draft(self) -> str:
        ref: str = self.cleaned_data["draft"]
        return ref if is_id(ref) else ""


@dataclass(frozen=True)
class Place:
    """Where one is in a list of services or workspaces: what is searched for, and which page."""

    search: str = ""
    window: Window = field(default_factory=Window)

    def fields(self, what: str) -> dict[str, str]:
        """The same as fields of an address."""
        named = {"q": self.search, "after": self.window.after, "before": self.window.before}
        return {f"{what}_{name}": value for name, value in named.items() if value}


@dataclass(frozen=True)
class Looking:
    """Where one is in both lists."""

    services: Place = field(default_factory=Place)
    workspaces: Place = field(default_factory=Place)

    def query(self, **more: str) -> str:
        fields = {**more, **self.services.fields("services"), **self.workspaces.fields("workspaces")}
        return f"?{urlencode(fields)}" if fields else ""


def looking(asked: QueryDict) -> Looking:
    """The lists as an address, or a form that was sent, names them."""
    return Looking(_place(asked, "services"), _place(asked, "workspaces"))


def _place(asked: QueryDict, what: str) -> Place:
    """A button of the pager says which page; other words to search for lead to the first one."""
    search = _text(asked, f"{what}_q")
    after, before = _text(asked, f"{what}_go_after"), _text(asked, f"{what}_go_before")
    if after or before:
        return Place(search, Window(after=after, before=before))
    if f"{what}_q_was" in asked and _text(asked, f"{what}_q_was") != search:
        return Place(search)
    return Place(search, Window(after=_text(asked, f"{what}_after"), before=_text(asked, f"{what}_before")))


def _text(asked: QueryDict, name: str) -> str:
    return asked.get(name, "").replace("\x00", "").strip()[:LONGEST]


def sheet(post: QueryDict, form: SheetForm, member: str) -> Sheet:
    """What `actions/drafts.py` takes. A malformed field counts as not sent; the form says why."""
    form.full_clean()
    given = form.cleaned_data
    return Sheet(
        member=member,
        version=given.get("version") or 0,
        draft=given.get("draft", ""),
        shown=Shown(
            address=given.get("address") if "address" in post else None,
            bypass_sso=given.get("bypass_sso") if "bypass_sso_shown" in post else None,
            limit_services=_limit(post, "services_limit"),
            levels={
                name.removeprefix(LEVEL): post.get(name, "")
                for name in post
                if name.startswith(LEVEL) and is_id(name.removeprefix(LEVEL))
            },
            limit_workspaces=_limit(post, "workspaces_limit"),
            switches=_switches(post),
        ),
    )


def must_have_seen(post: QueryDict, shown: Shown) -> None:
    """Whoever limits access has seen the list to choose from: without script it comes with the next page.

    Raises `Invalid` where the menu was changed on the way to sending.
    """
    for what, limited, chosen in (
        ("services", shown.limit_services, shown.levels),
        ("workspaces", shown.limit_workspaces, shown.switches),
    ):
        if limited and not chosen and f"{what}_shown" not in post:
            raise Invalid(what, f"{what}_to_choose")


def _limit(post: QueryDict, name: str) -> bool | None:
    """The menu of an area; an area that is locked sends none."""
    return {ALL: False, SPECIFIC: True}.get(post.get(name, ""))


def _switches(post: QueryDict) -> dict[str, bool]:
    """A switch that is off sends nothing, so the page says which ones it showed."""
    on = set(post.getlist("workspace"))
    return {ref: ref in on for ref in [*post.getlist("workspace_shown"), *on] if is_id(ref)}
