"""What the web server calls: health at once, all else by Django, and a line in the log for each."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ostiary.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from .web import access_log, arriving, health, proxies
from .web.health import Application
from .web.seats import Seats, seated


def application(number: int) -> Application:
    """All of it, with so many seats."""
    seats = Seats(number)
    django = seated(get_wsgi_application(), seats)
    whole = arriving.arrived(django, most_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return access_log.logged(health.first(proxies.seen_through(whole, settings.CONFIG), seats.one))
