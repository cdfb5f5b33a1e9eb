"""A process that guesses: `python -m tests.concurrency.guessers DOOR SECRET`, told `go` when all are ready.

So many threads send the same wrong answer at the same instant; the statuses they got are printed as JSON.
"""

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import django

FORM = "application/x-www-form-urlencoded"
AT_ONCE = 25
ADDRESS = "olga@example.com"


def main(door: str, secret: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from tests.cast import PASSWORD
    from tests.signin.door import WRONG

    def ask() -> int:
        client = Client(SERVER_NAME="127.0.0.1")
        if door == "panel":
            return client.post("/sign-in", {"address": ADDRESS, "password": WRONG}).status_code
        if door == "api":
            return sudo(client, password=WRONG)
        if door == "panel code":
            client.cookies[settings.SESSION_COOKIE_NAME + "-half"] = secret
            return client.post("/sign-in/code", {"code": "000000"}).status_code
        return sudo(client, password=PASSWORD, headers={"Fastly-OTP": "000000"})

    def sudo(client: Client, *, password: str, **options: object) -> int:
        body = urlencode({"username": ADDRESS, "password": password})
        return client.generic("POST", "/sudo", body, FORM, **options).status_code

    def one(_: int) -> int:
        ready.wait()
        try:
            return ask()
        finally:
            connection.close()

    ready = threading.Barrier(AT_ONCE)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        sys.stdout.write(json.dumps(list(threads.map(one, range(AT_ONCE)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
