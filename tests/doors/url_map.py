"""The URL map as Django resolves it: every route by name, with the parts that its address is made of."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def mapped() -> dict[str, list[str]]:
    """The names of all routes, each with the parts of its address in order."""
    return dict(_walk(get_resolver().url_patterns, []))


def _walk(patterns: list[URLPattern | URLResolver], above: list[str]) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        parts = [*above, *pattern.pattern.converters]
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, parts)
        else:
            # A route without a name cannot be declared, so it is found by its address.
            yield pattern.name or f"no name: {pattern.pattern}", parts
