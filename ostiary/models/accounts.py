"""An account: the customer's space. Its settings, its owner and its contacts are histories."""

from django.db import models
from django.db.models import Q

from .history import History, ends_after_it_began, one_current
from .refs import Ref
from .trails import Trailed


class Account(Trailed):
    """What never changes about an account; the row that its changes lock."""

    ref = Ref()
    created_at = models.DateTimeField()


class Sso(models.TextChoices):
    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class AccountSettings(History):
    account = models.ForeignKey(Account, models.CASCADE, related_name="settings")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=200)
    sso = models.CharField(max_length=8, choices=Sso.choices, default=Sso.OFF)
    requires_second_factor = models.BooleanField(default=False)
    # In its one form (proofs/allowlist.py); empty while the account can be reached from everywhere.
    allowlist = models.TextField(blank=True)
    # How long a session opens the account, in all and without use; null where the server's limits do.
    longest_minutes = models.PositiveSmallIntegerField(null=True)
    idle_minutes = models.PositiveSmallIntegerField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    postal_address = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [one_current("account", name="one_settings"), ends_after_it_began("settings_order")]


class Ownership(History):
    """Exactly one current owner per account, always a superuser while it is open."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="ownerships")
    member = models.ForeignKey("Member", models.CASCADE, related_name="ownerships")

    class Meta:
        constraints = [one_current("account", name="one_owner"), ends_after_it_began("ownership_order")]


class Closure(History):
    """The account is closed: nobody is a member and nothing opens it. Ended where it was opened again.

    Its ownership goes on: it says whose the account was, and to whom it would be opened.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="closures")

    class Meta:
        constraints = [one_current("account", name="one_closure"), ends_after_it_began("closure_order")]


class ContactKind(models.TextChoices):
    PRIMARY = "primary"
    BILLING = "billing"
    TECHNICAL = "technical"
    SECURITY = "security"
    EMERGENCY = "emergency"
    GENERAL_COMPLIANCE = "general compliance"


class Contact(History):
    """Whom to reach: a member, or a name and address. Without a primary one, the owner is."""

    ref = Ref()
    account = models.ForeignKey(Account, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    member = models.ForeignKey("Member", models.CASCADE, null=True, related_name="contacts")
    name = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(until__isnull=True, kind="primary"),
                name="one_primary_contact",
            ),
            ends_after_it_began("contact_order"),
        ]
        indexes = [
            models.Index(fields=["account", "kind"], condition=Q(until__isnull=True), name="contact_now")
        ]


class PostalKind(models.TextChoices):
    TAX = "tax"
    BILLING = "billing"


class PostalAddress(History):
    """Where invoices go, and where the account is taxed."""

    ref = Ref()
    account = models.ForeignKey(Account, models.CASCADE, related_name="postal_addresses")
    kind = models.CharField(max_length=8, choices=PostalKind.choices)
    address_1 = models.CharField(max_length=200)
    address_2 = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200)
    region = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            one_current("account", "kind", name="one_postal_address"),
            ends_after_it_began("postal_address_order"),
        ]
