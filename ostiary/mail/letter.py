"""A letter: words once, laid out as plain text and as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, timezone, translation

from .readers import Reader


@dataclass(frozen=True)
class Letter:
    """What is handed to the mail server. A subject never holds what a user wrote."""

    to: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Button:
    label: str
    url: str


def write(
    to: Reader,
    *,
    subject: str,
    lines: Sequence[str],
    facts: Sequence[tuple[str, str]] = (),
    button: Button | None = None,
    after: Sequence[str] = (),
    aside: Button | None = None,
) -> Letter:
    """Lay out a letter: lines, facts in a table, one thing to do, lines after it, a small link at the end.

    The subject may name the product, as `%(product)s`.
    """
    subject = subject % {"product": settings.CONFIG.product}
    context = {
        "subject": subject,
        "lines": lines,
        "facts": facts,
        "button": button,
        "after": after,
        "aside": aside,
        "product": settings.CONFIG.product,
        "url": settings.CONFIG.url,
        "language": translation.get_language() or "en",
    }
    return Letter(
        to=to.address,
        subject=" ".join(subject.split()),
        text=render_to_string("mail/letter.txt", context).strip() + "\n",
        html=render_to_string("mail/letter.html", context),
    )


def moment(at: datetime) -> str:
    """Date, time and zone, as the reader's clock shows it: 29 Nov 2026, 14:00 (Europe/Paris)."""
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({timezone.get_current_timezone_name()})"
