"""Every address of the server. Each door brings its own."""

from django.urls import include, path

from .api import reference
from .web import (
    addresses,  # noqa: F401  brings the path converter
    caught,
)

urlpatterns = [
    path("", include("ostiary.signin.urls")),
    path("a/<ref:account>/", include("ostiary.panel.urls")),
    path("api-reference", reference.page, name="api-reference"),
    *caught.addresses(),
]

handler400 = "ostiary.web.refusals.bad_request"
handler404 = "ostiary.web.refusals.not_found"
handler500 = "ostiary.web.refusals.failed"
