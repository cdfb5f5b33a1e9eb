"""A member: someone in an account, from the invitation on, through removal and return.

The member's id is its wire and SCIM id for good. Name, address and state are the account's own: two
accounts cannot tell that they share a person.
"""

from django.db import models
from django.db.models import Q

from .history import History, ends_after_it_began, one_current
from .refs import Ref


class Member(models.Model):
    ref = Ref()
    account = models.ForeignKey("Account", models.CASCADE, related_name="members")
    # Null until an invitation is accepted: inviting does not look anybody up.
    person = models.ForeignKey("Person", models.PROTECT, null=True, related_name="members")
    address = models.CharField(max_length=254)
    address_key = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    last_active_at = models.DateTimeField(null=True)
    # Raised by every change of access; a change is made against the version its author saw.
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "address_key"], name="one_member_per_address"),
            models.UniqueConstraint(fields=["account", "person"], name="one_member_per_person"),
        ]


class State(models.TextChoices):
    INVITED = "invited"
    ACTIVE = "active"
    ENDED = "ended"


class MemberState(History):
    """State, name, and what hangs on the membership itself. The account is here for the lists."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="states")
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    name = models.CharField(max_length=100, blank=True)
    # What lists sort by: the name's key, else the address's.
    sort_key = models.CharField(max_length=254)
    locked = models.BooleanField(default=False)
    bypass_sso = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_current("member", name="one_member_state"),
            ends_after_it_began("member_state_order"),
        ]
        indexes = [
            models.Index(
                fields=["account", "state", "sort_key", "member"],
                condition=Q(until__isnull=True),
                name="member_list",
            ),
            models.Index(fields=["account", "since"], name="member_state_past"),
        ]
