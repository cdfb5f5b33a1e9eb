"""Where clients that sign in through a browser find what they need."""

from django.http import HttpResponse

from .answers import answer
from .calls import Call
from .operations import operation
from .schemas import always, many, text, whole

# The path that such clients ask for by themselves.
ISSUER = "/realms/fastly"
ADDRESSES = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
METADATA = whole(
    {
        **{name: text(example="https://id.example.com/…", format="uri") for name in ADDRESSES},
        "response_types_supported": many(always("code")),
        "code_challenge_methods_supported": many(always("S256")),
    }
)


@operation("GET", f"{ISSUER}/.well-known/openid-configuration", auth="none", gives=METADATA)
def discovery(call: Call) -> HttpResponse:
    """The addresses for signing in through a browser (OpenID Connect Discovery 1.0, section 3)."""
    endpoints = f"{ISSUER}/protocol/openid-connect"
    return answer(
        {
            "issuer": call.link(ISSUER),
            "authorization_endpoint": call.link(f"{endpoints}/auth"),
            "token_endpoint": call.link(f"{endpoints}/token"),
            "jwks_uri": call.link(f"{endpoints}/certs"),
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        }
    )
