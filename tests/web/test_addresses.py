"""Addresses inside an account."""

from types import SimpleNamespace

import pytest
from django.urls import NoReverseMatch, reverse

from ostiary.proofs.ids import new_id
from ostiary.web.addresses import here


def asking(account):
    return SimpleNamespace(visit=SimpleNamespace(account_ref=account))


def test_an_address_is_the_one_of_the_url_map_for_every_account_and_row():
    for _ in range(3):
        account, member, standing = new_id(), new_id(), new_id()

        assert here(asking(account), "users") == reverse("users", args=[account])
        address = here(asking(account), "user-session-end", member, standing)
        assert address == reverse("user-session-end", args=[account, member, standing])


@pytest.mark.parametrize("ref", ["", "short", "../../elsewhere/of/22ch", "{}" * 11])
def test_what_is_no_ref_has_no_address(ref):
    with pytest.raises(NoReverseMatch):
        here(asking(new_id()), "access", ref)
    with pytest.raises(NoReverseMatch):
        here(asking(ref), "users")
