"""Writes by API, through the whole door but for the socket."""

import statistics
import time
from typing import Any

from django.conf import settings
from django.test import Client

from ostiary.actions import tokens
from ostiary.actions.actors import operator
from ostiary.models import Member
from ostiary.proofs import hashing

from . import world

ROLES = ("billing", "engineer")


class ApiStory:
    """A superuser by token, who gives one member another role, and makes tokens."""

    def __init__(self, looked: Any) -> None:
        actor = operator(looked.account.pk)
        secret = tokens.create_for(actor, looked.owner.ref, name="bench", scopes=["global"])["secret"]
        self.client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0], HTTP_FASTLY_KEY=secret)
        self.member = Member.objects.filter(account=looked.account).exclude(pk=looked.owner.pk).first()
        self.count = 0

    def change_role(self) -> None:
        self.count += 1
        self._send("PUT", f"/user/{self.member.ref}", f"role={ROLES[self.count % 2]}")

    def make_token(self) -> None:
        self.count += 1
        self._send("POST", "/tokens", f"name=t{self.count}&password={world.PASSWORD}")

    def one_hash(self) -> float:
        """The milliseconds that the password of a new token costs by itself."""
        hashed, times = hashing.hash_password(world.PASSWORD), []
        for _ in range(20):
            began = time.perf_counter()
            hashing.verify_password(world.PASSWORD, hashed)
            times.append((time.perf_counter() - began) * 1000)
        return statistics.median(times)

    def _send(self, method: str, path: str, body: str) -> None:
        answer = self.client.generic(method, path, body, content_type="application/x-www-form-urlencoded")
        if answer.status_code != 200:
            raise SystemExit(
                f"{method} {path} answered {answer.status_code}: {answer.content.decode()[:200]}"
            )
