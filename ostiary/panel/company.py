"""*Company settings*: profile, owner, contacts and policy. Engineers may look, superusers change."""

from django.contrib import messages
from django.forms import CharField, Textarea, TextInput
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ..access.decisions import decide
from ..access.refusals import Conflict, Invalid
from ..actions import accounts
from ..queries import company as queries
from ..queries import contacts
from ..web.addresses import here
from ..web.fields import NameField
from ..web.forms import Form
from ..web.guards import in_account, needs
from ..web.request import InsideRequest
from . import postal_addresses


class ProfileForm(Form):
    name = NameField(
        label=gettext_lazy("Company name"),
        help_text=gettext_lazy("On every page, in letters and on invoices."),
    )
    phone_number = CharField(
        label=gettext_lazy("Phone number"),
        widget=TextInput(attrs={"type": "tel", "autocomplete": "work tel"}),
        required=False,
    )
    postal_address = CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Where the company is found, in lines."),
        widget=Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
        required=False,
    )


@in_account
@needs("account.view_settings")
@require_safe
def company(request: InsideRequest, account: str) -> HttpResponse:
    return _page(request)


@in_account
@needs("account.update")
@require_POST
def change(request: InsideRequest, account: str) -> HttpResponse:
    """What a form does not hold stays as it is."""
    form = ProfileForm(request.POST)
    if form.is_valid():
        given = {name: text for name, text in form.cleaned_data.items() if name in request.POST}
        with form.showing(Conflict, Invalid):
            accounts.update(
                request.actor(once=form.once_key),
                name=given["name"],
                phone=given.get("phone_number"),
                postal_address=given.get("postal_address"),
            )
            messages.success(request, _("The company is updated."))
            return redirect(here(request, "company"))
    return _page(request, form)


def _page(request: InsideRequest, form: ProfileForm | None = None) -> HttpResponse:
    account_id = request.visit.account_id
    found = queries.company(account_id)
    held = {"name": found.name, "phone_number": found.phone, "postal_address": found.postal_address}
    form = form or ProfileForm(initial=held)
    shown = {
        "form": form,
        "company": found,
        "contacts": contacts.of(account_id),
    }
    if decide(request.visit.access, "billing.view_invoices"):
        shown["addresses"] = postal_addresses.shown(request)
    return render(request, "panel/company.html", shown, status=form.status)
