"""`/carry-on`: what was typed when the session had run out is sent again, if its person says so."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..web import kept, next_page
from ..web.guards import signed_in
from ..web.request import VisitRequest


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def carry_on(request: VisitRequest) -> HttpResponse:
    """GET offers the form as it was, to be sent to where it was going; POST drops it."""
    path = next_page.wanted(request) or "/"
    typed = kept.found(request, request.visit.person_ref)
    if request.method == "POST" or typed is None or not next_page.is_local(typed.path):
        kept.drop(request)
        return redirect(path)
    kept.drop(request)
    return render(request, "signin/carry_on.html", {"typed": typed, "next": next_page.wrap(path)})
