"""*API tokens > Personal tokens*: one's own. A secret is shown once, in the answer that made it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access.decisions import decide
from ..access.refusals import Conflict, Invalid, NotFound
from ..actions import tokens
from ..clock import now
from ..proofs.ids import is_id
from ..proofs.tokens import TokenKind
from ..queries import protected
from ..queries import tokens as queries
from ..queries.paging import Page
from ..web.addresses import here
from ..web.asking import pager, window
from ..web.forms import Form, sent
from ..web.guards import in_account, needs, sudo
from ..web.request import InsideRequest
from .token_form import TokenForm, typed

# Beyond so many services the form offers a search in place of all of them.
FEW = 50


@in_account
@needs("tokens.view_own")
@require_safe
def own(request: InsideRequest, account: str) -> HttpResponse:
    page = queries.own(request.visit.member_id, window=window(request))
    return render(
        request, "panel/tokens.html", {"tokens": shown(request, page), "pager": pager(request, page)}
    )


def shown(request: InsideRequest, page: Page[queries.TokenRow]) -> list[dict[str, Any]]:
    """Rows with the names of their services and whether they have expired."""
    moment = now()
    services = names_in(request, protected.SERVICES, (row.services for row in page.rows))
    return [
        {
            "row": row,
            "reaches": row.services,
            "everywhere": not row.services and not row.limits_services,
            "names": [services[ref] for ref in row.services if ref in services],
            "expired": row.has_expired(moment),
        }
        for row in page.rows
    ]


def names_in(request: InsideRequest, kind: protected.Kind, lists: Iterable[list[str]]) -> dict[str, str]:
    """The names of all services, or workspaces, that several tokens are for."""
    refs = sorted({ref for several in lists for ref in several})
    return protected.names_of(kind, request.visit.account_id, refs)


@in_account
@needs("tokens.create_own")
@require_http_methods(["GET", "HEAD", "POST"])
@sudo
def make(request: InsideRequest, account: str) -> HttpResponse:
    """The password comes first. A double click and a reload show the same secret and make no second one."""
    if request.method != "POST":
        return _form(request, TokenForm(offered=_offered(request)))
    form = TokenForm(request.POST, offered=_offered(request))
    if form.is_valid():
        with form.showing(Conflict, Invalid):
            made = tokens.create(request.actor(once=form.once_key), **form.wanted())
            return secret_once(request, form, made, back="tokens")
    return _form(request, form)


def secret_once(request: InsideRequest, form: TokenForm, made: dict[str, str], *, back: str) -> HttpResponse:
    """The only page that shows it."""
    shown = {"secret": made["secret"], "form": form, "back": here(request, back)}
    return render(request, "panel/token_made.html", shown)


@in_account
@needs("tokens.create_own")
@require_POST
def find_services(request: InsideRequest, account: str) -> HttpResponse:
    """The form as it stands, with the services that a search finds. Nothing is made."""
    offered = _offered(request, request.POST.get("find", ""))
    return _form(request, TokenForm(initial=typed(request.POST), offered=offered))


def _offered(request: InsideRequest, search: str = "") -> dict[str, str]:
    return offered(request, protected.SERVICES, search)


def offered(request: InsideRequest, kind: protected.Kind, search: str = "") -> dict[str, str]:
    """What there is to tick: those chosen already, and the first ones that a search finds."""
    visit = request.visit
    chosen = [ref for ref in request.POST.getlist(f"{kind.field}s") if is_id(ref)]
    found = protected.listed(
        kind, visit.account_id, visit.access, now(), search=search.replace("\x00", "")[:100]
    )
    ticked = protected.names(kind, visit.account_id, visit.access, among=chosen)
    return ticked | {row.ref: row.name for row in found.rows[:FEW]}


def _form(request: InsideRequest, form: TokenForm) -> HttpResponse:
    shown = {
        "form": form,
        "find": request.POST.get("find", ""),
        "few": FEW,
        "make": here(request, "token-new"),
        "search": here(request, "token-services"),
        "back": here(request, "tokens"),
    }
    return render(request, "panel/token_new.html", shown, status=form.status)


@in_account
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: InsideRequest, account: str, token: str) -> HttpResponse:
    """One's own, or as a superuser anyone's."""
    form = Form(sent(request))
    found = queries.one(request.visit.account_id, token)
    is_own = found is not None and found.member_ref == request.visit.member_ref
    may_others = bool(decide(request.visit.access, "tokens.revoke_all"))
    page = "account-tokens" if may_others and not is_own else "tokens"
    back = here(request, "automation-tokens" if found and found.kind == TokenKind.AUTOMATION else page)
    if request.method == "POST" and form.is_valid():
        tokens.end(request.actor(once=form.once_key), token)
        messages.success(request, _("The token is revoked. It is refused from now on."))
        return redirect(back)
    if found is None or not (is_own or may_others):
        raise NotFound()
    shown = {"form": form, "token": found, "is_own": is_own, "back": back}
    return render(request, "panel/token_revoke.html", shown)
