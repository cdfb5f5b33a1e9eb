"""How log lines look. None holds a secret, whoever wrote it, and none can be made to look like two."""

import logging
import re
import time

PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"

# Secrets in links and tokens are runs of 38 and more; public ids have 22 characters.
SECRET = re.compile(r"[0-9A-Za-z]{32,}")


class Formatter(logging.Formatter):
    """Times are UTC, and say so (ASVS 16.2.2).

    Long random-looking runs are left out, in tracebacks too: Django names the paths of requests.
    """

    converter = time.gmtime  # type: ignore[assignment]
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, **options: str) -> None:
        super().__init__(PLAIN)

    def format(self, record: logging.LogRecord) -> str:
        # A stranger's bad request is a line in the log, and no way to fill it with where we noticed.
        if record.name.startswith("django.security"):
            record.exc_info = None
        text = SECRET.sub("…", super().format(record))
        # What somebody else wrote into a message begins no line of its own (CWE-117, ASVS 16.4.1).
        return "\n  ".join(text.splitlines())
