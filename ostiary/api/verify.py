"""What a client asks first: who am I, and where."""

from django.http import HttpResponse

from ..access.decisions import decide
from ..access.table import CAPABILITIES
from ..queries import protected
from . import token_shape
from .answers import answer
from .calls import Call
from .operations import operation
from .schemas import always_empty, by_name, example_id, many, ref, text, whole

KNOWN = whole(
    {
        "customer": whole({"id": ref("customer"), "name": text("", "Acme")}),
        "user": whole(
            {
                "id": text("Empty where the token is the account's own.", example_id("user")),
                "name": text("", "Olga Ohm"),
                "login": text("", "olga@example.com"),
            }
        ),
        "services": by_name(text(), "Names by ids.", {example_id("service"): "www"}),
        "token": token_shape.TOKEN,
        "features": always_empty(),
        "authorized_permissions": many(text("", CAPABILITIES[0].code)),
    }
)


@operation("GET", "/verify", noun="token", gives=KNOWN)
def verify(call: Call) -> HttpResponse:
    """Whose the token is, what it may do for the account, and the services it reaches by id and name."""
    caller = call.caller
    member = caller.member
    user_ref, name, login = (
        (member.ref, member.name, member.address) if member else ("", caller.token.name, "")
    )
    return answer(
        {
            "customer": {"id": caller.account.ref, "name": caller.account.name},
            "user": {"id": user_ref, "name": name, "login": login},
            "services": _services(call),
            "token": token_shape.token(caller.token, account_ref=caller.account.ref, user_ref=user_ref),
            "features": [],
            "authorized_permissions": [
                row.code for row in CAPABILITIES if row.scope == "account" and decide(call.access, row.code)
            ],
        }
    )


def _services(call: Call) -> dict[str, str]:
    if not call.caller.ceiling.reads:
        return {}
    return protected.names(protected.SERVICES, call.caller.account.id, call.access)
