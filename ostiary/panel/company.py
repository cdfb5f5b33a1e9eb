"""*Company settings*: name, owner, policy and contacts. Engineers may look, superusers change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ..access.refusals import Conflict, Invalid
from ..actions import accounts
from ..queries import company as queries
from ..web.addresses import here
from ..web.forms import Form
from ..web.guards import in_account, needs
from .fields import NameField


class NameForm(Form):
    name = NameField(
        label=gettext_lazy("Company name"),
        help_text=gettext_lazy("On every page, in letters and on invoices."),
    )


@in_account
@needs("account.view_settings")
@require_safe
def company(request: HttpRequest, account: str) -> HttpResponse:
    return _page(request, NameForm(initial={"name": request.visit.account_name}))


@in_account
@needs("account.update")
@require_POST
def rename(request: HttpRequest, account: str) -> HttpResponse:
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            accounts.rename(request.actor(once=form.once_key), form.cleaned_data["name"])
        except (Conflict, Invalid) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The company name is saved."))
            return redirect(here(request, "company"))
    return _page(request, form)


def _page(request: HttpRequest, form: NameForm) -> HttpResponse:
    account_id = request.visit.account_id
    shown = {
        "form": form,
        "company": queries.company(account_id),
        "contacts": queries.contacts(account_id),
    }
    return render(request, "panel/company.html", shown, status=422 if form.errors else 200)
