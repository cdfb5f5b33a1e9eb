"""A person: a human with one sign-in, global. What they prove themselves with stands beside them."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from .refs import Ref
from .trails import Trailed


class Person(AbstractBaseUser, Trailed):
    """No account reads or changes this row: superusers and directories see members."""

    ref = Ref()
    address = models.CharField(max_length=254)
    address_key = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField()
    # When a link handed to the mailbox alone first proved the address; null until then.
    mailbox_proved_at = models.DateTimeField(null=True)
    default_account = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    last_account = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")

    last_login = None
    is_active = True
    USERNAME_FIELD = "address_key"
    REQUIRED_FIELDS: list[str] = []


class TotpDevice(models.Model):
    """An authenticator app. A code counts once: the counter it matched must be above the last one."""

    ref = Ref()
    person = models.ForeignKey(Person, models.CASCADE, related_name="totp_devices")
    name = models.CharField(max_length=60)
    sealed_secret = models.TextField()
    last_counter = models.BigIntegerField(default=0)
    # Wrong codes since the last right one; at the cap the device is disabled (NIST SP 800-63B-4).
    failures = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="totp_now")]


class PasswordReset(models.Model):
    """A mailed way to a new password. The secret is derived from the row when it is sent.

    One that was asked for an address that nobody has is nobody's: it leads nowhere and no letter tells of it.
    """

    ref = Ref()
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="password_resets")
    number = models.IntegerField(default=1)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
