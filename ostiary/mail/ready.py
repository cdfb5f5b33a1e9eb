"""Whether letters can be sent at all."""

from django.conf import settings


def configured() -> bool:
    """A mail server is named. Whether it answers shows when a letter is handed over."""
    return bool(settings.CONFIG.mail.host)
