"""Refusals as the vendor's clients read them: a status, a short `msg`, and a sentence in `detail`.

Beside these stand fields that its clients ignore: our own code, the request's id, the field, and where access
was missing, what was missing and who can give it.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse

from ..access.decisions import Explanation, Missing
from ..access.refusals import Refusal, Throttled
from ..actions.kernel import SudoNeeded
from ..web import access_log
from ..web.wording import sentence
from . import answers
from .operations import Operation

TITLES = {
    400: "Bad request",
    401: "Provided credentials are missing or invalid",
    403: "You are not authorized to perform this action",
    404: "Record not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Request body too large",
    415: "Unsupported media type",
    422: "Unprocessable entity",
    429: "You have exceeded your hourly rate limit",
    500: "Internal server error",
    503: "Service unavailable",
}
SUDO = "You must POST /sudo to access this endpoint"
DUPLICATE = "Duplicate record"
# A no to too many writes, and what other throttles say.
HOURLY, TOO_OFTEN = "rate_exceeded", "Too many requests"
# To these clients, what was there and is gone is a bad request.
GONE = ("service_deleted",)
DUPLICATES = (
    "name_taken",
    "already_member",
    "already_invited",
    "postal_address_there",
    "authorization_exists",
)
# What making a token is refused with, for older tools in `msg` as well.
GRANTS = {
    "credentials_wrong": "invalid_grant",
    "credentials_missing": "invalid_request",
    "credentials_not_for_sso": "invalid_request",
    "credentials_need_factor": "invalid_request",
    "account_not_chosen": "invalid_request",
    "account_locked": "account_locked",
    "code_wrong_or_missing": "2fa.verify",
    "scope_unknown": "invalid_scope",
    "token_wider_than_its_maker": "invalid_scope",
}
# What fields are called that actions know by another name.
WIRE_NAMES = {"address": ("login", "email"), "kind": ("contact_type", "type"), "services": ("service",)}
# What things are called that we know by another name.
WIRE_NOUNS = {
    "account": "customer",
    "member": "user",
    "authorization": "serviceauthorization",
    "group": "user group",
    "service_group": "service group",
}
# Of an id that is none, as it was sent.
LONGEST_SHOWN = 100
# What is well said and cannot be done at this moment, or not at any.
UNPROCESSABLE = ("expiry_past", "expiry_malformed")


# Errors that no rule has raised.
class PathUnknown(Refusal):
    status: ClassVar[int] = 404

    def __init__(self) -> None:
        super().__init__("path_unknown")


class MethodUnknown(Refusal):
    status: ClassVar[int] = 405

    def __init__(self, known: Iterable[str]) -> None:
        self.known = ", ".join(sorted(known))
        super().__init__("method_unknown", known=self.known)


class Failed(Refusal):
    """A mistake of ours."""

    status: ClassVar[int] = 500

    def __init__(self) -> None:
        super().__init__("failed")


class TooBusy(Refusal):
    status: ClassVar[int] = 503

    def __init__(self) -> None:
        super().__init__("too_busy")


def refused(
    request: HttpRequest, refusal: Refusal, operation: Operation | None, parts: dict[str, str]
) -> HttpResponse:
    """One refusal in the words of the operation it was raised in."""
    access_log.note(request, refused=refusal.code)
    status = _status(refusal)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if isinstance(refusal, Throttled) and refusal.code != HOURLY:
        headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, MethodUnknown):
        headers["Allow"] = refusal.known
    kind = answers.PROBLEM if operation and operation.family == "problem" else answers.JSON
    shown = body(refusal, operation, parts, str(getattr(request, "request_id", "")))
    return answers.answer(shown, status, kind=kind, headers=headers)


def body(
    refusal: Refusal, operation: Operation | None, parts: dict[str, str], request_id: str
) -> dict[str, Any]:
    title, detail, ours = (
        _title(refusal),
        _detail(refusal, operation, parts),
        _ours(refusal, operation, request_id),
    )
    if operation and operation.family == "problem":
        problem = {"type": "about:blank", "title": title, "status": _status(refusal), "detail": detail}
        return {**problem, "errors": None, **ours}
    if operation and operation.family == "grant" and refusal.code in GRANTS:
        title = ours["code"] = GRANTS[refusal.code]
    return {"msg": title, "detail": detail, **ours}


def _title(refusal: Refusal) -> str:
    if isinstance(refusal, SudoNeeded) or _wants_sudo(refusal):
        return SUDO
    if isinstance(refusal, Throttled) and refusal.code != HOURLY:
        return TOO_OFTEN
    return DUPLICATE if refusal.code in DUPLICATES else TITLES[_status(refusal)]


def _wants_sudo(refusal: Refusal) -> bool:
    """A token of the account's own has no person who could be present."""
    given = refusal.explanation.who_can_give if refusal.explanation else ()
    return refusal.code == "token_needs_person" and given == ("yourself",)


def _status(refusal: Refusal) -> int:
    """What cannot be meant is a bad request to these clients; 422 is for what only this moment forbids."""
    if refusal.code in GONE:
        return 400
    return 400 if refusal.status == 422 and refusal.code not in UNPROCESSABLE else refusal.status


def _detail(refusal: Refusal, operation: Operation | None, parts: dict[str, str]) -> str:
    if refusal.status == 404 and refusal.code == "not_found" and operation:
        noun, asked = _sought(refusal, operation, parts)
        return f"Cannot find {noun} '{asked}'" if asked else f"Cannot find {noun}"
    return str(sentence(refusal))


def _sought(refusal: Refusal, operation: Operation, parts: dict[str, str]) -> tuple[str, str]:
    """What the refusal says, which may be named by the body alone; else what the path ends with."""
    if what := refusal.params.get("what"):
        return WIRE_NOUNS.get(what, what), refusal.params["ref"][:LONGEST_SHOWN]
    *_, asked = parts.values() or [""]
    return operation.noun, asked


def _ours(refusal: Refusal, operation: Operation | None, request_id: str) -> dict[str, Any]:
    found: dict[str, Any] = {"code": refusal.code, "request_id": request_id}
    if refusal.field:
        found["field"] = _field(refusal.field, operation)
    if refusal.explanation:
        found |= _missing(refusal.explanation)
    elif isinstance(refusal, SudoNeeded):
        found |= {"missing": _said(Missing(person=True)), "who_can_give": ["yourself"]}
    return found


def _field(name: str, operation: Operation | None) -> str:
    """As the operation calls it."""
    taken = operation.field_names if operation else frozenset()
    return next((wire for wire in (name, *WIRE_NAMES.get(name, ())) if wire in taken), name)


def _missing(explanation: Explanation) -> dict[str, Any]:
    return {
        "capability": explanation.capability.code,
        "missing": _said(explanation.missing),
        "who_can_give": list(explanation.who_can_give),
    }


def _said(missing: Missing) -> dict[str, Any]:
    return {
        "roles": [role.code for role in missing.roles],
        "level": missing.level.code if missing.level else None,
        "workspace": missing.workspace,
        "service": missing.service,
        "scopes": list(missing.scopes),
        "person": missing.person,
    }
