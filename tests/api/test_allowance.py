"""How many writes are left: in every answer to a write, by whom it was made, and to nobody else's eyes."""

from base64 import b64encode
from dataclasses import replace

import pytest
from django.test import Client

from ostiary.api.served import OPERATIONS
from ostiary.clock import now
from tests.api.conftest import form
from tests.cast import PASSWORD
from tests.signin.door import WRONG

PAIR = "username={name}%40example.com&password={password}"
RIGHT = PAIR.format(name="olga", password=PASSWORD.replace(" ", "+"))
NEW = "marble lantern drifts on tuesday"

pytestmark = pytest.mark.usefixtures("in_one_hour")


def left(answer) -> int:
    return int(answer["Fastly-RateLimit-Remaining"])


def change_password(old: str = PASSWORD, new: str = NEW):
    pair = b64encode(f"olga@example.com:{old}".encode()).decode()
    body = f"old_password={old.replace(' ', '+')}&new_password={new.replace(' ', '+')}"
    return form(Client(headers={"Authorization": f"Basic {pair}"}), "POST", "/current_user/password", body)


def test_every_answer_to_a_write_tells_what_is_left_and_none_to_a_read(acme):
    for one in OPERATIONS:
        answer = Client().generic(one.method, one.path.replace("{", "").replace("}", ""))
        assert ("Fastly-RateLimit-Remaining" in answer.headers) is one.writes, one
        assert ("Fastly-RateLimit-Reset" in answer.headers) is one.writes, one


def test_so_do_answers_where_nothing_is_served(olga, api):
    for method, path in (("PUT", "/tokens/a/b/c"), ("PATCH", "/current_user"), ("POST", "/events")):
        answer = api(olga).generic(method, path)
        assert (answer.status_code, left(answer)) == (404 if "a/b" in path else 405, 1000)
        assert int(answer["Fastly-RateLimit-Reset"]) - now().timestamp() <= 3600


def test_f2_credentials_alone_count_for_the_member_they_act_as(olga, greg, api):
    assert left(form(api(olga), "POST", "/service", "name=www")) == 999
    assert left(form(Client(), "POST", "/tokens", RIGHT)) == 998
    assert left(form(Client(), "POST", "/sudo", RIGHT)) == 997
    assert left(change_password()) == 996
    assert left(form(api(greg), "POST", "/service", "name=www")) == 999


@pytest.mark.parametrize("path", ["/tokens", "/sudo", "/current_user/password"])
def test_whoever_proves_nothing_is_told_what_everybody_is(olga, api, path):
    """Whether an address is known, and how much its owner writes, is not for a stranger to read here."""
    form(api(olga), "POST", "/service", "name=www")
    for name, password in (("olga", WRONG), ("nobody", WRONG), ("nobody", PASSWORD)):
        pair = b64encode(f"{name}@example.com:{password}".encode()).decode()
        sent = PAIR.format(name=name, password=password.replace(" ", "+"))
        answer = form(
            Client(headers={"Authorization": f"Basic {pair}"}),
            "POST",
            path,
            f"{sent}&old_password={password.replace(' ', '+')}&new_password=x",
        )
        assert answer.status_code >= 400
        assert left(answer) == 1000
    assert left(form(api(olga), "POST", "/service", "name=images")) == 998


def test_beyond_the_limit_credentials_alone_do_nothing_either(olga, settings):
    settings.CONFIG = replace(settings.CONFIG, api_writes=1)
    assert form(Client(), "POST", "/tokens", RIGHT).status_code == 200
    for answer in (form(Client(), "POST", "/tokens", RIGHT), form(Client(), "POST", "/sudo", RIGHT)):
        assert (answer.status_code, answer.json()["code"], left(answer)) == (429, "rate_exceeded", 0)
        assert "Retry-After" not in answer.headers
    assert change_password().status_code == 429
    assert change_password(NEW).status_code == 401
    assert olga.tokens.count() == 1
