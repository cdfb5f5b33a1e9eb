"""What an account still asks for, in words."""

from django.utils.translation import gettext_lazy as _

from ..proofs.standings import Demands, Method, Missing, Proved, missing, still_opens
from ..web import company_words
from ..web.text import Text

ASKS = {
    Missing.UNLOCKING: _("Your membership is locked. Ask a superuser of the account."),
    Missing.ADDRESS: _("Cannot be reached from the address where you are"),
    Missing.PROVIDER: _("Asks for its own single sign-on, which this server does not offer yet"),
    Missing.PASSWORD: _("Asks for your password"),
    Missing.CODE: _("Asks for your second factor"),
    Missing.ENROLMENT: _("Asks you to set up two-factor authentication first"),
}
METHODS = {**company_words.METHODS, Method.ACCOUNT_APP: _("authenticator app of one account")}
NOTHING = _("Opens without asking again")
OPEN = _("Open in this browser")


def how_it_opens(proved: Proved, demands: Demands, methods: list[str] | None) -> Text:
    asked = missing(proved, demands)
    if asked:
        return ASKS[asked[0]]
    return OPEN if still_opens(methods, demands) else NOTHING
