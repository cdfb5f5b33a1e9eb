"""*Company contacts*: whom to reach about what, a member or anybody else."""

from typing import Any

from django.contrib import messages
from django.forms import CharField, ChoiceField, RadioSelect, TextInput
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ..access.refusals import Conflict, Invalid, NotFound
from ..actions import contacts
from ..queries import company
from ..queries import contacts as queries
from ..web.addresses import here
from ..web.company_words import CONTACT_KINDS
from ..web.fields import NameField
from ..web.forms import Form, sent
from ..web.guards import in_account, needs
from ..web.request import InsideRequest
from ..web.wording import SENTENCES

MEMBER, OTHER = "member", "other"


class ContactForm(Form):
    kind = ChoiceField(
        label=gettext_lazy("Select contact type"),
        choices=[("", ""), *CONTACT_KINDS.items()],
        error_messages={"required": gettext_lazy("Choose what the contact is for.")},
    )
    who = ChoiceField(
        label=gettext_lazy("Who"),
        choices=[(MEMBER, gettext_lazy("A user of this account")), (OTHER, gettext_lazy("Somebody else"))],
        widget=RadioSelect,
        initial=MEMBER,
    )
    name = NameField(label=gettext_lazy("Name"))
    address = CharField(
        label=gettext_lazy("Email address"),
        widget=TextInput(attrs={"inputmode": "email", "autocomplete": "off", "list": "users"}),
        error_messages={"required": SENTENCES["address_missing"]},
    )
    phone = CharField(
        label=gettext_lazy("Phone"),
        help_text=gettext_lazy("Needed for the primary, technical and security contact."),
        widget=TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A user has a name already.
        self.fields["name"].required = self.data.get("who") != MEMBER


@in_account
@needs("account.update")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: InsideRequest, account: str) -> HttpResponse:
    form = ContactForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with form.showing(Conflict, Invalid):
            contacts.add(request.actor(once=form.once_key), form.cleaned_data["kind"], **_who(request, form))
            messages.success(request, _("The contact is added."))
            return redirect(here(request, "company"))
    users, _total = company.candidates(request.visit.account_id)
    return render(request, "panel/contact_add.html", {"form": form, "users": users}, status=form.status)


def _who(request: InsideRequest, form: ContactForm) -> dict[str, Any]:
    """A member by their address, or a name and address. Raises `Invalid` where no user has the address."""
    given = form.cleaned_data
    if given["who"] == OTHER:
        return {"name": given["name"], "address": given["address"], "phone": given["phone"]}
    member = company.candidate_at(request.visit.account_id, given["address"])
    if member is None:
        raise Invalid("address", "no_such_user")
    return {"member_ref": member.ref, "phone": given["phone"]}


@in_account
@needs("account.update")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: InsideRequest, account: str, contact: str) -> HttpResponse:
    form = Form(sent(request))
    if request.method == "POST" and form.is_valid():
        contacts.remove(request.actor(once=form.once_key), contact)
        messages.success(request, _("The contact is removed."))
        return redirect(here(request, "company"))
    found = queries.one(request.visit.account_id, contact)
    if found is None:
        raise NotFound()
    return render(request, "panel/contact_remove.html", {"form": form, "contact": found})
