"""The pages on which a person makes, renames and removes their passkeys."""

from django.test import RequestFactory

from ostiary.clock import now
from ostiary.models import Passkey, Session
from ostiary.queries import own_security
from ostiary.web import kept
from tests.authenticator import UP, Authenticator
from tests.cast import signed_in
from tests.keys import AT_HOME, give_key
from tests.signin.door import give_factor, log_in_with_code


def test_a_key_is_made_by_a_form_and_stands_on_the_page(client, olga):
    signed_in(client, olga)
    made = client.post("/you/security/passkeys/options").json()

    answer = client.post(
        "/you/security/passkeys/add", {"name": "Blue key", "passkey": Authenticator(flags=UP).make(made)}
    )

    assert answer.url == "/you/security/recovery-codes"
    page = client.get("/you/security", **AT_HOME).content.decode()
    for words in ("Blue key", "Bound to one device", "Add a passkey"):
        assert words in page


def test_a_form_without_an_answer_says_so(client, olga):
    signed_in(client, olga)

    answer = client.post("/you/security/passkeys/add", {"name": "Blue key", "passkey": ""}, **AT_HOME)

    assert answer.status_code == 422
    assert "gave no answer" in answer.content.decode()
    assert not Passkey.objects.exists()


def test_what_was_answered_is_not_shown_again_nor_kept(client, olga):
    signed_in(client, olga)
    sent = {"name": "Blue key", "passkey": '{"rawId": "abc"}'}

    shown = client.post("/you/security/passkeys/add", sent, **AT_HOME).content.decode()
    Session.objects.update(ended_at=now())
    client.post("/you/security/passkeys/add", sent)

    request = RequestFactory().get("/")
    request.COOKIES = {kept.NAME: client.cookies[kept.NAME].value}
    assert "rawId" not in shown
    assert kept.found(request, olga.person.ref).fields == [("name", "Blue key")]


def test_a_key_is_renamed_and_removed(client, olga):
    signed_in(client, olga)
    made = client.post("/you/security/passkeys/options").json()
    client.post("/you/security/passkeys/add", {"name": "Blue key", "passkey": Authenticator().make(made)})
    ref = Passkey.objects.get().ref

    client.post(f"/you/security/passkeys/{ref}/rename", {"name": "Red key"})
    assert "Red key" in client.get("/you/security").content.decode()
    client.post(f"/you/security/passkeys/{ref}/remove")

    assert "Red key" not in client.get("/you/security").content.decode()
    assert client.get("/you/security").status_code == 200


def test_a_factor_is_renamed_and_removed_at_the_address_of_its_kind_alone(client, olga):
    give_key(olga.person)
    app = give_factor(olga.person)
    ref = Passkey.objects.get().ref
    log_in_with_code(client, olga, app)

    for deed in ("rename", "remove"):
        for page in (f"authenticators/{ref}/{deed}", f"passkeys/{app.ref}/{deed}"):
            assert client.get(f"/you/security/{page}").status_code == 404, page
            assert client.post(f"/you/security/{page}", {"name": "Mine"}).status_code == 404, page
    assert [key.name for key in own_security.passkeys_of(olga.person_id)] == ["Laptop"]
    assert [app.name for app in own_security.factors_of(olga.person_id)] == ["Phone"]


def test_a_disabled_key_is_marked(client, olga):
    signed_in(client, olga)
    give_key(olga.person)
    Passkey.objects.update(disabled_at=now())
    Session.objects.update(methods=["passkey"])

    assert "there may be a copy of it" in client.get("/you/security").content.decode()
