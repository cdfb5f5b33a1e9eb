"""Who may do what to whom: lesser members and greater ones, and whose name a form may speak in.

Rows F5, F7, F8, F11 and F12 of the adversarial list.
"""

from urllib.parse import urlencode

import pytest

from ostiary.access import table
from ostiary.models import MemberRole, MemberState, Ownership, Person, Session, Token
from tests.cast import PASSWORD
from tests.doors.asking import ask, word
from tests.doors.changes import outcome
from tests.doors.house import House
from tests.doors.parts import PARTS
from tests.doors.route import OWN
from tests.doors.routes import NEW_PASSWORD, PROFILE, ROUTES, TOKEN

pytestmark = pytest.mark.any_database

LESSER = [part for part in PARTS if part not in ("owner", "superuser")]
ON_A_MEMBER = [
    route
    for route in ROUTES
    if "member" in (route.parts or route.words()) and "POST" in route.allowed and not route.case
]
# By these names other systems have let a form say who is acting.
WHO = "user userId user_id person person_id personId member member_id membership session session_id actor as "
WHO += "owner owner_id creator account_id customer impersonate sub login username address email ref id pk"


@pytest.mark.parametrize("route", ON_A_MEMBER, ids=str)
def test_f5_no_lesser_member_touches_a_greater_one_or_themselves(acme: House, route):
    """Everything that is done to a member, by everybody who is no superuser, to the owner and to oneself."""
    found = []
    for who in LESSER:
        for target in ("owner", "superuser", who.replace(" ", "_")):
            refs = {"spare": acme.refs[target], "user": acme.refs[target], "owner": acme.refs[target]}
            answer, changed = outcome(
                lambda who=who, refs=refs: ask(acme.browser(who), route, acme, "POST", path_refs=refs)
            )
            if word(answer) != "403" or changed:
                found.append(f"{route} on {target} by {who}: {word(answer)} {changed or ''}")
    assert not found, "\n".join(["", *found])


def superuser_posts(acme: House, page: str, fields: dict[str, str] | None = None, who: str = "superuser"):
    return outcome(lambda: acme.browser(who).post(f"/a/{acme.account.ref}/users/{page}", fields or {}))


def test_f5_the_owner_stays_whatever_a_superuser_does(acme: House):
    owner = acme.refs["owner"]
    for do, role in (("remove", "superuser"), ("add", "user")):
        acme.browser("superuser").post(
            f"/a/{acme.account.ref}/users/{owner}/access/roles/{do}", {"version": "1", "role": role}
        )

    demoted, changed = superuser_posts(acme, f"{owner}/access", {"version": "1"})
    deleted, changed_too = superuser_posts(acme, f"{owner}/delete", {"revoke_tokens": "on"})

    assert demoted.status_code == 422
    assert deleted.status_code == 409
    assert not (changed | changed_too) - {"draft"}


def test_f5_nobody_makes_themselves_the_owner(acme: House):
    own = acme.refs["superuser"]
    for path in (f"company/owner/{own}", f"users/{acme.refs['owner']}/delete/owner"):
        answer, changed = outcome(
            lambda path=path: acme.browser("superuser").post(
                f"/a/{acme.account.ref}/{path}", {"successor": own}
            )
        )
        assert (answer.status_code, changed) == (403, set()), path


def test_f5_the_last_superuser_and_owner_cannot_leave(acme: House):
    MemberRole.objects.filter(member=acme.members["superuser"]).update(role="user")
    answer, changed = outcome(
        lambda: acme.browser("owner").post(f"/you/accounts/{acme.account.ref}/leave", {"once": "k"})
    )

    assert (answer.status_code, changed) == (409, set())
    assert Ownership.objects.get(account=acme.account, until=None).member == acme.members["owner"]


def test_f5_nobody_deletes_or_demotes_themselves_by_mistake(acme: House):
    answer, changed = superuser_posts(acme, f"{acme.refs['superuser']}/delete", {"revoke_tokens": "on"})

    assert (answer.status_code, changed) == (409, set())


def test_f7_no_permission_leads_to_a_superusers_by_what_it_hands_out():
    """Whatever somebody can hand out, and those in turn, reaches nothing that superusers alone hold."""
    superusers_alone = {row.code for row in table.CAPABILITIES if row.held_by == {"superuser"}}
    assert superusers_alone >= {"members.change_access", "account.transfer", "members.delete"}
    for role in table.ROLES:
        reached, before = {role.code}, set()
        while reached != before:
            before = set(reached)
            reached |= {code for own in before for code in _handed_out_by(own)}
        held = {capability for code in reached for capability in table.role(code).capabilities}
        assert role.code == "superuser" or not held & superusers_alone, role.code


