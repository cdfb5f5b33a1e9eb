"""Where clients that sign in through a browser find what they need."""

from django.http import HttpResponse

from .answers import answer
from .calls import Call
from .operations import operation

# The path that such clients ask for by themselves.
ISSUER = "/realms/fastly"


@operation("GET", f"{ISSUER}/.well-known/openid-configuration", auth="none")
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
