"""People with passkeys: keys that were made some time ago, and whole ceremonies by way of the actions."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from django.test import Client

from ostiary.actions import passkeys
from ostiary.actions.actors import Actor
from ostiary.clock import now
from ostiary.models import Passkey, Person
from ostiary.proofs import passkeys as proofs
from ostiary.proofs.passkey_answers import read_new
from ostiary.proofs.passkey_site import creation_options, new_challenge, new_handle
from ostiary.site import site
from tests.authenticator import Authenticator

# A browser at the name that passkeys are bound to.
AT_HOME = {"headers": {"host": "localhost:8000"}}


def options(client: Client, door: str = "/sign-in") -> dict[str, Any]:
    """What the page's script asks for."""
    answer = client.post(f"{door}/passkey")
    assert answer.status_code == 200, answer.content
    return answer.json()


def use(client: Client, key: Authenticator, door: str = "/sign-in", **lies: Any) -> HttpResponse:
    """The whole ceremony, as the page's script does it."""
    return client.post(door, {"passkey": key.use(options(client, door), **lies)})


def give_key(person: Person, key: Authenticator | None = None, *, name: str = "Laptop") -> Authenticator:
    """A passkey that the person made some time ago."""
    key = key or Authenticator()
    if person.passkey_handle is None:
        person.passkey_handle = new_handle()
        person.save(update_fields=["passkey_handle"])
    challenge = new_challenge()
    options = creation_options(site(), challenge, person.passkey_handle, person.address, person.name, [])
    made = proofs.registered(site(), challenge, read_new(key.make(options)))
    Passkey.objects.create(person=person, name=name, created_at=now(), **asdict(made))
    return key


def make_key(actor: Actor, key: Authenticator | None = None, *, name: str = "Laptop", **lies: Any) -> str:
    """The person makes one. Returns the session's new secret."""
    answer = (key or Authenticator()).make(passkeys.options_for_new(actor), **lies)
    return passkeys.make(actor, name, answer, end_others=False)
