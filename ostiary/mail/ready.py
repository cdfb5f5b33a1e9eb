"""Whether letters can be sent, and over which server."""

from dataclasses import replace

from django.conf import settings

from ..config import Mail
from . import catcher


def configured() -> bool:
    """Whether there is a mail server to hand letters to; a demo has its own."""
    return bool(settings.CONFIG.mail.host) or settings.CONFIG.demo


def server() -> Mail | None:
    """The mail server of the configuration, else the demo's catcher while it runs."""
    mail = settings.CONFIG.mail
    if mail.host:
        return mail
    if port := catcher.port():
        return replace(mail, host=catcher.HOST, port=port)
    return None
