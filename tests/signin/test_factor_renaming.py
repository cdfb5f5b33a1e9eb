"""The page on which a person renames a second factor of theirs; of passkeys see `test_own_passkeys.py`."""

from ostiary.actions import authenticators
from tests.cast import signed_in
from tests.signin.door import give_factor, log_in_with_code
from tests.signin.test_security import text


def test_an_app_is_renamed_and_a_name_that_is_none_is_told_at_its_field(client, olga):
    device = give_factor(olga.person)
    log_in_with_code(client, olga, device)
    page = f"/you/security/authenticators/{device.ref}/rename"
    assert 'value="Phone"' in client.get(page).content.decode()

    for wrong in ("", "visit evil.example"):
        refused = client.post(page, {"name": wrong})
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.content.decode()
    done = client.post(page, {"name": "Old phone"}, follow=True)

    assert "It is called Old phone from now on." in text(done)
    assert [one.name for one in authenticators.held(olga.person)] == ["Old phone"]


def test_nobody_renames_anothers_app(client, olga, sam):
    device = give_factor(olga.person)
    signed_in(client, sam)
    page = f"/you/security/authenticators/{device.ref}/rename"

    assert client.get(page).status_code == 404
    assert client.post(page, {"name": "Mine"}).status_code == 404
    assert [one.name for one in authenticators.held(olga.person)] == ["Phone"]
