"""Calls that are made up from the published description, by somebody, and what must hold of each answer.

An id that is sent is one of those that there are, since a random one is nobody's; which thing it names is
told by its example.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ID = "^[0-9A-Za-z]{22}$"
UNKNOWN = "0" * 22
ORDER = ("post", "get", "put", "patch", "delete")
# What ends the token that it is called with. Each call needs a new one, which nobody gets any more once too
# many made-up passwords were tried.
ENDS_ITSELF = "DELETE /tokens/self"
Answered = Callable[[Case, Response], None]


class Explorer:
    """Somebody with tokens of theirs: each `token()` is a new one.

    `ids` are those to name, by the example that stands for them, and `paths` those to name in paths.
    """

    def __init__(
        self, url: str, token: Callable[[], str], ids: dict[str, list[str]], paths: dict[str, list[str]]
    ) -> None:
        self.url = url
        self.new_token = token
        self.token = token()
        self.session = requests.Session()
        self.session.trust_env = False
        self.tame, self.wild = (self._described(ids, paths, tame=tame) for tame in (True, False))

    def _described(self, ids: dict[str, list[str]], paths: dict[str, list[str]], *, tame: bool) -> list[Any]:
        """The operations that are published: what needs new tokens first, then making, and deleting last."""
        published = self.session.get(f"{self.url}/openapi.json").json()
        schema = schemathesis.openapi.from_dict(with_ids(published, ids, paths, tame=tame))
        found = [one.ok() for one in schema.get_all_operations()]
        return sorted(found, key=lambda one: (one.label != ENDS_ITSELF, ORDER.index(one.method.lower())))

    def explore(self, calls: int, answered: Answered) -> None:
        """So many calls of each operation that may well succeed, and as many that hardly can."""
        for tame, wild in zip(self.tame, self.wild, strict=True):
            self._call(tame, GenerationMode.POSITIVE, calls, answered)
            self._call(wild, GenerationMode.POSITIVE, calls // 2, answered)
            with suppress(Unsatisfiable):  # where there is nothing that could be wrong
                self._call(wild, GenerationMode.NEGATIVE, calls // 2, answered)

    def _call(self, operation: Any, mode: GenerationMode, calls: int, answered: Answered) -> None:
        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=calls,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def call(case: Case) -> None:
            token = self.new_token() if operation.label == ENDS_ITSELF else self.token
            response = case.call(base_url=self.url, session=self.session, headers={"Fastly-Key": token})
            case.validate_response(response, checks=CHECKS)
            answered(case, response)

        call()


def with_ids(
    document: Any, ids: dict[str, list[str]], paths: dict[str, list[str]], *, tame: bool
) -> dict[str, Any]:
    """The description, in whose requests an id is one of those given for its example.

    `tame`: a text is its example, which is more likely to be taken than what is made up.
    """
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation["parameters"]:
                named = paths if parameter["in"] == "path" else ids
                parameter["schema"] = drawn(parameter["schema"], named, tame=tame)
            if "requestBody" in operation:
                operation["requestBody"] = drawn(operation["requestBody"], ids, tame=tame)
    return document


def drawn(schema: Any, ids: dict[str, list[str]], *, tame: bool) -> Any:
    if isinstance(schema, list):
        return [drawn(one, ids, tame=tame) for one in schema]
    if not isinstance(schema, dict):
        return schema
    example = schema.get("examples", [None])[0]
    if schema.get("type") == "string" and example in ids:
        known = ids[example]
        return {"type": "string", "enum": known if tame and known else [*known, UNKNOWN]}
    if schema.get("type") == "string" and example and tame:
        return {"type": "string", "enum": [example]}
    return {name: drawn(one, ids, tame=tame) for name, one in schema.items()}
