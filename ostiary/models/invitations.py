"""An invitation: a mailed offer to become an active member.

Roles, levels and workspaces stand on the invited member, where they mean nothing until acceptance.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from .refs import Ref

# An invitation lives this long from its last sending. Letters, pages and the API read it from here.
LIFE = timedelta(days=7)


class Outcome(models.TextChoices):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELETED = "deleted"


class Delivery(models.TextChoices):
    """What is known of the last letter. Nothing says "sent" unless the mail was handed over."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    COPIED = "copied"  # a superuser took the link; no letter was sent


class Invitation(models.Model):
    ref = Ref()
    account = models.ForeignKey("Account", models.CASCADE, related_name="invitations")
    member = models.ForeignKey("Member", models.CASCADE, related_name="invitations")
    address_key = models.CharField(max_length=254)
    # The member, and the token if one was used, whose right to grant is checked again at acceptance.
    inviter = models.ForeignKey("Member", models.SET_NULL, null=True, related_name="invitations_sent")
    inviter_token = models.ForeignKey("Token", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.PENDING)
    closed_at = models.DateTimeField(null=True)
    # The sending number that the link's secret is derived from: resending raises it, old links die.
    number = models.IntegerField(default=1)
    sent_at = models.DateTimeField()
    # By the clock, not by a clean-up job; "expired" is pending and past this.
    expires_at = models.DateTimeField()
    delivery = models.CharField(max_length=6, choices=Delivery.choices, default=Delivery.QUEUED)
    delivery_problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(outcome="pending"), name="one_open_invitation"
            )
        ]
        indexes = [
            models.Index(fields=["account", "outcome", "expires_at"], name="invitation_list"),
            models.Index(
                fields=["address_key"], condition=Q(outcome="pending"), name="invitation_for_address"
            ),
            models.Index(fields=["inviter"], condition=Q(outcome="pending"), name="invitation_by_inviter"),
        ]


class InvitationBlock(models.Model):
    """A recipient wants no more invitations from an account."""

    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    address_key = models.CharField(max_length=254)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "address_key"], name="one_block")]
