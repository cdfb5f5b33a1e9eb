"""Presence that runs out while an action waits for its lock opens nothing, and nothing typed is lost."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from ostiary.actions import authenticators, ownership, tokens
from ostiary.actions.kernel import SudoNeeded, action
from ostiary.clock import now
from ostiary.models import Member, Ownership, Session, Token, TotpDevice
from ostiary.models.sessions import SUDO
from ostiary.web.presence import PASSWORD as FIELD
from tests.cast import PASSWORD, acting, join, signed_in
from tests.threads import held_up

pytestmark = pytest.mark.django_db(transaction=True)

# Presence is there for so long yet when somebody else takes the locks, and they hold them for longer.
LEFT = timedelta(seconds=1)
HELD = 1.5 * LEFT.total_seconds()


@pytest.fixture
def uma(olga) -> Member:
    return join(olga.account, "Uma Umber", "user")


@pytest.mark.parametrize("verb", ["tokens.create", "ownership.transfer", "authenticators.start"])
def test_an_action_asks_for_presence_once_it_has_the_lock(olga, uma, verb):
    deed = {
        "tokens.create": partial(tokens.create, name="ci", scopes=["global"]),
        "ownership.transfer": partial(ownership.transfer, member_ref=uma.ref),
        "authenticators.start": partial(authenticators.start, name="Phone"),
    }[verb]

    present = replace(acting(olga), sudo_until=now() + LEFT)

    with held_up(olga.person, olga.account, seconds=HELD), pytest.raises(SudoNeeded):
        deed(present)

    assert not Token.objects.exists()
    assert not TotpDevice.objects.exists()
    assert Ownership.objects.current().get().member_id == olga.pk


def test_no_action_asks_before_locks_that_its_body_takes():
    with pytest.raises(TypeError, match="must_be_present"):
        action(locks="own", sudo="tokens.create")


def nearly_absent(olga: Member) -> Client:
    client = signed_in(Client(), olga)
    Member.objects.update(last_active_at=now())  # else noting it would wait as well, before the guard
    Session.objects.update(sudo_at=now() - SUDO + LEFT)
    return client


FORMS = {
    "tokens/new": {"name": "from ci", "scope": "global", "expiration": "usual", "access": "all"},
    "company/owner/{uma}": {},
    "users/{olga}/delete/owner": {"successor": "{uma}"},
    "authenticators/add": {"name": "My phone"},
}


@pytest.mark.parametrize("page", FORMS)
def test_a_form_is_asked_on_its_way_with_all_that_was_typed_and_then_done(olga, uma, page):
    refs = {"olga": olga.ref, "uma": uma.ref}
    path = (f"/a/{olga.account.ref}/" if "authenticators" not in page else "/you/security/") + page
    path = path.format(**refs)
    typed = {name: value.format(**refs) for name, value in FORMS[page].items()} | {"once": "one form"}
    client = nearly_absent(olga)

    with held_up(olga.person, olga.account, seconds=HELD):
        question = client.post(path, typed)

    shown = question.content.decode()
    assert f'name="{FIELD}"' in shown
    assert all(f'name="{name}" value="{value}"' in shown for name, value in typed.items())
    answer = client.post(path, typed | {FIELD: PASSWORD})
    assert f'name="{FIELD}"' not in answer.content.decode()
    assert (Token.objects.count(), TotpDevice.objects.count(), owns(uma)) in [
        (1, 0, False),
        (0, 1, False),
        (0, 0, True),
    ]


def owns(member: Member) -> bool:
    return Ownership.objects.current().filter(member=member).exists()
