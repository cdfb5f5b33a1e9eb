"""A process at which one code is typed: `python -m tests.concurrency.typists`.

Each line that comes says when, which code, and into which sign-ins: all at the same instant. The line that
goes out has the statuses they got.
"""

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import django
import time_machine


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    def types(code: str, ticket: str, ready: threading.Barrier) -> int:
        client = Client(SERVER_NAME="127.0.0.1")
        client.cookies[settings.SESSION_COOKIE_NAME + "-half"] = ticket
        ready.wait()
        try:
            return client.post("/sign-in/code", {"code": code}).status_code
        finally:
            connection.close()

    tell("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        tickets, ready = asked["tickets"], threading.Barrier(len(asked["tickets"]))
        with (
            time_machine.travel(datetime.fromisoformat(asked["at"]), tick=False),
            ThreadPoolExecutor(len(tickets)) as threads,
        ):
            got = threads.map(lambda ticket: types(asked["code"], ticket, ready), tickets)
        tell(json.dumps(list(got)))


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
