"""Everybody who can stand before a page, by the name that failures call them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A member's roles, the level they are limited to on the first service, and whether to one workspace."""

    roles: tuple[str, ...]
    level: str = ""
    one_workspace: bool = False


# Inside: the account is open to their session.
PARTS = {
    "owner": Part(("superuser",)),
    "superuser": Part(("superuser",)),
    "engineer": Part(("engineer",)),
    "limited engineer": Part(("engineer",), level="full"),
    "reading engineer": Part(("engineer",), level="read_only"),
    "billing": Part(("billing",)),
    "user": Part(("user",)),
    "limited user": Part(("user",), level="read_only"),
    # By an app that counts in this account alone; their own second factor is lost.
    "user by app": Part(("user",)),
    "tls admin": Part(("tls_admin",)),
    "tls viewer": Part(("tls_viewer",)),
    "security owner": Part(("security_owner",)),
    "security admin": Part(("security_admin",), one_workspace=True),
    "security user": Part(("security_user",)),
    "security observer": Part(("security_observer",), one_workspace=True),
}
# Nobody is signed in; half-way, the password was right and the second factor is still to come.
STRANGERS = ("stranger", "planted cookie", "ended session", "expired session", "idle session", "half-way")
# Signed in, and no active member of the house: invited and not accepted, or removed.
OUTSIDERS = ("invited", "former")
# An active member, but the account is not open to their session.
AT_THE_DOOR = (
    "locked",
    "without standing",
    "standing ended",
    "standing elsewhere",
    "without code",
    "in by a pass",
)
# Signed in, by less than all of their own proofs.
PARTLY = ("without code", "in by a pass", "user by app")
# Inside, and presence was proved too long ago.
ABSENT = ("superuser without sudo", "user without sudo")
