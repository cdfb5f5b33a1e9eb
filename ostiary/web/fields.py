"""Fields that forms of several pages have."""

from django.forms import CharField, MultipleChoiceField

from ..proofs.ids import is_id
from .wording import SENTENCES


class NameField(CharField):
    """A name. What is wrong with one that is there, the action says (actions/checks.py)."""

    default_error_messages = {"required": SENTENCES["name_missing"]}


class Refs(MultipleChoiceField):
    """Public ids; which of them exist for the one who asks, the action judges."""

    def valid_value(self, value: str) -> bool:
        return is_id(value)
