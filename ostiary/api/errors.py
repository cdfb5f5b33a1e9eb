"""Refusals as the vendor's clients read them: a status, a short `msg`, and a sentence in `detail`.

Beside these stand fields that its clients ignore: our own code, the request's id, the field, and where access
was missing, what was missing and who can give it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ..access.decisions import Explanation
from ..access.refusals import Refusal, Throttled
from ..actions.kernel import SudoNeeded
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
# What is well said and cannot be done at this moment, or not at any.
UNPROCESSABLE = ("expiry_past", "expiry_malformed")


def refused(
    request: HttpRequest, refusal: Refusal, operation: Operation | None, parts: dict[str, str]
) -> HttpResponse:
    """One refusal in the words of the operation it was raised in."""
    title, status = _title(refusal), _status(refusal)
    body = {"msg": title, "detail": _detail(refusal, operation, parts), **_ours(request, refusal)}
    if operation and operation.family == "grant" and refusal.code in GRANTS:
        body["msg"] = body["code"] = GRANTS[refusal.code]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if isinstance(refusal, Throttled) and refusal.code != "rate_exceeded":
        headers["Retry-After"] = str(refusal.retry_after)
    return _written(body, status, operation, headers)


def plain(
    request: HttpRequest, status: int, operation: Operation | None = None, **headers: str
) -> HttpResponse:
    """An error that no rule has raised: no such path or method, too busy, or a mistake of ours."""
    body = {"msg": TITLES[status], "request_id": _request_id(request)}
    return _written(body, status, operation, headers)


def _written(
    body: dict[str, Any], status: int, operation: Operation | None, headers: dict[str, str]
) -> HttpResponse:
    if operation and operation.family == "problem":
        title, detail = body.pop("msg"), body.pop("detail", "")
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": None}
        return answers.answer({**problem, **body}, status, kind=answers.PROBLEM, headers=headers)
    return answers.answer(body, status, headers=headers)


def _title(refusal: Refusal) -> str:
    if isinstance(refusal, SudoNeeded) or _wants_sudo(refusal):
        return SUDO
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
        *_, asked = parts.values() or [""]
        return f"Cannot find {operation.noun} '{asked}'" if asked else f"Cannot find {operation.noun}"
    return str(sentence(refusal))


def _ours(request: HttpRequest, refusal: Refusal) -> dict[str, Any]:
    found: dict[str, Any] = {"code": refusal.code, "request_id": _request_id(request)}
    if refusal.field:
        found["field"] = refusal.field
    if refusal.explanation:
        found |= _missing(refusal.explanation)
    return found


def _missing(explanation: Explanation) -> dict[str, Any]:
    missing = explanation.missing
    return {
        "capability": explanation.capability.code,
        "missing": {
            "roles": [role.code for role in missing.roles],
            "level": missing.level.code if missing.level else None,
            "workspace": missing.workspace,
            "service": missing.service,
            "scopes": list(missing.scopes),
            "person": missing.person,
        },
        "who_can_give": list(explanation.who_can_give),
    }


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))
