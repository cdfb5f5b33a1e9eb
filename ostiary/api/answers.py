"""What the API answers with: bodies in the dialects of its clients, and times as they read them."""

import json
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

# Without a charset: a client compares the type of an error for equality.
JSON = "application/json"
JSON_API = "application/vnd.api+json"
BULK = "application/vnd.api+json; ext=bulk"
PROBLEM = "application/problem+json"

# Made once: `json.dumps` would make one for each answer.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def answer(
    body: Any, status: int = 200, *, kind: str = JSON, headers: dict[str, str] | None = None
) -> HttpResponse:
    content = _ENCODER.encode(body).encode()
    response = HttpResponse(content, status=status, content_type=kind, headers=headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def ok() -> HttpResponse:
    """Done, and nothing to show for it: two clients compare this body."""
    return answer({"status": "ok"})


def nothing() -> HttpResponse:
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    response.headers["Cache-Control"] = "no-store"
    return response


def stamp(moment: datetime | None) -> str | None:
    """UTC, whole seconds, `Z`: the one form that every client reads."""
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    # Without its zone, a time is written in half the time.
    return f"{datetime.combine(moment, moment.time()).isoformat()[:19]}Z"
