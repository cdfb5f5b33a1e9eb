"""The routes of passkeys and security keys, and the forms that they send (`routes.py`)."""

from collections.abc import Callable

from ostiary.actions import passkey_challenges
from ostiary.models.passkeys import Purpose
from ostiary.proofs.passkey_site import creation_options, request_options
from ostiary.site import site
from tests.authenticator import Authenticator
from tests.doors.browsers import holder_of
from tests.doors.house import House
from tests.doors.parts import PARTLY
from tests.doors.route import DOOR, OWN, PUBLIC, Route

PASSKEY = {"ref": "passkey"}


def answer(purpose: Purpose, who: str, *, makes: bool = False) -> Callable[[House], str]:
    """What the user's passkey, or a new one, answers in this one's browser."""

    def given(house: House) -> str:
        challenge = passkey_challenges.issue(purpose, holder_of(house.cookies[who]), "")
        if makes:
            return Authenticator().make(creation_options(site(), challenge, b"x" * 32, "", "", []))
        return house.key.use(request_options(site(), challenge, verified=True))

    return given


ALONE = {"passkey": answer(Purpose.SIGN_IN, "asking")}
AFTER_PASSWORD = {"passkey": answer(Purpose.SECOND_FACTOR, "half-way")}
PRESENCE = {"passkey": answer(Purpose.PRESENCE, "user")}
NEW = {"name": "Blue key", "passkey": answer(Purpose.ENROLMENT, "user", makes=True)}

OF_PASSKEYS = (
    Route("sign-in", PUBLIC, "POST", body=ALONE, by="asking", case="by key"),
    Route("sign-in-passkey", PUBLIC, "POST", by="stranger", inert=True),
    Route("sign-in-code", PUBLIC, "POST", body=AFTER_PASSWORD, by="half-way", case="by key"),
    Route("sign-in-code-passkey", PUBLIC, "POST", by="half-way", inert=True),
    Route("enter-passkey", DOOR, "POST", by="without standing", inert=True),
    Route("presence", OWN, "POST", body=PRESENCE, by="user", also=PARTLY, others="422", case="by key"),
    Route("presence-passkey", OWN, "POST", by="user", inert=True),
    Route("new-passkey-options", OWN, "POST", by="user", sudo=True, inert=True),
    Route("add-passkey", OWN, "GET POST", body=NEW, by="user", others="422", sudo=True),
    Route("rename-passkey", OWN, "GET POST", parts=PASSKEY, body={"name": "Red key"}, by="user", sudo=True),
    Route("remove-passkey", OWN, "GET POST", parts=PASSKEY, by="user", sudo=True),
)
