"""Small pages behind each guard: a URL configuration for tests that are about the guards alone."""

from django.http import HttpResponse
from django.urls import include, path

from ostiary.web import addresses  # noqa: F401  brings the path converter
from ostiary.web.guards import in_account, needs, signed_in, sudo
from ostiary.web.request import InsideRequest, VisitRequest


@signed_in
def own(request: VisitRequest) -> HttpResponse:
    return HttpResponse(f"own page of {request.visit.person_name}")


@in_account
def inside(request: InsideRequest, account: str) -> HttpResponse:
    return HttpResponse(f"{request.visit.account_name}: {request.visit.member_name}")


@in_account
@needs("members.delete")
def delicate(request: InsideRequest, account: str) -> HttpResponse:
    return HttpResponse("delicate")


@in_account
@sudo
def careful(request: InsideRequest, account: str) -> HttpResponse:
    return HttpResponse(f"sent {request.POST.get('note')} by {request.actor().sudo_until is not None}")


urlpatterns = [
    path("own", own),
    path("a/<ref:account>/inside", inside),
    path("a/<ref:account>/delicate", delicate),
    path("a/<ref:account>/careful", careful),
    path("", include("ostiary.signin.urls")),
    path("a/<ref:account>/", include("ostiary.panel.urls")),
]
