"""`kill -9` of the whole server under posts: what a browser was told is done, and nothing is by half."""

import random
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from ostiary.models import AccountSettings, ServiceName, WorkspaceName
from tests.cast import join, signed_in
from tests.children import environment
from tests.crash.clients import DONE, Client
from tests.crash.whole import check_whole
from tests.servers import Ostiary

pytestmark = pytest.mark.django_db(transaction=True)

# What each client does, twice over: the page with its form, where the form goes, and what it names.
DEEDS = [
    ("services/new", "services/new", "service"),
    ("workspaces/new", "workspaces/new", "workspace"),
    ("company", "company/profile", "company"),
] * 2


@pytest.fixture
def server(acme) -> Iterator[Ostiary]:
    """On the test's own database, so that the test can look at what is left."""
    connection.close()
    with Ostiary(DATABASE_URL=environment()["DATABASE_URL"]) as running:
        yield running


@pytest.fixture
def clients(acme, olga, server) -> list[Client]:
    """Superusers, each signed in for themselves."""
    made = []
    for number, (page, path, word) in enumerate(DEEDS):
        member = join(acme, f"s{number} Super", "superuser")
        secret = signed_in(Browser(), member).cookies[settings.SESSION_COOKIE_NAME].value
        inside = f"/a/{acme.ref}"
        cookie = f"{settings.SESSION_COOKIE_NAME}={secret}"
        made.append(Client(server.port, cookie, f"{inside}/{page}", f"{inside}/{path}", word))
    connection.close()
    for client in made:
        client.look()
    return made


@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_kills_lose_nothing_double_nothing_and_leave_nothing_by_half(acme, server, clients, kills):
    for _ in range(kills):
        kill_under_posts(server, clients)
        check_whole(acme)
        assert acknowledged(clients) <= there()
        connection.close()
        server.start()
        send_again(clients)

    assert [client.refused for client in clients] == [[]] * len(clients)
    assert there() - {"Acme"} == acknowledged(clients), "what nobody sent, or something twice"
    check_whole(acme)


def kill_under_posts(server: Ostiary, clients: list[Client]) -> None:
    """Once everybody's first form was acknowledged, at any moment."""
    begun = [threading.Event() for _ in clients]
    threads = [
        threading.Thread(target=client.go_on, args=[event])
        for client, event in zip(clients, begun, strict=True)
    ]
    for thread in threads:
        thread.start()
    assert all(event.wait(30) for event in begun), server.log
    time.sleep(random.uniform(0, 0.2))
    server.kill()
    for thread in threads:
        thread.join(30)


def send_again(clients: list[Client]) -> None:
    """Like a person whose browser showed an error: what was acknowledged too, as after the back button."""
    for client in clients:
        assert client.repeat(client.done[-1]) == DONE
        assert client.last is not None
        if client.last != client.done[-1]:
            assert client.repeat(client.last) == DONE
            client.done.append(client.last)


def acknowledged(clients: list[Client]) -> set[str]:
    return {form.name for client in clients for form in client.done}


def there() -> set[str]:
    """Every name that was ever given, each of them once."""
    names = [
        name
        for kind in (ServiceName, WorkspaceName, AccountSettings)
        for name in kind.objects.values_list("name", flat=True)
    ]
    assert len(names) == len(set(names))
    return set(names)
