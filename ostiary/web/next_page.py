"""Where a person wanted to go before we asked who they are.

The way there travels sealed: nobody can make one that leads elsewhere, and a secret in a mailed link's path
does not stand in another address. It is only ever a path of ours.
"""

from contextlib import suppress
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from ..keyring import ring
from ..proofs.ring import Unsealable
from .request import Request

FIELD = "next"
LONGEST = 2000


def wrap(path: str) -> str:
    """A path of ours as a form or an address carries it; nothing for any other."""
    return ring().seal(FIELD, path.encode(), "") if is_local(path) else ""


def wanted(request: Request) -> str:
    """The path that a form or an address carries, or nothing."""
    sealed = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    try:
        path = ring().unseal(FIELD, sealed[: 3 * LONGEST], "").decode()
    except (Unsealable, UnicodeDecodeError):
        return ""
    return path if is_local(path) else ""


def is_local(path: str) -> bool:
    """One slash and then a path: no host, no scheme, nothing that a browser reads as one (ASVS 3.7.2)."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or len(path) > LONGEST:
        return False
    parts = urlsplit(path)
    return path.isprintable() and not parts.scheme and not parts.netloc


def sealed_here(request: Request) -> str:
    """The page that the person is on, to come back to: of a form or a part of a page, the page around it."""
    htmx = getattr(request, "htmx", None)
    around = htmx.current_url_abs_path if htmx else _page_of_form(request)
    return wrap(around or request.get_full_path())


def _page_of_form(request: Request) -> str:
    """One cannot come back to where a form was sent. The browser says which of our pages the form was on."""
    if request.method != "POST":
        return ""
    with suppress(ValueError):
        parts = urlsplit(request.headers.get("Referer", ""))
        if parts.netloc == request.get_host():
            return parts.path + (f"?{parts.query}" if parts.query else "")
    return ""


def send_to(request: Request, page: str, *args: str, **query: str) -> HttpResponse:
    """A redirect that also leaves a part of a page; query fields that are empty are left out."""
    kept = {name: value for name, value in query.items() if value}
    address = reverse(page, args=args) + (f"?{urlencode(kept)}" if kept else "")
    return HttpResponseClientRedirect(address) if getattr(request, "htmx", None) else redirect(address)
