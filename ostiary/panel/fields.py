"""Fields that several forms of the panel have."""

from django.forms import CharField

from ..web.wording import SENTENCES


class NameField(CharField):
    """A name. What is wrong with one that is there, the action says (actions/checks.py)."""

    default_error_messages = {"required": SENTENCES["name_missing"]}
