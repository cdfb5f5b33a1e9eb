"""How log lines look. None of them holds a secret, whoever wrote it."""

import logging
import re

PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"

# Secrets in links and tokens are runs of 38 and more; public ids have 22 characters.
SECRET = re.compile(r"[0-9A-Za-z]{32,}")


class Formatter(logging.Formatter):
    """Leaves long random-looking runs out, in tracebacks too: Django names the paths of requests."""

    def __init__(self, **options: str) -> None:
        super().__init__(PLAIN)

    def format(self, record: logging.LogRecord) -> str:
        # A stranger's bad request is a line in the log, and no way to fill it with where we noticed.
        if record.name.startswith("django.security"):
            record.exc_info = None
        return SECRET.sub("…", super().format(record))