def _handed_out_by(role: str) -> set[str]:
    capabilities = (table.capability(code) for code in table.role(role).capabilities)
    return {code for capability in capabilities for code in capability.hands_out}


@pytest.mark.parametrize(
    "path", ["/mail", "/mail/x", "/mail/x/html", "/styleguide", "/admin/", "/api/", "/scim/v2/"]
)
def test_f8_what_is_off_or_not_there_yet_serves_nothing(acme: House, path: str):
    for who in ("stranger", "user", "superuser"):
        assert acme.browser(who).get(path).status_code == 404


@pytest.mark.parametrize(
    "written", ["ACME-USER@EXAMPLE.COM", " acme-user@example.com ", "Acme-User@Example.Com"]
)
def test_f11_an_address_is_taken_however_it_is_written(acme: House, written: str):
    panel, draft = f"/a/{acme.account.ref}/users/invite", acme.refs["invitation_draft"]

    answer, changed = outcome(
        lambda: acme.browser("superuser").post(panel, {"address": written, "draft": draft})
    )

    assert answer.status_code == 409
    assert "member of the account already" in answer.content.decode()
    assert changed <= {"draft"}


@pytest.mark.parametrize(
    "lookalike",
    [
        "аcme-user@example.com",
        "acme-user@exаmple.com",
        "acme-user@example.com\u200b",
        "acme‐user@example.com",
    ],
)
def test_f11_a_lookalike_is_never_the_member_it_looks_like(acme: House, lookalike: str):
    """Refused, or somebody else altogether: the member who has the address keeps sign-in and membership."""
    user = acme.members["user"]
    before = (user.person.password, user.person.address_key, user.ref)
    panel, draft = f"/a/{acme.account.ref}/users/invite", acme.refs["invitation_draft"]

    acme.browser("superuser").post(panel, {"address": lookalike, "draft": draft})

    user.refresh_from_db()
    user.person.refresh_from_db()
    assert (user.person.password, user.person.address_key, user.ref) == before
    assert MemberState.objects.get(member=user, until=None).state == "active"
    signed = acme.browser("stranger").post("/sign-in", {"address": lookalike, "password": PASSWORD})
    assert signed.status_code == 422 or signed.url == "/sign-in/code"


def test_f11_ones_own_address_is_not_changed_by_any_form_of_the_profile(acme: House):
    taken = acme.members["superuser"].address
    for name in ("address", "email", "address_key", "login", "username"):
        acme.browser("user").post("/you/security/profile", {**PROFILE, name: taken})

    assert Person.objects.filter(address=taken).count() == 1
    assert Person.objects.get(pk=acme.members["user"].person_id).address == acme.members["user"].address


def test_f12_no_field_says_who_is_acting(acme: House):
    """Fields, cookies and queries that name somebody else are not heard: all that is done is one's own."""
    superuser, user = acme.members["superuser"], acme.members["user"]
    hers = superuser.person
    for value in (superuser.ref, hers.ref, str(superuser.pk), str(hers.pk), superuser.address):
        fields, browser = dict.fromkeys(WHO.split(), value), acme.browser("user")
        for name in fields:
            browser.cookies[name] = value
        security = f"/you/security/{{}}?{urlencode(fields)}"
        browser.post(security.format("profile"), {**fields, **PROFILE})
        browser.post(security.format("sessions/end-others"), fields)
        browser.post(f"/you/accounts/{acme.account.ref}/default", fields)
        browser.post(f"/a/{acme.account.ref}/tokens/new", {**fields, **TOKEN, "name": f"mine {value[:8]}"})
    passwords = {"current": PASSWORD, "new": NEW_PASSWORD, "confirm": NEW_PASSWORD}
    browser.post(security.format("password"), {**fields, **passwords})

    now_is = Person.objects.get(pk=hers.pk)
    assert (now_is.name, now_is.password, now_is.default_account) == (hers.name, hers.password, None)
    assert Session.objects.filter(person=hers, ended_at=None).count() > 1
    assert set(Token.objects.filter(name__startswith="mine").values_list("member", flat=True)) == {user.pk}
    assert Person.objects.get(pk=user.person_id).password != user.person.password


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.opens_to == OWN and route.words()], ids=str
)
def test_f3_what_is_ones_own_is_nobody_elses_to_end_or_confirm(acme: House, globex: House, route):
    """Apps, sessions and offers: not the superuser's of the same account, and nobody's from elsewhere."""
    found = []
    for who in ("owner", "superuser", "neighbour", "invited", "former", "engineer"):
        answer, changed = outcome(lambda who=who: ask(acme.browser(who), route, acme, "POST"))
        if word(answer) != "404" or changed:
            found.append(f"{route} by {who}: {word(answer)} {changed or ''}")
    assert not found, "\n".join(["", *found])
