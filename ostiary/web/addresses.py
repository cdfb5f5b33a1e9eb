"""Addresses inside the account that a request is about."""

from functools import cache

from django.urls import NoReverseMatch, register_converter, reverse
from django.urls.converters import StringConverter

from ..proofs.ids import is_id, new_id
from .request import MemberRequest


class Ref(StringConverter):
    """A public id in a path; what has another form is no page of ours."""

    regex = "[0-9A-Za-z]{22}"


register_converter(Ref, "ref")


def here(request: MemberRequest, name: str, *refs: str) -> str:
    """The address of a page of this account; `refs` are what the page is about."""
    refs = (request.visit.account_ref, *refs)
    if not all(map(is_id, refs)):
        raise NoReverseMatch(f"{name} of {refs}")
    return _form(name, len(refs)).format(*refs)


@cache
def _form(name: str, refs: int) -> str:
    """An address with places for its refs, reversed once: a list has hundreds of addresses of a few pages."""
    blanks = [new_id() for _ in range(refs)]
    address = reverse(name, args=blanks)
    for blank in blanks:
        address = address.replace(blank, "{}")
    return address
