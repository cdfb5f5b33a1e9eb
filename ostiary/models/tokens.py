"""A token: a secret that acts for a member (personal) or for the account (automation).

Only its SHA-256 is kept; the secret is shown once.
"""

from django.db import models
from django.db.models import Q

from ..proofs.tokens import TokenKind
from .refs import Ref


class Token(models.Model):
    ref = Ref()
    kind = models.CharField(max_length=4, choices=[(kind, kind) for kind in TokenKind])
    account = models.ForeignKey("Account", models.CASCADE, related_name="tokens")
    # Whom a personal token acts for; null for the account's own.
    member = models.ForeignKey("Member", models.CASCADE, null=True, related_name="tokens")
    creator = models.ForeignKey("Member", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    hint = models.CharField(max_length=20)
    # Space-separated, as on the wire (access/ceilings.py).
    scopes = models.CharField(max_length=100, default="global")
    # Public ids of services. An empty list is no limit, unless `limits_services` says that it is one.
    services = models.JSONField(default=list)
    # What only the account's own tokens have.
    role = models.CharField(max_length=20, blank=True)
    tls_access = models.BooleanField(default=False)
    limits_services = models.BooleanField(default=False)
    limits_workspaces = models.BooleanField(default=False)
    workspaces = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_ip = models.CharField(max_length=45, blank=True)
    last_used_agent = models.CharField(max_length=200, blank=True)
    # Until when the member counts as present in what this token asks for.
    sudo_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["member", "created_at"], condition=Q(ended_at__isnull=True), name="token_of_member"
            ),
            models.Index(
                fields=["account", "id"], condition=Q(ended_at__isnull=True), name="token_of_account"
            ),
        ]
