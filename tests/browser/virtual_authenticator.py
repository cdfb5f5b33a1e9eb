"""An authenticator inside Chromium, by its debugging protocol: it touches itself, and can be cloned."""

from typing import Any

from playwright.sync_api import Page

PLATFORM = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# A key to plug in that only feels a touch.
TOUCH = PLATFORM | {
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "isUserVerified": False,
}


# It answers at once whoever asks. A person would first choose a key from the list beside the address, so in a
# browser that may not offer one there the button is all there is.
NEVER_WAITS = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"


class VirtualAuthenticator:
    def __init__(self, page: Page, **options: Any) -> None:
        self.protocol = page.context.new_cdp_session(page)
        self.protocol.send("WebAuthn.enable")
        added = self.protocol.send("WebAuthn.addVirtualAuthenticator", {"options": PLATFORM | options})
        self.which = {"authenticatorId": added["authenticatorId"]}

    def keys(self) -> list[dict[str, Any]]:
        return self.protocol.send("WebAuthn.getCredentials", self.which)["credentials"]

    def lose(self) -> None:
        for key in self.keys():
            wanted = self.which | {"credentialId": key["credentialId"]}
            self.protocol.send("WebAuthn.removeCredential", wanted)

    def put(self, key: dict[str, Any], **changes: Any) -> None:
        """A key that was copied from somewhere."""
        self.protocol.send("WebAuthn.addCredential", self.which | {"credential": key | changes})

    def verifies(self, yes: bool) -> None:
        """Whether whoever holds it knows its PIN."""
        self.protocol.send("WebAuthn.setUserVerified", self.which | {"isUserVerified": yes})
