"""Trusted browsers: where a second factor was proved once, it need not be shown again for 14 days.

The trust ends with a change of password, of factors, or of any membership of the person.
"""

from ..access.refusals import NotFound
from ..models import Person, TrustedBrowser
from ..models.factors import TRUST
from ..models.rows import change, find, insert
from ..proofs.cookies import browser_digest, new_browser_secret
from ..queries import own_security
from . import caps
from .act import Act
from .kernel import action


def trust(act: Act, person: Person) -> str:
    """From now on, in this browser. Returns the secret that it keeps.

    Of more than may be, the one used longest ago is trusted no longer.
    """
    trusted = own_security.trusted(person.pk, act.now).order_by("-last_used_at", "-pk")
    for oldest in trusted[caps.TRUSTED_BROWSERS - 1 :]:
        _distrust(act, oldest, person)
    secret = new_browser_secret()
    browser = TrustedBrowser(
        person=person,
        digest=browser_digest(secret),
        created_at=act.now,
        expires_at=act.now + TRUST,
        last_used_at=act.now,
        ip=act.actor.ip,
        user_agent=act.actor.user_agent,
    )
    insert(browser)
    act.record("browser.trusted", browser, on=person)
    return secret


def recognises(act: Act, person: Person, secret: str) -> bool:
    """Whether the secret is that of a browser which this person trusts now."""
    if not secret:
        return False
    browsers = own_security.trusted(person.pk, act.now).filter(digest=browser_digest(secret))
    return browsers.update(last_used_at=act.now) == 1


@action(locks="person")
def end(act: Act, browser_ref: str) -> None:
    """Trust one of one's own browsers no longer."""
    browser = find(TrustedBrowser, person=act.person, ref=browser_ref, ended_at=None)
    if browser is None:
        raise NotFound()
    _distrust(act, browser, act.person)


def _distrust(act: Act, browser: TrustedBrowser, person: Person) -> None:
    change(browser, ended_at=act.now)
    act.record("browser.distrusted", browser, on=person)
