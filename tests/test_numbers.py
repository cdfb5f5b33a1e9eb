"""A number stands in one place, and pages read it there. Documents cannot: what they say of one is compared.

Whoever changes a constant is told by this test which sentences to change with it.
"""

from pathlib import Path

import pytest

from ostiary.actions import caps
from ostiary.models import factors, invitations, passes, passkeys, sessions
from ostiary.web.lasting import in_words

ROOT = Path(__file__).parent.parent
LIFE = {
    "invitation": invitations.LIFE,
    "pass": passes.LIFE,
    "session": sessions.LONGEST,
    "idle": sessions.IDLE,
    "sudo": sessions.SUDO,
    "challenge": passkeys.CHALLENGE,
    "trust": factors.TRUST,
}
CAPS = {name: f"{most:,}" for name, most in vars(caps).items() if name.isupper()}
SAID = [
    ("README.md", "they live {invitation} by the clock"),
    ("docs/asvs.md", "invitations are links for {invitation}"),
    ("docs/asvs.md", "{idle}: `web/visits.py`"),
    ("docs/asvs.md", "{session}: `web/visits.py`"),
    ("docs/asvs.md", "presence of the last {sudo}"),
    ("docs/operate.md", "{SERVICES} services, {WORKSPACES} workspaces, {GROUPS} groups"),
    ("docs/operate.md", "{SERVICE_GROUPS} service groups, {AUTOMATION_TOKENS} live automation tokens"),
    ("docs/operate.md", "{OPEN_INVITATIONS} open invitations, {CONTACTS} contacts |"),
    ("docs/operate.md", "| {SERVICE_GROUPS_OF_A_GROUP} service groups that it reaches"),
    ("docs/operate.md", "| {TOKENS} live tokens; {GROUPS_OF_A_MEMBER} groups that they are in"),
    ("docs/operate.md", "| {TRUSTED_BROWSERS} trusted browsers, of which"),
    ("docs/operate.md", "{PASSKEYS} passkeys; {AUTHENTICATORS} authenticator apps"),
    ("docs/security.md", "A user has at most {TOKENS} live tokens"),
    ("docs/operate.md", "For {pass} they come in by password and a mailed code"),
    ("docs/security.md", "{session} at most and {idle} idle by the clock"),
    ("docs/security.md", "lets a member in for {pass} by password and mailed code"),
    ("docs/security.md", "once, {challenge}"),
    ("docs/security.md", "a cookie of at most {trust}"),
    ("docs/security.md", "or {sudo} of sudo"),
    ("docs/security.md", "A session lives {session} at most and {idle} without a request"),
    ("docs/security.md", "a fresh proof of presence, lasts {sudo}"),
    ("docs/security.md", "takes sudo of the last {sudo}"),
    ("ostiary/api/sudo.py", "for {sudo} after a password"),
    ("ostiary/api/sudo.py", "It holds for this token, for {sudo}"),
]


@pytest.mark.parametrize(("document", "sentence"), SAID)
def test_a_document_says_how_long_it_is(document, sentence):
    text = " ".join((ROOT / document).read_text().split())

    assert sentence.format(**CAPS, **{name: in_words(life) for name, life in LIFE.items()}) in text


@pytest.mark.parametrize(
    ("life", "words"),
    [
        (invitations.LIFE, "seven days"),
        (passes.LIFE, "24 hours"),
        (sessions.LONGEST, "twelve hours"),
        (sessions.IDLE, "one hour"),
        (sessions.SUDO, "five minutes"),
        (passes.CODE_LIFE, "15 minutes"),
        (factors.TRUST, "14 days"),
    ],
)
def test_a_life_reads_as_people_say_it(life, words):
    assert in_words(life) == words
