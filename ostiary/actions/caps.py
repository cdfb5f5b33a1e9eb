"""Caps: how many of a kind there may be. More than anybody needs, and few enough that a page with all,
changing all of them, and reckoning access from all of them stay quick.

They are counted under the lock of whose they are, so that two at once cannot both be the last one.
"""

# Of an account; of tokens and invitations, those that hold.
SERVICES = 10_000
WORKSPACES = 10_000
GROUPS = 2000
SERVICE_GROUPS = 2000
AUTOMATION_TOKENS = 1000
OPEN_INVITATIONS = 500
CONTACTS = 100
# Of a group, and of a member.
SERVICE_GROUPS_OF_A_GROUP = 100
GROUPS_OF_A_MEMBER = 100
TOKENS = 100
# Of a person.
TRUSTED_BROWSERS = 50
PASSKEYS = 10
AUTHENTICATORS = 5
