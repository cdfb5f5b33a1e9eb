"""Before the owner or the primary contact goes: somebody else takes over, on the same page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import CharField, TextInput
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ...access.refusals import Conflict, Invalid
from ...actions import contacts, ownership
from ...queries.company import candidates
from ...queries.subjects import Subject
from ...web.addresses import here
from ...web.asking import asked
from ...web.forms import Form
from ...web.guards import in_account, needs, sudo
from ...web.request import InsideRequest
from ...web.text import Text
from .editor import find


class OwnerForm(Form):
    successor = CharField(required=False)


class ContactForm(OwnerForm):
    phone = CharField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("The primary contact has to be reachable by phone."),
        widget=TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        required=False,
    )


@dataclass(frozen=True)
class Part:
    """What is handed over, the page that does it, and what is said there."""

    page: str
    form: type[Form]
    heading: Text
    text: Text
    button: Text


OWNER = Part(
    "user-delete-owner",
    OwnerForm,
    gettext_lazy("Choose a new owner first"),
    gettext_lazy(
        "Every account has exactly one owner, who cannot be deleted. The new owner becomes a superuser; "
        "both of you and all superusers are told by mail."
    ),
    gettext_lazy("Transfer ownership"),
)
CONTACT = Part(
    "user-delete-contact",
    ContactForm,
    gettext_lazy("Name another primary contact first"),
    gettext_lazy("The primary contact is whom to reach about the account. Whoever is named here takes over."),
    gettext_lazy("Make primary contact"),
)


def page(
    request: InsideRequest, subject: Subject, part: Part, form: Form | None = None, status: int = 0
) -> HttpResponse:
    """The candidates: active members but the one who goes; nobody makes themselves the owner."""
    search = asked(request, "q")
    besides = [subject.ref, *([request.visit.member_ref] if part is OWNER else [])]
    found, total = candidates(request.visit.account_id, search=search, besides=besides)
    form = form or part.form()
    if "phone" in form.fields:
        form.fields["phone"].required = True  # the action asks for it, and says so at the field
    shown: dict[str, Any] = {
        "subject": subject,
        "part": part,
        "action": here(request, part.page, subject.ref),
        "form": form,
        "candidates": found,
        "total": total,
        "query": search,
    }
    return render(request, "panel/users/handover.html", shown, status=status or form.status)


@in_account
@needs("account.transfer")
@require_POST
@sudo
def owner(request: InsideRequest, account: str, member: str) -> HttpResponse:
    subject, form = find(request, member), OwnerForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["successor"]:
        return _nobody_chosen(request, subject, OWNER, form)
    with form.showing(Conflict):
        ownership.transfer(request.actor(once=form.once_key), form.cleaned_data["successor"])
        messages.success(request, _("Ownership is transferred."))
        return redirect(here(request, "user-delete", member))
    return page(request, subject, OWNER, form)


@in_account
@needs("account.update")
@require_POST
def contact(request: InsideRequest, account: str, member: str) -> HttpResponse:
    subject, form = find(request, member), ContactForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["successor"]:
        return _nobody_chosen(request, subject, CONTACT, form)
    given = form.cleaned_data
    with form.showing(Conflict, Invalid):
        who = {"member_ref": given["successor"], "phone": given["phone"]}
        contacts.add(request.actor(once=form.once_key), "primary", **who)
        messages.success(request, _("The primary contact is changed."))
        return redirect(here(request, "user-delete", member))
    return page(request, subject, CONTACT, form)


def _nobody_chosen(request: InsideRequest, subject: Subject, part: Part, form: Form) -> HttpResponse:
    form.is_valid()
    form.refuse(Invalid("successor", "successor_missing"))
    return page(request, subject, part, form)
