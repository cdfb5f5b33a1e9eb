"""Going through the door as a browser does: what tests of signing in have in common."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from ostiary.actions import authenticators
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import AccountSettings, Event, Member, Person, TotpDevice
from ostiary.proofs import totp
from tests.cast import PASSWORD

WRONG = "eight loud herons ford the river"
# The cookie of a sign-in that waits for its second factor.
TICKET = settings.SESSION_COOKIE_NAME + "-half"


def home(member: Member) -> str:
    return f"/a/{member.account.ref}/"


def log_in(client: Client, address: str, password: str = PASSWORD, **fields: str) -> HttpResponse:
    return client.post("/sign-in", {"address": address, "password": password, **fields})


def log_in_with_code(client: Client, member: Member, device: TotpDevice) -> HttpResponse:
    log_in(client, member.address)
    return client.post("/sign-in/code", {"code": code_of(device)})


def give_factor(person: Person) -> TotpDevice:
    """An authenticator app that the person set up some time ago."""
    device = TotpDevice(person=person, name="Phone", created_at=now(), confirmed_at=now())
    device.sealed_secret = ring().seal("totp", totp.new_secret(), device.ref)
    device.save()
    return device


def code_of(device: TotpDevice, at: datetime | None = None) -> str:
    return totp.code_at(authenticators.secret_of(device), totp.counter_at(at or now()))


def wrong_code_of(device: TotpDevice) -> str:
    """Six digits that none of the steps around now has."""
    secret, counter = authenticators.secret_of(device), totp.counter_at(now())
    near = {totp.code_at(secret, counter + step) for step in range(-2, 3)}
    return next(code for code in map("{:06d}".format, range(10)) if code not in near)


def demand(member: Member, **settings: object) -> None:
    """What the member's account asks for from now on: `sso`, `requires_second_factor`."""
    AccountSettings.objects.current().filter(account=member.account_id).update(**settings)


def trail_of(person: Person | None = None, account: int | None = None) -> list[str]:
    """What happened, in order, on one trail; the server's without arguments."""
    return list(
        Event.objects.filter(person=person, account=account).order_by("number").values_list("name", flat=True)
    )
