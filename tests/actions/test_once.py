"""One-time keys: the same key gets the first answer again, and nothing but that action's own."""

from dataclasses import replace

from ostiary.actions import accounts, protected
from ostiary.models import ServiceName
from tests.cast import acting


def test_the_same_key_makes_one_thing_and_gets_its_id_twice(olga):
    actor = replace(acting(olga), once="k")

    assert protected.make_service(actor, "www") == protected.make_service(actor, "www")
    assert ServiceName.objects.count() == 1


def test_a_key_used_for_another_action_is_another_key(olga):
    actor = replace(acting(olga), once="k")

    service = protected.make_service(actor, "www")

    assert protected.make_workspace(actor, "Shop") != service
    assert accounts.update(actor, name="Acme and Sons") is None
    assert olga.account.settings.get(until__isnull=True).name == "Acme and Sons"


def test_two_people_with_one_key_do_two_things(olga, sam):
    for member in (olga, sam):
        protected.make_service(replace(acting(member), once="k"), f"of {member.address[:3]}")

    assert ServiceName.objects.count() == 2
