"""The allowlist: chosen with a look at who would be left outside."""

from django.contrib import messages
from django.forms import CharField, Textarea
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ...access.refusals import Conflict, Invalid
from ...actions import allowlist
from ...clock import now
from ...proofs.allowlist import BadAllowlist, allows, check
from ...queries import policy as queries
from ...web.addresses import here
from ...web.behind import unnamed_proxy
from ...web.forms import Form
from ...web.guards import in_account, needs, sudo
from ...web.request import InsideRequest


class AllowlistForm(Form):
    allowlist = CharField(
        label=gettext_lazy("Addresses"),
        help_text=gettext_lazy(
            "One to a line: 203.0.113.7, 203.0.113.0/24, 192.168.0.* or 2001:db8::/32. Empty turns it off."
        ),
        widget=Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off", "class": "mono"}),
        required=False,
        max_length=10_000,
    )


@in_account
@needs("allowlist.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: InsideRequest, account: str) -> HttpResponse:
    """The list as it is, or, posted, as it would be: nothing is saved here."""
    if request.method == "POST":
        form = AllowlistForm(request.POST)
        form.is_valid()
    else:
        entries = queries.of(request.visit.account_id).entries
        form = AllowlistForm(initial={"allowlist": "\n".join(entries)})
    return _page(request, form)


@in_account
@needs("allowlist.manage")
@require_POST
@sudo
def save(request: InsideRequest, account: str) -> HttpResponse:
    form = AllowlistForm(request.POST)
    if form.is_valid():
        with form.showing(Conflict, Invalid):
            allowlist.save(request.actor(once=form.once_key), form.cleaned_data["allowlist"])
            messages.success(request, _("The address allowlist is saved. It counts from now on."))
            return redirect(here(request, "account-security"))
    return _page(request, form)


def _page(request: InsideRequest, form: AllowlistForm) -> HttpResponse:
    """With where the account is used from, and what of that the list in the form leaves outside."""
    typed = form["allowlist"].value() or ""
    try:
        meant = check(typed)
    except BadAllowlist as error:
        meant = None
        if not form.errors:
            form.refuse(allowlist.refusal(error))
    used = queries.used_from(request.visit.account_id, now())
    places = queries.places(used, meant or "")
    shown = {
        "form": form,
        "ip": request.client_ip,
        "is_list": bool(meant),
        "is_own_inside": allows(meant or "", request.client_ip),
        "outside": queries.count_outside(places),
        "places": places[: queries.MOST],
        "more": len(places) - queries.MOST,
        "proxy": unnamed_proxy(request, [ip for ip, who in used.items() for _ in who]),
        "is_posted": form.is_bound,
    }
    return render(request, "panel/security/allowlist.html", shown, status=form.status)
