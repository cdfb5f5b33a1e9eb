"""Company settings: engineers look, superusers change; the owner changes hands with open eyes."""

import pytest

from ostiary.actions import contacts
from ostiary.models import AccountSettings, Contact, Event, Job, MemberRole, Ownership
from tests.cast import PASSWORD, acting, join
from tests.queries.crowds import crowd
from tests.queries.plans import no_scans


def name_of(account):
    return AccountSettings.objects.current().get(account=account).name


def owner_of(account):
    return Ownership.objects.current().get(account=account).member


def kinds_of(account):
    return list(Contact.objects.current().filter(account=account).values_list("kind", flat=True))


def test_the_page_names_owner_contacts_and_policy(browser, at, acme, sam):
    said = browser(sam).get(at(acme, "company")).content.decode()

    for words in (
        acme.ref,
        "Olga Ohm",
        "olga@example.com",
        "No contacts yet",
        "Sign-in policy",
    ):
        assert words in said


def test_an_engineer_looks_and_finds_nothing_to_press(browser, at, acme, erin):
    said = browser(erin).get(at(acme, "company")).content.decode()

    assert "Superusers change them." in said
    for page in ("company-profile", "owner", "contact-add"):
        assert at(acme, page) not in said


def test_a_superuser_renames_the_account(browser, at, acme, sam):
    answer = browser(sam).post(at(acme, "company-profile"), {"name": "Acme & Sons"}, follow=True)

    assert name_of(acme) == "Acme & Sons"
    assert "Acme &amp; Sons" in answer.content.decode()


@pytest.mark.parametrize("name", ["", " ", "a" * 101, "x\x1fy", "x\x00y", "visit evil.example"])
def test_a_bad_name_is_said_at_the_field_and_changes_nothing(browser, at, acme, sam, name):
    answer = browser(sam).post(at(acme, "company-profile"), {"name": name})

    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert name_of(acme) == "Acme"


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_whoever_may_not_change_is_refused_by_the_server(browser, at, acme, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.post(at(acme, "company-profile"), {"name": "Mine"}).status_code == 403
    assert client.post(at(acme, "contact-add"), {"kind": "billing"}).status_code == 403
    assert name_of(acme) == "Acme"


# The profile

PROFILE = {
    "name": "Acme",
    "phone_number": "+44 20 7946 0000",
    "postal_address": "1 Main St\r\nSpringfield",
}


def settings_of(account):
    return AccountSettings.objects.current().get(account=account)


def test_a_superuser_says_where_the_company_is_reached(browser, at, acme, sam):
    said = browser(sam).post(at(acme, "company-profile"), PROFILE, follow=True).content.decode()

    held = settings_of(acme)
    assert (held.phone, held.postal_address) == ("+44 20 7946 0000", "1 Main St\nSpringfield")
    assert "The company is updated." in said
    assert "Springfield</textarea>" in said
    event = Event.objects.filter(account=acme).latest("number")
    assert (event.name, set(event.body["after"])) == ("account.changed", {"phone", "postal_address"})


def test_saving_what_is_there_already_changes_nothing(browser, at, acme, sam):
    client = browser(sam)
    for _ in range(2):
        assert client.post(at(acme, "company-profile"), PROFILE).status_code == 302

    assert AccountSettings.objects.filter(account=acme).count() == 2
    assert Event.objects.filter(account=acme, name="account.changed").count() == 1


def test_what_a_form_leaves_out_stays_and_what_it_empties_goes(browser, at, acme, sam):
    client = browser(sam)
    client.post(at(acme, "company-profile"), PROFILE)

    client.post(at(acme, "company-profile"), {"name": "Acme Weather"})
    assert settings_of(acme).phone == "+44 20 7946 0000"

    client.post(at(acme, "company-profile"), PROFILE | {"phone_number": "", "postal_address": ""})
    assert (settings_of(acme).phone, settings_of(acme).postal_address) == ("", "")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("phone_number", "call me", "Enter a phone number"),
        ("phone_number", "1" * 60, "Enter a phone number"),
        ("phone_number", "x\x00", "Null characters"),
        ("postal_address", "x" * 501, "“Address” may have at most 500 characters."),
        ("postal_address", "x\x1fy", "“Address” cannot contain control characters."),
    ],
)
def test_a_bad_profile_is_said_at_its_field_and_loses_nothing(browser, at, acme, sam, field, text, said):
    answer = browser(sam).post(at(acme, "company-profile"), PROFILE | {"name": "Acme Weather", field: text})

    assert answer.status_code == 422
    assert said in answer.context["form"].errors[field][0]
    assert "Acme Weather" in answer.content.decode()
    assert AccountSettings.objects.filter(account=acme).count() == 1


