"""How pages show what the rules of access speak of."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext

from ..access import table
from ..access.access import Access
from ..access.ceilings import Scope
from ..access.decisions import decide
from ..access.levels import Level
from ..access.sources import Source
from ..models import ContactKind, Sso
from . import access_words, addresses
from . import lasting as lives
from .company_words import (
    CONTACT_KINDS,
    IDLE_LIMITS,
    LONGEST_LIMITS,
    SECOND_FACTOR,
    SINGLE_SIGN_ON,
    THE_SERVERS,
)
from .request import is_inside
from .visits import colour_of

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context: template.RequestContext, name: str, *refs: str) -> str:
    """`{% here "service" thing.ref %}`: the address of a page of the account one is in."""
    return addresses.here(context["request"], name, *refs)


@register.simple_tag(takes_context=True)
def linked(context: template.RequestContext, source: str) -> str:
    """A source in words; of a group the way to its page, for whoever may open it."""
    group = getattr(source, "group", "")
    if not group or not is_inside(context.request) or not decide(context.request.visit.access, "groups.view"):
        return conditional_escape(source)
    return format_html('<a href="{}">{}</a>', addresses.here(context.request, "group", group), source)


@register.simple_tag
def lasting(what: str) -> str:
    """`{% lasting "invitation" %}`: for how long one can be accepted, in words."""
    return str(lives.lasting(what))


@register.filter
def may(access: Access, capability: str) -> bool:
    """`{% if access|may:"account.update" %}`, for what is about the account as a whole."""
    return bool(decide(access, capability))


@register.filter
def translated(text: str) -> str:
    """A text of the rules, which mark theirs for translation and leave it to whoever shows them."""
    return gettext(text) if text else ""


@register.filter
def level(value: Level | str) -> str:
    """A level, or its code, as the panel calls it."""
    return access_words.level_in_words(value if isinstance(value, Level) else Level.of(value))


@register.filter
def source(value: Source) -> str:
    return access_words.source_in_words(value)


@register.filter
def initials(name: str) -> str:
    """Of the first and the last word, for an avatar."""
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@register.filter
def role_chips(roles: Any) -> list[dict[str, str]]:
    """Roles for `parts/role_chips.html`."""
    return access_words.chips(roles)


@register.filter
def role_sentence(code: str) -> str:
    """What a role is for, by its code."""
    return gettext(table.role(code).sentence)


@register.filter
def scopes(value: str) -> str:
    """A token's scopes in words."""
    return access_words.scopes_in_words(value)


@register.filter
def scope_sentence(scope: Scope) -> Any:
    """What one scope lets a token do."""
    return access_words.SCOPES[scope][1]


@register.filter
def contact_kind(code: str) -> Any:
    """A type of contact as the menu calls it."""
    return CONTACT_KINDS[ContactKind(code)]


@register.filter
def sso_policy(code: str) -> Any:
    """What an account asks about single sign-on: a word, and what it means."""
    return SINGLE_SIGN_ON[Sso(code)]


@register.filter
def second_factor_policy(required: bool) -> Any:
    """What an account asks about second factors: a word, and what it means."""
    return SECOND_FACTOR[required]


@register.filter
def longest_limit(minutes: int | None) -> Any:
    """How long an account stays open in a browser, as its menu calls it."""
    return LONGEST_LIMITS.get(minutes or THE_SERVERS, minutes)


@register.filter
def idle_limit(minutes: int | None) -> Any:
    """The same for how long it may be left alone."""
    return IDLE_LIMITS.get(minutes or THE_SERVERS, minutes)


@register.filter
def account_colour(account_ref: str) -> int:
    """1 to 8, as `.account-colour-3` wants it."""
    return colour_of(account_ref)
