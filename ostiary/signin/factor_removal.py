"""Taking a second factor of one's own away, after a look at what goes with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access.refusals import Conflict, NotFound
from ..actions import authenticators, passkeys
from ..queries import own_security
from ..queries.own_security import OwnFactor, OwnPasskey
from ..web.forms import once_of, sent
from ..web.guards import sudo
from ..web.request import VisitRequest
from . import forms


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: VisitRequest, ref: str) -> HttpResponse:
    return _remove(request, ref, OwnFactor, authenticators.remove, _("The authenticator app was removed."))


@sudo
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: VisitRequest, ref: str) -> HttpResponse:
    return _remove(request, ref, OwnPasskey, passkeys.remove, _("The passkey was removed."))


def _remove(
    request: VisitRequest,
    ref: str,
    kind: type[OwnFactor | OwnPasskey],
    remove: Callable[..., int],
    done: str,
) -> HttpResponse:
    person_id = request.visit.person_id
    held: list[OwnFactor | OwnPasskey] = [
        *own_security.factors_of(person_id),
        *own_security.passkeys_of(person_id),
    ]
    is_last = len(held) == 1
    form = forms.RemoveFactor(sent(request), is_last=is_last)
    if form.is_valid():
        with form.showing(Conflict):
            end_others = form.cleaned_data.get("end_others", False)
            ended = remove(request.actor(once_of(request.POST)), ref, end_others=end_others)
            messages.success(request, f"{done} {_('Your other sessions have ended.')}" if ended else done)
            return redirect("security")
    factor = next((one for one in held if one.ref == ref and isinstance(one, kind)), None)
    if factor is None:
        raise NotFound()
    context = {"form": form, "factor": factor, "is_last": is_last}
    return render(request, "signin/factor_remove.html", context, status=form.status)