def test_an_engineer_reads_the_profile(browser, at, acme, sam, erin):
    browser(sam).post(at(acme, "company-profile"), PROFILE)

    said = browser(erin).get(at(acme, "company")).content.decode()

    assert "1 Main St<br>Springfield" in said
    assert "+44 20 7946 0000" in said
    assert "Postal addresses" not in said


# Contacts


def test_a_user_becomes_a_contact_by_their_address(browser, at, acme, sam, bill):
    form = {"kind": "technical", "who": "member", "address": "BILL@example.com", "phone": "+44 20 7946 0000"}

    said = browser(sam).post(at(acme, "contact-add"), form, follow=True).content.decode()

    assert Contact.objects.current().get().member == bill
    assert "Bill Birch" in said
    assert "+44 20 7946 0000" in said


def test_somebody_else_becomes_a_contact_by_name_and_address(browser, at, acme, sam):
    form = {"kind": "billing", "who": "other", "name": "Ed East", "address": "ed@elsewhere.example"}

    browser(sam).post(at(acme, "contact-add"), form)

    contact = Contact.objects.current().get()
    assert (contact.member, contact.name, contact.address) == (None, "Ed East", "ed@elsewhere.example")


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "kind"),
        ({"kind": "emperor"}, "kind"),
        ({"who": ""}, "who"),
        ({"who": "everybody"}, "who"),
        ({"address": ""}, "address"),
        ({"address": "nobody@example.com"}, "address"),
        ({"address": "not an address"}, "address"),
        ({"address": "greg@example.com"}, "address"),
        ({"address": "a\x00@example.com"}, "address"),
        ({"who": "other", "name": "", "address": "ed@example.com"}, "name"),
        ({"who": "other", "name": "Ed", "address": "two@a.example two@b.example"}, "address"),
        ({"kind": "primary", "phone": ""}, "phone"),
        ({"kind": "technical", "phone": ""}, "phone"),
        ({"kind": "security", "phone": ""}, "phone"),
        ({"kind": "security", "phone": "call me"}, "phone"),
        ({"phone": "1" * 60}, "phone"),
    ],
)
def test_what_is_wrong_with_a_contact_is_said_at_its_field(browser, at, acme, sam, greg, form, field):
    whole = {"kind": "billing", "who": "member", "address": "sam@example.com"} if form else {}

    answer = browser(sam).post(at(acme, "contact-add"), whole | form)

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert kinds_of(acme) == []


def test_f2_a_new_primary_contact_takes_the_place_of_the_one_before(browser, at, acme, sam, uma, greg):
    contacts.add(acting(greg), "primary", member_ref=greg.ref, phone="+44 20 7946 0000")
    client = browser(sam)
    for address in ("sam@example.com", "uma@example.com"):
        form = {"kind": "primary", "who": "member", "address": address, "phone": "+44 20 7946 0000"}
        client.post(at(acme, "contact-add"), form)

    assert Contact.objects.current().get(account=acme).member == uma
    assert kinds_of(greg.account) == ["primary"]


def test_a_contact_is_removed_after_a_question(browser, at, acme, sam):
    client = browser(sam)
    client.post(at(acme, "contact-add"), {"kind": "billing", "who": "member", "address": "sam@example.com"})
    address = at(acme, "contact-remove", Contact.objects.get().ref)

    assert "Remove Sam Sand as a contact?" in client.get(address).content.decode()
    assert kinds_of(acme) == ["billing"]

    assert [client.post(address, {"once": "k"}).status_code for _ in range(2)] == [302, 302]
    assert kinds_of(acme) == []
    assert client.post(address, {"once": "again"}).status_code == 404


