"""The operations that the API serves, each declared where it is written: `@operation("GET", "/user/{id}")`.

What is served, what is described and what the sweeps of the tests walk through is this one list.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from django.http import HttpResponse

from .answers import BULK, JSON, JSON_API
from .bodies import FORM
from .schemas import Schema, names_in

# By token; by what the body or basic authentication brings, with or without a token; or for everybody.
Auth = Literal["token", "credentials", "none"]
# How errors are written: the vendor's oldest form, the same with the codes of making a token, or as problems.
Family = Literal["legacy", "grant", "problem"]
View = Callable[..., HttpResponse]
READS = ("GET", "HEAD")
PART = re.compile(r"\{(\w+)\}")
# The media types of a body: of flat fields, of nested ones, of a document, and of many resources at once.
FLAT, NESTED = (FORM, JSON), (JSON,)
DOCUMENT, MANY = (JSON_API, JSON), (BULK, JSON_API, JSON)


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    view: View
    summary: str
    tag: str
    auth: Auth
    family: Family
    # What the last part of the path names, for "Cannot find user '…'".
    noun: str
    # Of success; where there is none, of the refusal that everybody gets.
    status: int
    # The body of success and its media type.
    gives: Schema | None
    kind: str
    # The body that may be sent, and in which media types.
    takes: Schema | None
    sends: tuple[str, ...]
    # What may stand in the query. Defaults and bounds are read from here.
    query: dict[str, Schema] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.view.__module__.rpartition('.')[2]}.{self.view.__name__}"

    @property
    def id(self) -> str:
        """Unlike any other's, for links and for programs made from the description."""
        return re.sub(r"\W+", "_", f"{self.method.lower()}{self.path}").strip("_")

    @property
    def parts(self) -> list[str]:
        return PART.findall(self.path)

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Of all that the body may hold, however deep."""
        return frozenset(names_in(self.takes or {}))

    @property
    def refuses_everybody(self) -> bool:
        return self.status >= 400

    @property
    def writes(self) -> bool:
        return self.method not in READS


OPERATIONS: list[Operation] = []
# First parts of paths that pages have as well: of those, only what is served here is the API's.
SHARED = {"invitation"}


def operation(
    method: str,
    path: str,
    *,
    auth: Auth = "token",
    family: Family = "legacy",
    noun: str = "record",
    status: int = 200,
    gives: Schema | None = None,
    kind: str = JSON,
    takes: Schema | None = None,
    sends: tuple[str, ...] = FLAT,
    query: dict[str, Schema] | None = None,
) -> Callable[[View], View]:
    """Serve `method path` by this function, which gets the call and the named parts of the path.

    The first line of its docstring is the summary in the description, its module the heading.
    """

    def declare(view: View) -> View:
        summary = (view.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        tag = view.__module__.rpartition(".")[2].replace("_", " ")
        about = (method, path, view, summary, tag, auth, family, noun)
        OPERATIONS.append(Operation(*about, status, gives, kind, takes, sends, query or {}))
        return view

    return declare


class Paths:
    """Finds what is served at a path. The parts of a path are compared as they are, decoded once."""

    def __init__(self, operations: list[Operation]) -> None:
        self.firsts = {_shape(one.path)[0]: one for one in operations}
        self._by_shape: dict[tuple[str, int], list[tuple[re.Pattern[str], dict[str, Operation]]]] = {}
        for one in operations:
            self._methods(one.path)[one.method] = one

    def owns(self, path: str) -> bool:
        """Whether a path is the API's, be something there or not."""
        return _shape(path)[0] in self.firsts.keys() - SHARED or bool(self.at(path)[0])

    def nearest(self, path: str) -> Operation | None:
        """One whose path begins the same: errors are written as it writes them."""
        return self.firsts.get(_shape(path)[0])

    def at(self, path: str) -> tuple[dict[str, Operation], dict[str, str]]:
        """What is served at a path, by method, and the parts of the path; nothing where nothing is."""
        for pattern, methods in self._by_shape.get(_shape(path), ()):
            if match := pattern.fullmatch(path):
                return methods, match.groupdict()
        return {}, {}

    def _methods(self, template: str) -> dict[str, Operation]:
        pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/\\x00]+)", re.escape(template)))
        served = self._by_shape.setdefault(_shape(template), [])
        for known, there in served:
            if known.pattern == pattern.pattern:
                return there
        methods: dict[str, Operation] = {}
        # A path without parts to fill in goes before one with.
        served.insert(0 if "{" not in template else len(served), (pattern, methods))
        return methods


def _shape(path: str) -> tuple[str, int]:
    parts = path.split("/")
    return parts[1] if len(parts) > 1 else "", len(parts)
