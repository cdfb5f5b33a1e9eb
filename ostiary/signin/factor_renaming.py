"""Giving a second factor of one's own another name, by which to tell several apart."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import NotFound, Refusal
from ..actions import authenticators, passkeys
from ..queries import own_security
from ..queries.own_security import OwnFactor, OwnPasskey
from ..web.forms import sent
from ..web.guards import sudo
from ..web.request import VisitRequest
from . import forms


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: VisitRequest, ref: str) -> HttpResponse:
    held = own_security.factors_of(request.visit.person_id)
    return _rename(request, ref, held, forms.Authenticator, authenticators.rename)


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: VisitRequest, ref: str) -> HttpResponse:
    held = own_security.passkeys_of(request.visit.person_id)
    return _rename(request, ref, held, forms.RenamePasskey, passkeys.rename)


def _rename(
    request: VisitRequest,
    ref: str,
    held: Sequence[OwnFactor | OwnPasskey],
    kind: type[forms.Authenticator | forms.RenamePasskey],
    rename: Callable[..., None],
) -> HttpResponse:
    factor = next((one for one in held if one.ref == ref), None)
    if factor is None:
        raise NotFound()
    form = kind(sent(request), initial={"name": factor.name})
    if form.is_valid():
        with form.showing(Refusal):
            name = form.cleaned_data["name"]
            rename(request.actor(form.once_key), ref, name)
            messages.success(request, _("It is called %(name)s from now on.") % {"name": name})
            return redirect("security")
    context = {"title": _("Rename %(name)s") % {"name": factor.name}, "form": form}
    return render(request, "signin/own_form.html", context, status=form.status)
