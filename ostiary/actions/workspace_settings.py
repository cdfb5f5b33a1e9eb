"""The settings of a workspace, as clients send them: checked, and put over those that were there.

They are kept for the programs that manage them; nothing in this product depends on them.
"""

from collections.abc import Callable
from typing import Any

from ..access.refusals import Invalid
from . import checks

MODES = ("block", "log", "off")
# In characters, entries and requests.
LONGEST_TEXT, MOST_HEADERS, MOST_REQUESTS = 1000, 10, 10_000
INTERVALS = ("one_minute", "ten_minutes", "one_hour")
REDIRECTS = (301, 302)


def changed(settings: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The settings with what is wanted put in. An empty value unsets one. Raises `Invalid`."""
    checked = {name: _checked(name, value) for name, value in wanted.items() if name in CHECKS}
    return {name: value for name, value in {**settings, **checked}.items() if value not in ("", None, {}, [])}


def _checked(name: str, value: Any) -> Any:
    if value in ("", None):
        return None
    if not CHECKS[name](value):
        raise Invalid(name, "setting_unusable", field_name=name)
    return checks.remark(value, field=name, most=LONGEST_TEXT) if isinstance(value, str) else value


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_REQUESTS


def _thresholds(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, bool) if name == "immediate" else name in INTERVALS and _count(each)
        for name, each in value.items()
    )


def _headers(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_HEADERS
        and all(isinstance(one, str) and one.isascii() and one.isprintable() for one in value)
    )


def _response_code(value: Any) -> bool:
    return _count(value) and (value in REDIRECTS or 400 <= value <= 599)


CHECKS: dict[str, Callable[[Any], bool]] = {
    "mode": lambda value: value in MODES,
    "description": _text,
    "attack_signal_thresholds": _thresholds,
    "client_ip_headers": _headers,
    "ip_anonymization": lambda value: value == "hashed",
    "default_blocking_response_code": _response_code,
    "default_redirect_url": _text,
}
