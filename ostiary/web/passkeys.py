"""Whether a page offers passkeys: they work at the name in our address alone, which a browser must be at."""

from typing import Any

from django.http import HttpRequest
from django.http.request import split_domain_port

from ..site import site


def offered(request: HttpRequest) -> bool:
    ours = site()
    return ours is not None and split_domain_port(request.get_host())[0] == ours.id


def form(options: str, label: Any, **more: Any) -> dict[str, Any]:
    """What `signin/passkey.html` shows: where its challenge comes from, and what its button says."""
    return {"options": options, "label": label, "field": "passkey", **more}
