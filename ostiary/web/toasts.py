"""What was done is said on the next page: the sentence travels there sealed, in a cookie."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from ..keyring import ring
from ..proofs.ring import Unsealable

PURPOSE = "toasts"


class Toasts(CookieStorage):
    """A sentence may name somebody: it is for the page, not for whoever looks into the browser (ASVS 14.3.3).

    Django's own name for the cookie is one that another host of the domain could write (ASVS 3.3.3).
    """

    cookie_name = settings.COOKIE_PREFIX + "messages"

    def _encode_parts(self, messages: Any, encode_empty: bool = False) -> str | None:
        text = super()._encode_parts(messages, encode_empty)  # type: ignore[misc]
        return ring().seal(PURPOSE, text.encode(), "") if text else None

    def _decode(self, data: str | None) -> Any:
        try:
            return super()._decode(ring().unseal(PURPOSE, data, "").decode()) if data else None  # type: ignore[misc]
        except Unsealable:
            return None
