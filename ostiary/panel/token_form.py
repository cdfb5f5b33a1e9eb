"""The form for a token: what it may do, where, and for how long."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..access import automation, table
from ..access.refusals import Invalid
from ..actions.tokens import USUAL_LIFE
from ..clock import now
from ..web.access_words import SCOPES
from ..web.fields import NameField, Refs
from ..web.forms import Form
from ..web.text import Text

ALL, SOME = "all", "some"
USUAL, ON_A_DATE, NEVER = "usual", "date", "never"
# Whoever means longer than ten years means never.
FURTHEST = timedelta(days=3653)


class TokenForm(Form):
    name = NameField(
        label=_("Name"),
        help_text=_("What it is for, such as “Deploys from CI”. You will recognise it by this alone."),
    )
    scope = forms.MultipleChoiceField(
        label=_("Scope"),
        choices=[(scope, label) for scope, (label, _sentence) in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=["global"],
    )
    expiration = forms.ChoiceField(
        label=_("Expiration"),
        choices=[
            (USUAL, format_lazy(_("In {days} days"), days=USUAL_LIFE.days)),
            (ON_A_DATE, _("On a date")),
            (NEVER, _("Never")),
        ],
        widget=forms.RadioSelect,
        initial=USUAL,
    )
    expires_at = forms.DateField(
        label=_("Date"),
        help_text=_("The token works until the end of this day."),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    access = forms.ChoiceField(
        label=_("Access"),
        choices=[(ALL, _("All services that you can use")), (SOME, _("Specific services"))],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    services = Refs(label=_("Services"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("services", offered.items())

    def _offer(self, name: str, choices: Iterable[tuple[str, Text]]) -> None:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        field.choices = list(choices)

    def clean(self) -> None:
        if self.cleaned_data.get("access") == SOME and not self.cleaned_data.get("services"):
            self.refuse(Invalid("services", "service_missing"))
        if self.cleaned_data.get("expiration") == ON_A_DATE and "expires_at" in self.cleaned_data:
            self._check_date(self.cleaned_data["expires_at"])

    def _check_date(self, day: date | None) -> None:
        today = timezone.localdate(now())
        if day is None or day < today or day > today + FURTHEST:
            self.refuse(Invalid("expires_at", "expiry_unusable"))

    def wanted(self) -> dict[str, Any]:
        """What `actions.tokens.create` takes."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "scopes": given["scope"],
            "services": given["services"] if given["access"] == SOME else [],
            "expires_at": self._end(),
        }

    def _end(self) -> datetime | None:
        """The end of the chosen day where the person is."""
        if self.cleaned_data["expiration"] == NEVER:
            return None
        if self.cleaned_data["expiration"] == USUAL:
            return now() + USUAL_LIFE
        next_day = self.cleaned_data["expires_at"] + timedelta(days=1)
        return timezone.make_aware(datetime.combine(next_day, time.min))


class AutomationForm(TokenForm):
    """A token of the account's own: what a role that it does not use reaches is not asked for."""

    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")}
    )
    tls_access = forms.BooleanField(
        label=_("TLS management"),
        help_text=_("Sees and manages TLS certificates, domains and activations as well."),
        required=False,
    )
    workspace_access = forms.ChoiceField(
        label=_("Access"),
        choices=[(ALL, _("All workspaces")), (SOME, _("Specific workspaces"))],
        widget=forms.RadioSelect,
        initial=ALL,
    )
    workspaces = Refs(label=_("Workspaces"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, workspaces: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("role", ((code, table.role(code).name) for code in automation.ROLES))
        self._offer("access", ((ALL, _("All services")), (SOME, _("Specific services"))))
        self._offer("workspaces", workspaces.items())

    def clean(self) -> None:
        self._leave_out()
        super().clean()
        if self.cleaned_data.get("workspace_access") == SOME and not self.cleaned_data.get("workspaces"):
            self.refuse(Invalid("workspaces", "workspace_missing"))

    def _leave_out(self) -> None:
        """What is chosen for another role than the one that was chosen last does not count."""
        role = self.cleaned_data.get("role")
        if role and not table.role(role).uses_services:
            self.cleaned_data |= {"access": ALL, "services": []}
        if role and not table.role(role).uses_workspaces:
            self.cleaned_data |= {"workspace_access": ALL, "workspaces": []}

    def wanted(self) -> dict[str, Any]:
        """What `actions.automation_tokens.create` takes."""
        given = self.cleaned_data
        return {
            **super().wanted(),
            "role": given["role"],
            "tls_access": given["tls_access"],
            "workspaces": given["workspaces"] if given["workspace_access"] == SOME else [],
        }


def typed(post: QueryDict) -> dict[str, Any]:
    """What a form holds that is not sent yet, to show it again as it is."""
    several = ("scope", "services", "workspaces")
    single = {name: post[name] for name in post if name not in several}
    return single | {name: post.getlist(name) for name in several}
