"""A person: a human with one sign-in, global. What they prove themselves with stands beside them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from .refs import Ref
from .trails import Trailed

# The key of no row: to look for nobody costs what it costs to look for somebody.
NOBODY = 0


class Person(AbstractBaseUser, Trailed):
    """No account reads or changes this row: superusers and directories see members."""

    ref = Ref()
    address = models.CharField(max_length=254)
    address_key = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField()
    # How often the password was chosen anew. The hash of one password may be renewed and is no measure.
    password_number = models.IntegerField(default=0)
    # When a link handed to the mailbox alone first proved the address; null until then.
    mailbox_proved_at = models.DateTimeField(null=True)
    # What authenticators know the person by, once they have made a passkey: random, and shown nowhere else.
    passkey_handle = models.BinaryField(max_length=32, null=True, unique=True)
    default_account = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")
    last_account = models.ForeignKey("Account", models.SET_NULL, null=True, related_name="+")

    last_login = None
    is_active = True
    USERNAME_FIELD = "address_key"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class PasswordReset(models.Model):
    """A mailed way to a new password. The secret is derived from the row when it is sent.

    One that was asked for an address nobody has belongs to nobody: it leads nowhere, and no letter is sent.
    """

    ref = Ref()
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="password_resets")
    number = models.IntegerField(default=1)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
