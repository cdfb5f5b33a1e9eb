"""Taking a second factor of one's own away, after a look at what goes with it."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Conflict, NotFound
from ..actions import authenticators, passkeys
from ..queries import own_security
from ..queries.own_security import OwnFactor, OwnPasskey
from ..web.forms import once_of, sent
from ..web.guards import sudo
from . import forms


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: HttpRequest, ref: str) -> HttpResponse:
    apps = own_security.factors_of(request.visit.person_id)
    others = own_security.passkeys_of(request.visit.person_id)
    done = _("The authenticator app was removed.")
    return _remove(request, ref, authenticators.remove, apps, len(apps) + len(others) == 1, done)


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest, ref: str) -> HttpResponse:
    keys = own_security.passkeys_of(request.visit.person_id)
    others = own_security.factors_of(request.visit.person_id)
    done = _("The passkey was removed.")
    return _remove(request, ref, passkeys.remove, keys, len(keys) + len(others) == 1, done)


def _remove(
    request: HttpRequest,
    ref: str,
    remove: Callable[..., int],
    held: Sequence[OwnFactor | OwnPasskey],
    is_last: bool,
    done: str,
) -> HttpResponse:
    form = forms.RemoveFactor(sent(request), is_last=is_last)
    if form.is_valid():
        with form.showing(Conflict):
            end_others = form.cleaned_data.get("end_others", False)
            ended = remove(request.actor(once_of(request.POST)), ref, end_others=end_others)
            messages.success(request, f"{done} {_('Your other sessions have ended.')}" if ended else done)
            return redirect("security")
    factor = next((one for one in held if one.ref == ref), None)
    if factor is None:
        raise NotFound()
    context = {"form": form, "factor": factor, "is_last": is_last}
    return render(request, "signin/factor_remove.html", context, status=form.status)