# Ownership


def test_nobody_is_offered_themselves_or_the_owner(browser, at, acme, olga, sam, uma):
    offered = browser(sam).get(at(acme, "owner")).context["candidates"]

    assert [one.name for one in offered] == ["Uma Umber"]


def test_the_menu_is_searched_by_name_and_address(browser, at, acme, sam):
    crowd(acme, 300)
    client = browser(sam)

    every = client.get(at(acme, "owner"))
    found = client.get(f"{at(acme, 'owner')}?q=M0012").context["candidates"]

    assert len(every.context["candidates"]) == 20
    assert b"The first 20 of 300." in every.content
    assert [one.address for one in found] == [f"m0012{n}@example.com" for n in range(10)]


def test_the_consequences_come_before_the_question(browser, at, acme, sam, uma):
    said = browser(sam).get(at(acme, "owner-transfer", uma.ref)).content.decode()

    assert "Uma Umber becomes a superuser." in said
    assert "Olga Ohm stays a superuser." in said
    assert "Everybody concerned is told by mail." in said


def test_a_superuser_hands_the_account_to_a_member(browser, at, acme, olga, sam, uma):
    answer = browser(sam).post(at(acme, "owner-transfer", uma.ref), follow=True)

    assert owner_of(acme) == uma
    assert "Ownership is transferred." in answer.content.decode()
    assert MemberRole.objects.current().filter(member=uma).values_list("role", flat=True).get() == "superuser"
    told = {job.payload["member"] for job in Job.objects.filter(kind="mail")}
    assert told == {olga.pk, sam.pk, uma.pk}


def test_a_double_click_hands_over_once(browser, at, acme, sam, uma):
    client = browser(sam)

    answers = [client.post(at(acme, "owner-transfer", uma.ref), {"once": "k"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Ownership.objects.filter(account=acme).count() == 2


def test_without_proof_of_presence_nothing_is_handed_over(browser, at, acme, olga, sam, uma):
    client = browser(sam, sudo=False)
    address = at(acme, "owner-transfer", uma.ref)

    assert client.get(address).status_code == 302
    asked = client.post(address, {"once": "k"})
    wrong = client.post(address, {"once": "k", "presence_password": "not it"})

    assert b"presence_password" in asked.content
    assert wrong.status_code == 422
    assert owner_of(acme) == olga

    client.post(address, {"once": "k", "presence_password": PASSWORD})
    assert owner_of(acme) == uma


def test_nobody_makes_themselves_the_owner(browser, at, acme, olga, sam):
    answer = browser(sam).post(at(acme, "owner-transfer", sam.ref))

    assert answer.status_code == 403
    assert owner_of(acme) == olga


@pytest.mark.parametrize("who", ["erin", "bill", "uma"])
def test_only_superusers_hand_over(browser, at, acme, olga, uma, request, who):
    client = browser(request.getfixturevalue(who))

    assert client.get(at(acme, "owner")).status_code == 403
    assert client.post(at(acme, "owner-transfer", uma.ref)).status_code == 403
    assert owner_of(acme) == olga


def test_whoever_could_not_sign_in_is_refused_with_the_reason(browser, at, acme, olga, sam, uma):
    uma.person.password = ""
    uma.person.save()

    answer = browser(sam).post(at(acme, "owner-transfer", uma.ref))

    assert answer.status_code == 409
    assert "they have no password of their own" in answer.content.decode()
    assert owner_of(acme) == olga


def test_the_pages_cost_the_same_for_many_users(browser, at, acme, sam, statements):
    client = browser(sam)
    join(acme, "Uma Umber", "user")
    few = [statements(client, at(acme, page)) for page in ("company", "owner", "contact-add")]

    crowd(acme, 500)

    assert [statements(client, at(acme, page)) for page in ("company", "owner", "contact-add")] == few


def test_no_page_reads_a_whole_table(browser, at, acme, sam, uma):
    client = browser(sam)

    with no_scans():
        for page in ("company", "owner", "contact-add"):
            client.get(at(acme, page))
        client.get(f"{at(acme, 'owner')}?q=u")
        client.get(at(acme, "owner-transfer", uma.ref))
