"""Passkeys and security keys, and the challenges that they answer."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from .people import Person
from .refs import Ref

# How long a challenge can be answered.
CHALLENGE = timedelta(minutes=5)


class Passkey(models.Model):
    """What checks the signatures of one authenticator; what makes them never leaves it.

    The counter rises with each use, unless the authenticator keeps none. One that does not rise disables the
    key, which still counts as a factor.
    """

    ref = Ref()
    person = models.ForeignKey(Person, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=100)
    # Of everybody's, ended ones too: an authenticator never makes the same id twice (WebAuthn 7.1).
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2048)
    counter = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    aaguid = models.BinaryField(max_length=16)
    # Synced between devices, or at least such that it could be.
    backup_eligible = models.BooleanField()
    backed_up = models.BooleanField()
    # Whether it checked who held it when it was made.
    user_verified = models.BooleanField()
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="passkey_now")]


class Purpose(models.TextChoices):
    """What an answer is asked for. One for something else is worthless."""

    ENROLMENT = "enrolment"
    SIGN_IN = "sign_in"
    SECOND_FACTOR = "second_factor"
    ENTRY = "entry"
    PRESENCE = "presence"


class PasskeyChallenge(models.Model):
    """Random bytes that an authenticator is asked to sign, once, kept as their digest."""

    digest = models.BinaryField(max_length=32, unique=True)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    # Whose browser asked: a session, a sign-in that is half-way, or a stranger's cookie.
    holder = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
