"""Levels given one by one are changes of access like any other."""

import pytest

from ostiary.access.refusals import Conflict, Forbidden, NotFound
from ostiary.actions import authorizations
from ostiary.models import Event, Member, ServiceGrant
from tests.cast import acting


def version(member):
    return Member.objects.get(pk=member.pk).version


def test_each_raises_the_version_that_others_change_against(olga, erin, services):
    before = version(erin)
    ref = authorizations.give(acting(olga), erin.ref, services[1].ref, "read_only")
    authorizations.change(acting(olga), {ref: "purge_all"})
    authorizations.take(acting(olga), [ref])
    assert version(erin) == before + 3
    assert Event.objects.filter(name="member.access_changed", target_ref=erin.ref).count() == 3


def test_the_same_level_again_changes_nothing(olga, erin):
    before, held = version(erin), ServiceGrant.objects.get(member=erin)
    authorizations.change(acting(olga), {held.ref: "full"})
    assert version(erin) == before


def test_one_that_is_given_anew_has_a_new_id(olga, erin, services):
    held = ServiceGrant.objects.get(member=erin)
    authorizations.take(acting(olga), [held.ref])
    again = authorizations.give(acting(olga), erin.ref, services[0].ref, "full")
    assert again != held.ref
    with pytest.raises(NotFound):
        authorizations.take(acting(olga), [held.ref])


def test_what_roles_give_anyway_is_not_given_again(olga, sam, services):
    with pytest.raises(Conflict):
        authorizations.give(acting(olga), sam.ref, services[0].ref, "full")
    assert not ServiceGrant.objects.filter(member=sam).exists()


def test_superusers_alone_give(erin, uma, services):
    with pytest.raises(Forbidden):
        authorizations.give(acting(erin), uma.ref, services[0].ref, "read_only")
