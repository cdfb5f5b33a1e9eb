"""The headlines above views: who gets in, who is asked for more, and that nothing typed is lost."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from ostiary.clock import now
from ostiary.models import Session, Standing
from ostiary.web import kept
from tests.cast import PASSWORD, signed_in
from tests.signin.door import WRONG, give_factor, log_in

pytestmark = pytest.mark.urls("tests.web.pages")

KEPT = kept.NAME


def inside(account) -> str:
    return f"/a/{account.ref}/inside"


def sealed(answer) -> str:
    return re.search(r'name="next" value="([^"]+)"', answer.content.decode())[1]


def test_a_stranger_signs_in_first_and_comes_back(client, olga):
    door = client.get("/own?page=2", follow=True)

    assert door.redirect_chain[0][0].startswith("/sign-in?next=")
    # With what is no letter: a seal may hold any word by chance.
    assert not {"/own", "?page"} & set(re.findall(r"[/?]\w+", unquote(door.redirect_chain[0][0])))
    assert log_in(client, olga.address, next=sealed(door)).url == "/own?page=2"


def test_an_account_is_404_for_who_is_no_member_and_for_one_there_is_none(client, olga, globex):
    signed_in(client, olga)

    for ref in (globex.ref, "0" * 22):
        assert client.get(f"/a/{ref}/inside").status_code == 404
        assert client.post(f"/a/{ref}/inside").status_code == 404


def test_a_stranger_cannot_tell_an_account_from_none(client, olga):
    real, made_up = client.get(inside(olga.account)), client.get(f"/a/{'0' * 22}/inside")

    assert real.status_code == made_up.status_code == 302
    assert real.url.partition("?")[0] == made_up.url.partition("?")[0] == "/sign-in"


def test_a_member_without_a_standing_is_asked_at_the_accounts_door(client, olga):
    signed_in(client, olga)
    Standing.objects.all().delete()

    door = client.get(inside(olga.account), follow=True)
    entered = client.post(f"/a/{olga.account.ref}/enter", {"next": sealed(door)})

    assert entered.url == inside(olga.account)
    assert client.get(inside(olga.account)).status_code == 200


def test_a_capability_that_is_missing_is_a_403_that_says_who_can_give_it(client, uma):
    signed_in(client, uma)

    answer = client.get(f"/a/{uma.account.ref}/delicate")

    assert answer.status_code == 403
    assert "Superuser" in answer.content.decode()


def test_a_superuser_has_it(client, sam):
    signed_in(client, sam)

    assert client.get(f"/a/{sam.account.ref}/delicate").content == b"delicate"


def test_presence_is_asked_for_and_one_is_back_where_one_was(client, sam):
    signed_in(client, sam, sudo=False)
    page = f"/a/{sam.account.ref}/careful?tab=2"

    question = client.get(page, follow=True)
    answer = client.post("/presence", {"password": PASSWORD, "next": sealed(question)})

    assert answer.url == page
    assert client.get(page).status_code == 200


def test_a_form_is_asked_on_its_way_and_keeps_what_was_typed(client, sam):
    signed_in(client, sam, sudo=False)
    page = f"/a/{sam.account.ref}/careful"

    question = client.post(page, {"note": 'a "quoted" note'})
    assert 'name="note" value="a &quot;quoted&quot; note"' in question.content.decode()
    wrong = client.post(page, {"note": "n", "presence_password": WRONG})
    right = client.post(page, {"note": "n", "presence_password": PASSWORD})

    assert (wrong.status_code, 'name="note" value="n"' in wrong.content.decode()) == (422, True)
    assert right.content == b"sent n by True"


def test_presence_changes_the_sessions_secret(client, sam):
    signed_in(client, sam, sudo=False)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post(f"/a/{sam.account.ref}/careful", {"presence_password": PASSWORD})

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stolen.get("/own").status_code == 302
    assert client.get("/own").status_code == 200


def test_presence_counts_for_five_minutes(client, sam):
    signed_in(client, sam)
    page = f"/a/{sam.account.ref}/careful"
    start = Session.objects.get().sudo_at

    with time_machine.travel(start + timedelta(minutes=5) - timedelta(seconds=1), tick=False):
        assert client.get(page).status_code == 200
    with time_machine.travel(start + timedelta(minutes=5), tick=False):
        assert client.get(page).status_code == 302


def test_ten_wrong_passwords_for_presence_are_enough(client, sam):
    signed_in(client, sam, sudo=False)
    page = f"/a/{sam.account.ref}/careful"
    for _ in range(10):
        client.post(page, {"presence_password": WRONG})

    assert client.post(page, {"presence_password": PASSWORD}).status_code == 429


def test_a_session_that_has_not_proved_the_factor_opens_no_page_of_ones_own(client, olga):
    signed_in(client, olga)
    assert client.get("/own").status_code == 200

    give_factor(olga.person)

    assert client.get("/own").status_code == 302


def test_what_an_accounts_provider_proved_opens_no_page_of_ones_own(client, olga):
    signed_in(client, olga)

    Session.objects.update(methods=[])

    for page in ("/own", "/switch", "/you/accounts", "/you/security", "/you/invitations", "/presence"):
        assert client.get(page).url.startswith("/sign-in")


def test_what_was_typed_into_a_form_without_a_session_can_be_sent_again(client, olga):
    signed_in(client, olga)
    Session.objects.update(ended_at=now())

    lost = client.post(
        inside(olga.account), {"note": "long thought", "new_password": "secret", "tick": ["a", "b"]}
    )
    door = client.get(lost.url)
    back = log_in(client, olga.address, next=sealed(door))
    page = client.get(back.url).content.decode()

    assert back.url.startswith("/carry-on")
    assert f'action="{inside(olga.account)}"' in page
    assert 'name="note" value="long thought"' in page
    assert page.count('name="tick"') == 2
    assert "new_password" not in page
    assert client.cookies[KEPT].value == ""


def test_what_one_person_typed_is_never_offered_to_another(client, olga, sam):
    signed_in(client, olga)
    Session.objects.update(ended_at=now())
    client.post(inside(olga.account), {"note": "long thought"})

    back = log_in(client, sam.address)

    assert client.get(back.url).url == f"/a/{sam.account.ref}/"
    assert client.cookies[KEPT].value == ""


def test_what_is_kept_cannot_be_read_in_the_browser(client, olga):
    signed_in(client, olga)
    Session.objects.update(ended_at=now())
    client.post(inside(olga.account), {"note": "long thought"})

    assert "thought" not in client.cookies[KEPT].value
    client.cookies[KEPT] = client.cookies[KEPT].value[:-2] + "xx"
    assert client.get(log_in(client, olga.address).url).status_code == 302


def test_a_stranger_has_nothing_kept(client, olga):
    client.post(inside(olga.account), {"note": "long thought"})

    assert KEPT not in client.cookies
