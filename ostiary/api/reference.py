"""The reference for people: every operation that is served, and every code that a refusal may have."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..proofs.tokens import PATTERN
from ..web.wording import SENTENCES
from .description import ADDRESS
from .served import OPERATIONS


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    by_tag = sorted(OPERATIONS, key=lambda one: (one.tag, one.path))
    context = {
        "layout": "layouts/panel.html" if getattr(request, "visit", None) else "layouts/door.html",
        "tags": [(tag, list(its)) for tag, its in groupby(by_tag, key=lambda one: one.tag)],
        "codes": sorted(SENTENCES.items()),
        "description": ADDRESS,
        "origin": settings.CONFIG.url,
        "pattern": PATTERN,
        "writes": settings.CONFIG.api_writes,
    }
    return render(request, "api/reference.html", context)
