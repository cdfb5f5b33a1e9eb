"""The demand for a second factor: seen before it is made, at once in force, and nobody locked out by it."""

import pytest

from ostiary.models import AccountSettings, Event, Job, Person
from tests.cast import PASSWORD, join
from tests.signin.door import code_of, demand, give_factor, log_in, log_in_with_code


def required(account) -> bool:
    return AccountSettings.objects.current().get(account=account).requires_second_factor


def test_whom_it_concerns_is_shown_before(browser, at, acme, olga, sam, erin, globex, greg):
    give_factor(erin.person)
    browser(sam)
    join(globex, "Nina North", "user")

    said = browser(olga).get(at(acme, "second-factor"))

    assert [one.name for one in said.context["named"]] == ["Olga Ohm", "Sam Sand"]
    assert tuple(said.context["lacking"]) == (2, 2, 0)
    assert "You have no second factor yourself." in said.content.decode()
    assert not required(acme)


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_only_superusers_demand_or_remind_and_see_who_has_none(browser, at, acme, request, who):
    client = browser(request.getfixturevalue(who))

    for page in ("second-factor-on", "second-factor-off", "second-factor-remind"):
        assert client.post(at(acme, page)).status_code == 403
    assert client.get(at(acme, "second-factor")).status_code == 403
    assert "no second factor" not in client.get(at(acme, "account-security")).content.decode()
    assert not required(acme)


def test_it_holds_at_once_and_in_this_account_alone(browser, at, acme, globex, sam, erin):
    twofold = join(globex, "Erin Elm", "user")
    inside = browser(erin)
    elsewhere = browser(twofold)

    answer = browser(sam).post(at(acme, "second-factor-on"), {"once": "k"})

    assert answer.url == at(acme, "account-security")
    assert required(acme)
    assert inside.get(at(acme, "home")).url.startswith(at(acme, "enter"))
    assert elsewhere.get(at(globex, "home")).status_code == 200
    event = Event.objects.get(account=acme, name="second_factor.required")
    assert event.body["after"] == {"requires_second_factor": True}


def test_h13_a_member_enrols_before_anything_else_opens(client, at, acme, sam, erin):
    """Not by signing in anew, not at the account's door, not by beginning and leaving it there."""
    demand(erin, requires_second_factor=True)
    log_in(client, erin.address)
    door = at(acme, "enter")

    def shut() -> bool:
        return client.get(at(acme, "home")).url.startswith(door)

    assert shut()
    assert "Set up an authenticator app" in client.get(door).content.decode()
    client.post(door, {"password": PASSWORD, "code": "000000"})
    client.post("/presence", {"password": PASSWORD})
    assert shut()
    begun = client.post("/you/security/authenticators/add", {"name": "Phone"})
    assert shut()
    client.post(begun.url, {"code": "000000"})
    assert shut()

    device = give_factor(erin.person)
    assert shut()
    client.post("/sign-out")
    log_in_with_code(client, erin, device)
    assert client.get(at(acme, "home")).status_code == 200


def test_a21_a_factor_that_goes_takes_the_account_with_it(client, at, acme, erin):
    device = give_factor(erin.person)
    demand(erin, requires_second_factor=True)
    log_in_with_code(client, erin, device)
    path = f"/you/security/authenticators/{device.ref}/remove"

    refused = client.post(path, {"presence_password": PASSWORD})

    assert refused.status_code == 409
    assert client.get(at(acme, "home")).status_code == 200
    demand(erin, requires_second_factor=False)
    assert client.post(path, {"once": "k"}).status_code == 302
    demand(erin, requires_second_factor=True)
    assert client.get(at(acme, "home")).url.startswith(at(acme, "enter"))


def test_a_demand_that_would_lock_the_owner_out_is_not_saved(browser, at, acme, olga, sam):
    """Whose mailbox was never proved may be kept from enrolling by the first letter that proves it."""
    Person.objects.filter(pk=olga.person_id).update(mailbox_proved_at=None)

    answer = browser(sam).post(at(acme, "second-factor-on"))

    assert answer.status_code == 409
    assert "The owner, Olga Ohm, could not open the account any more" in answer.content.decode()
    assert not required(acme)

    give_factor(olga.person)
    browser(sam).post(at(acme, "second-factor-on"))
    assert required(acme)


@pytest.mark.parametrize("bar", [{"password": ""}, {"locked": True}])
def test_nor_one_that_the_owner_could_not_meet_for_other_reasons(browser, at, acme, olga, sam, bar):
    if "locked" in bar:
        olga.states.update(locked=True)
    else:
        Person.objects.filter(pk=olga.person_id).update(**bar)

    assert browser(sam).post(at(acme, "second-factor-on")).status_code == 409
    assert not required(acme)


def test_it_is_lifted_by_the_same_page(browser, at, acme, sam):
    demand(sam, requires_second_factor=True)
    device = give_factor(sam.person)
    client = browser(sam)
    client.post(at(acme, "enter"), {"code": code_of(device)})

    assert "Require no second factor any more?" in client.get(at(acme, "second-factor")).content.decode()
    client.post(at(acme, "second-factor-off"))

    assert not required(acme)
    assert Event.objects.filter(account=acme, name="second_factor.not_required").count() == 1


def test_saving_asks_who_one_is(browser, at, acme, sam):
    client = browser(sam, sudo=False)

    asked = client.post(at(acme, "second-factor-on"), {"once": "k"})

    assert b"presence_password" in asked.content
    assert not required(acme)


def test_reminding_writes_to_those_who_have_none_and_to_nobody_else(browser, at, acme, olga, sam, erin, greg):
    give_factor(erin.person)
    client = browser(sam)

    client.post(at(acme, "second-factor-remind"), {"once": "k"})
    client.post(at(acme, "second-factor-remind"), {"once": "k"})
    again = client.post(at(acme, "second-factor-remind"), {"once": "l"})

    told = Job.objects.filter(payload__letter="second_factor_reminder").values_list("payload", flat=True)
    assert sorted(one["member"] for one in told) == sorted([olga.pk, sam.pk])
    assert again.status_code == 429
    assert "Remind them again tomorrow." in again.content.decode()
    events = Event.objects.filter(account=acme, name="second_factor.reminded")
    assert [event.body["after"] for event in events] == [{"count": 2}]


def test_where_everybody_has_one_there_is_nobody_to_remind(browser, at, acme, olga, sam):
    client = browser(sam)
    for member in (olga, sam):
        give_factor(member.person)
    client.post(at(acme, "enter"), {"code": code_of(sam.person.totp_devices.get())})

    assert client.post(at(acme, "second-factor-remind")).status_code == 409
    assert "Everybody has a second factor." in client.get(at(acme, "account-security")).content.decode()
