"""A no, with a code and a reason.

Actions and rules raise refusals; each door catches them in one place and turns them into its own form: a
page, the vendor's error JSON, a SCIM error, an exit code. A refusal therefore carries no sentence. It carries
a code that never changes its meaning, parameters for the sentence, and the HTTP status a web door answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from .decisions import Explanation


class Refusal(Exception):
    """Something was asked for and is not done. Nothing has changed when it is raised."""

    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str,
        *,
        field: str | None = None,
        explanation: Explanation | None = None,
        **params: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.explanation = explanation
        self.params = params

    def __repr__(self) -> str:
        params = "".join(f", {name}={value!r}" for name, value in self.params.items())
        return f"{type(self).__name__}({self.code!r}{params})"


class NotFound(Refusal):
    """There is no such thing, as far as the asker may know. `what` and `ref` are what was asked for."""

    status = 404

    def __init__(self, code: str = "not_found", **params: Any) -> None:
        super().__init__(code, **params)


class Forbidden(Refusal):
    """The asker is inside the account but may not do this; the explanation says what is missing."""

    status = 403

    def __init__(
        self, explanation: Explanation | None = None, *, code: str | None = None, **params: Any
    ) -> None:
        rule = explanation.rule if explanation else "forbidden"
        super().__init__(code or rule, explanation=explanation, **params)


class Conflict(Refusal):
    """The thing is not in a state in which this can be done."""

    status = 409


class Invalid(Refusal):
    """What was sent cannot be meant; `field` names the part to put right."""

    status = 422

    def __init__(self, field: str | None, code: str, **params: Any) -> None:
        super().__init__(code, field=field, **params)


class Throttled(Refusal):
    """Too often; `retry_after` is the number of seconds after which it can be tried again."""

    status = 429

    def __init__(self, retry_after: int, code: str = "throttled", **params: Any) -> None:
        super().__init__(code, retry_after=retry_after, **params)
        self.retry_after = retry_after
