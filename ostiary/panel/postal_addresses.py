"""*Billing*: the postal addresses for invoices and for taxes, at most one of each."""

from typing import Any

from django.contrib import messages
from django.forms import CharField, TextInput
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ..access.refusals import Invalid
from ..actions import postal_addresses
from ..models import PostalKind
from ..queries import customers as queries
from ..web.addresses import here
from ..web.company_words import POSTAL_ADDRESSES
from ..web.forms import Form, sent
from ..web.guards import in_account, needs
from ..web.request import InsideRequest
from ..web.text import Text


def _line(label: Text, fills: str, *, missing: Text = "", **more: Any) -> CharField:
    """`fills` is what a browser calls the line, to fill it in from what it knows.

    `missing` says what to do where the line is left out; without it, it may be.
    """
    return CharField(
        label=label,
        widget=TextInput(attrs={"autocomplete": fills}),
        required=bool(missing),
        error_messages={"required": missing},
        **more,
    )


class AddressForm(Form):
    address_1 = _line(
        gettext_lazy("Address"), "address-line1", missing=gettext_lazy("Enter street and number.")
    )
    address_2 = _line(gettext_lazy("Second line"), "address-line2")
    postal_code = _line(gettext_lazy("Postal code"), "postal-code")
    locality = _line(gettext_lazy("City"), "address-level2", missing=gettext_lazy("Enter the city."))
    region = _line(gettext_lazy("State or province"), "address-level1")
    country = _line(
        gettext_lazy("Country"),
        "country",
        missing=gettext_lazy("Enter the country by its two letters."),
        help_text=gettext_lazy("By its two letters, such as US."),
    )

    def lines(self) -> dict[str, str]:
        return {line: self.cleaned_data[line] for line in postal_addresses.LINES}


@in_account
@needs("billing.view_invoices")
@require_safe
def billing(request: InsideRequest, account: str) -> HttpResponse:
    return render(request, "panel/billing.html", {"addresses": shown(request)})


def shown(request: InsideRequest) -> list[dict[str, Any]]:
    """Each kind with its words, its address where there is one, and the page that changes it."""
    held = {row["kind"]: row for row in queries.postal_addresses(request.visit.account_id)}
    return [
        {
            "label": label,
            "text": text,
            "held": held.get(kind),
            "href": here(request, f"{kind}-address"),
        }
        for kind, (label, text) in POSTAL_ADDRESSES.items()
    ]


@in_account
@needs("billing.update_card")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: InsideRequest, account: str, kind: PostalKind) -> HttpResponse:
    """The first address of its kind, or another in the place of the one that is there."""
    rows = queries.postal_addresses(request.visit.account_id)
    held = next((row for row in rows if row["kind"] == kind), None)
    form = AddressForm(sent(request), initial=held)
    if request.method == "POST" and form.is_valid():
        with form.showing(Invalid):
            postal_addresses.keep(request.actor(once=form.once_key), kind, form.lines())
            messages.success(request, _("The address is saved."))
            return redirect(here(request, "billing"))
    label, text = POSTAL_ADDRESSES[kind]
    return render(
        request,
        "panel/postal_address.html",
        {"form": form, "label": label, "text": text},
        status=form.status,
    )
