"""Every kind of secret that the server hands out or asks for, each made for real.

They are one user's, as far as they are anybody's: what opens nothing to its holder opens nothing to others.
"""

from django.middleware.csrf import get_token
from django.test import RequestFactory

from ostiary.actions import recovery_codes
from ostiary.clock import now
from ostiary.keyring import ring
from ostiary.models import Invitation, Pass, PassCode, PasswordReset, TrustedBrowser
from ostiary.models.factors import TRUST
from ostiary.models.passkeys import Purpose
from ostiary.proofs.cookies import browser_digest, new_browser_secret
from ostiary.proofs.links import LinkKind, link_secret
from ostiary.proofs.passes import pass_code
from ostiary.web import kept, next_page
from ostiary.web.forms import new_once_key
from tests.cast import PASSWORD, acting
from tests.doors.browsers import BROWSER, SESSION, TICKET
from tests.doors.house import House
from tests.doors.passkey_routes import answer
from tests.doors.routes import code

# Where the sealed way back leads, and what was typed into the form that is kept.
WAY, TYPED = "/you/accounts", "Blue Heron"
# What a passkey is asked for, and in whose browser.
ASKED = (
    (Purpose.SIGN_IN, "asking"),
    (Purpose.SECOND_FACTOR, "half-way"),
    (Purpose.PRESENCE, "user"),
    (Purpose.PRESENCE, "user without sudo"),
    (Purpose.ENTRY, "without code"),
    (Purpose.ENROLMENT, "user"),
)


def secrets_by_kind(house: House) -> dict[str, str]:
    return {
        **_links(house),
        **_codes(house),
        **_of_browsers(house),
        **{
            f"{who}: answer for {purpose}": answer(purpose, who, makes=purpose == Purpose.ENROLMENT)(house)
            for purpose, who in ASKED
        },
        "password": PASSWORD,
        "user's token": house.refs["own_token_secret"],
        "account's token": house.refs["automation_secret"],
        "id": house.refs["user"],
    }


def _links(house: House) -> dict[str, str]:
    """The links that were mailed, and what links of other kinds would have for the same records."""
    own, offer = (Invitation.objects.get(ref=house.refs[word]) for word in ("invitation", "offer"))
    reset = PasswordReset.objects.get(ref=house.refs["reset"])
    return {
        "invitation's link": link_secret(ring(), LinkKind.INVITATION, own.ref, own.number),
        "invitation's next link": link_secret(ring(), LinkKind.INVITATION, own.ref, own.number + 1),
        "offer's link": link_secret(ring(), LinkKind.INVITATION, offer.ref, offer.number),
        "reset's link": link_secret(ring(), LinkKind.PASSWORD_RESET, reset.ref, reset.number),
        **{
            f"{kind} link about {name}": link_secret(ring(), kind, record.ref, record.number)
            for name, record, used in (
                ("an invitation", own, LinkKind.INVITATION),
                ("a reset", reset, LinkKind.PASSWORD_RESET),
            )
            for kind in LinkKind
            if kind != used
        },
    }


def _codes(house: House) -> dict[str, str]:
    elsewhere = Pass.objects.get(member=house.members["in by a pass"])
    letter = PassCode.objects.get(person=house.members["user"].person)
    return {
        "app's code": code("device")(house),
        "code of the account's app": code("own_account_app")(house),
        "code of an app being set up": code("enrolling")(house),
        "recovery code": recovery_codes.make(acting(house.members["user"]))[0],
        "pass's code": house.refs["pass_code_secret"],
        "another pass's code": pass_code(ring(), letter.ref, elsewhere.ref),
    }


def _of_browsers(house: House) -> dict[str, str]:
    """What stands in cookies and in forms."""
    person = house.members["user"].person
    trusted = new_browser_secret()
    TrustedBrowser.objects.create(
        person=person,
        digest=browser_digest(trusted),
        created_at=now(),
        expires_at=now() + TRUST,
        last_used_at=now(),
    )
    asked = RequestFactory().post("/you/security/profile", {"name": TYPED})
    asked.COOKIES[SESSION] = house.cookies["user"][SESSION]
    kept.keep(asked)
    return {
        "session": house.cookies["user"][SESSION],
        "sign-in half-way": house.cookies["half-way"][TICKET],
        "browser that asked": house.cookies["asking"][BROWSER],
        "trusted browser": trusted,
        "way back": next_page.wrap(WAY),
        "kept form": asked.cookie_marks[kept.NAME][0],
        "form's token": get_token(RequestFactory().get("/")),
        "form's key": new_once_key(),
    }
