"""The reference for people: every operation as it is described, and every code that a refusal may have."""

import json
from itertools import groupby
from shlex import quote
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..proofs.tokens import PATTERN
from ..web.remedies import REMEDIES
from ..web.text import Text
from ..web.wording import SENTENCES
from . import described_errors
from .bodies import DEEPEST, FORM, LONGEST, MOST_FIELDS
from .description import ADDRESS, parameters
from .errors import GRANTS, TITLES
from .operations import Operation
from .schema_words import lines, shape, words
from .schemas import COMPONENTS, example
from .served import OPERATIONS


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    by_tag = sorted(OPERATIONS, key=lambda one: (one.tag, one.path))
    context = {
        "layout": "layouts/panel.html" if getattr(request, "visit", None) else "layouts/door.html",
        "tags": [
            (tag, tag.replace(" ", "-"), [_entry(one) for one in its])
            for tag, its in groupby(by_tag, key=lambda one: one.tag)
        ],
        "shapes": [(name, [*lines(its)], _pretty(example(its))) for name, its in sorted(COMPONENTS.items())],
        "refusals": [
            (status, TITLES[status], _pretty(body)) for status, body in described_errors.examples().items()
        ],
        "codes": codes(),
        "description": ADDRESS,
        "origin": settings.CONFIG.url,
        "pattern": PATTERN,
        "writes": settings.CONFIG.api_writes,
        "most_bytes": LONGEST,
        "most_fields": MOST_FIELDS,
        "deepest": DEEPEST,
    }
    return render(request, "api/reference.html", context)


def _entry(one: Operation) -> dict[str, Any]:
    takes = one.takes or {}
    return {
        "id": one.id,
        "name": f"{one.method} {one.path}",
        "summary": one.summary,
        "auth": one.auth,
        "parameters": [{**its, "words": words(its["schema"])} for its in parameters(one)],
        "takes": [*lines(takes)],
        "sends": one.sends if one.takes else (),
        "call": _call(one),
        "status": "" if one.refuses_everybody else one.status,
        "kind": one.kind if one.gives else "",
        "gives": words(one.gives) if one.gives else "",
        "shape": shape(one.gives) if one.gives else "",
        "answer": _pretty(example(one.gives)) if one.gives else "",
        "refuses": described_errors.statuses(one),
    }


def _call(one: Operation) -> str:
    """The operation as one types it."""
    said = {its["name"]: its["schema"]["examples"][0] for its in parameters(one) if its["in"] == "path"}
    parts = [f"curl {settings.CONFIG.url}{one.path.format(**said)}"]
    parts[0] += "" if one.method == "GET" else f" -X {one.method}"
    if one.auth != "none":
        parts.append('-H "Fastly-Key: $TOKEN"')
    if one.takes and one.sends[0] == FORM:
        parts += [
            f"--data-urlencode {quote(f'{name}={_plain(value)}')}"
            for name, value in example(one.takes).items()
        ]
    elif one.takes:
        parts += [f"-H 'Content-Type: {one.sends[0]}'", f"-d {quote(json.dumps(example(one.takes)))}"]
    return " \\\n  ".join(parts)


def _plain(value: Any) -> str:
    """A value in a form."""
    if isinstance(value, list):
        return ",".join(value)
    return value if isinstance(value, str) else json.dumps(value)


def codes() -> list[tuple[str, list[Text]]]:
    """Each with its meaning and its remedy. Making a token knows some of them by fewer names of the wire."""
    said = {code: [sentence, REMEDIES.get(code, "")] for code, sentence in SENTENCES.items()}
    for ours, code in GRANTS.items():
        said[code] = [*said.get(code, []), *(said[ours] if ours != code else [])]
    return sorted(said.items())


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
