"""What the web server calls: health at once, all else by Django, and a line in the log for each."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ostiary.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from .web import access_log, arriving, health, proxies

application = access_log.logged(
    health.first(
        proxies.seen_through(
            arriving.arrived(get_wsgi_application(), most_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
            settings.CONFIG,
        )
    )
)
