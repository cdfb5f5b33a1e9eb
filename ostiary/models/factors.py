"""What a person holds as a second factor, what stands in for one, and where it need not be shown again."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from .people import Person
from .refs import Ref

# For how long a browser is trusted to skip the second factor, at most.
TRUST = timedelta(days=14)
# Characters in the name of an app.
LONGEST_NAME = 60


class TotpDevice(models.Model):
    """An authenticator app. A code counts once: the counter it matched must be above the last one."""

    ref = Ref()
    person = models.ForeignKey(Person, models.CASCADE, related_name="totp_devices")
    # As whom they enrolled it by a pass: it then counts in that member's account alone. Else it is their own.
    member = models.ForeignKey("Member", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
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


class RecoveryCodes(models.Model):
    """The codes that a person was shown together. One salt serves them all, so one hash looks for any."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="recovery_codes")
    salt = models.BinaryField(max_length=16)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="one_set_of_recovery_codes"
            )
        ]


class RecoveryCode(models.Model):
    """One of them, as its Argon2id digest. It is good once."""

    codes = models.ForeignKey(RecoveryCodes, models.CASCADE, related_name="each")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)


class TrustedBrowser(models.Model):
    """A browser in which a second factor was proved. Its cookie is 256 random bits, kept as their digest."""

    ref = Ref()
    person = models.ForeignKey(Person, models.CASCADE, related_name="trusted_browsers")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    ip = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="trusted_now")]
