"""Addresses inside the account that a request is about."""

from django.http import HttpRequest
from django.urls import register_converter, reverse
from django.urls.converters import StringConverter


class Ref(StringConverter):
    """A public id in a path; what has another form is no page of ours."""

    regex = "[0-9A-Za-z]{22}"


register_converter(Ref, "ref")


def here(request: HttpRequest, name: str, *refs: str) -> str:
    """The address of a page of this account; `refs` are what the page is about."""
    return reverse(name, args=[request.visit.account_ref, *refs])
