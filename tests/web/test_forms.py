"""What every form of the pages has."""

from collections.abc import Iterator

from django.forms import ChoiceField, Field
from django.urls import get_resolver

from ostiary.web.forms import Form


def kinds(form: type[Form]) -> Iterator[type[Form]]:
    for kind in form.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_a_field_that_was_left_empty_says_what_to_do():
    """Of menus and radios one choice is always made."""
    assert get_resolver().url_patterns  # all doors, and with them their forms
    general = Field.default_error_messages["required"]

    silent = [
        f"{kind.__name__}.{name}"
        for kind in kinds(Form)
        for name, field in kind.base_fields.items()
        if field.required and not isinstance(field, ChoiceField)
        if field.error_messages["required"] == general
    ]

    assert len(list(kinds(Form))) > 20
    assert silent == []
