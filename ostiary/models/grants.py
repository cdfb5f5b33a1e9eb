"""What a member was given: roles, limits, levels on services, workspaces switched on.

Each row names its source. What comes by groups is not copied here: it stands with the group.
"""

from django.db import models
from django.db.models import Q

from ..proofs.ids import new_id
from .history import History, ends_after_it_began
from .members import Member


class Given(History):
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    # hand, invitation, mapping or directory (access/sources.py).
    source = models.CharField(max_length=10, default="hand")
    # The public id of the invitation, mapping or directory it came by.
    source_ref = models.CharField(max_length=22, blank=True)
    # A planned end, honoured by the clock.
    ends_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def one_given(*fields: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["member", *fields, "source"], condition=Q(until__isnull=True), name=name
    )


class MemberRole(Given):
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [one_given("role", name="one_member_role"), ends_after_it_began("member_role_order")]
        indexes = [models.Index(fields=["member", "since"], name="member_role_past")]


class Limit(Given):
    """Whether what one source gives is limited to specific services, and to specific workspaces."""

    services = models.BooleanField(default=False)
    workspaces = models.BooleanField(default=False)

    class Meta:
        constraints = [one_given(name="one_limit"), ends_after_it_began("limit_order")]
        indexes = [models.Index(fields=["member", "since"], name="limit_past")]


class ServiceGrant(Given):
    # The same when the level changes: clients know the grant by it.
    ref = models.CharField(max_length=22, default=new_id, editable=False)
    service = models.ForeignKey("Service", models.CASCADE, related_name="+")
    level = models.CharField(max_length=12)

    class Meta:
        constraints = [
            one_given("service", name="one_service_grant"),
            models.UniqueConstraint(
                fields=["ref"], condition=Q(until__isnull=True), name="one_service_grant_ref"
            ),
            ends_after_it_began("service_grant_order"),
        ]
        indexes = [
            models.Index(fields=["member", "since"], name="service_grant_past"),
            models.Index(fields=["service"], condition=Q(until__isnull=True), name="service_grant_now"),
        ]


class WorkspaceGrant(Given):
    workspace = models.ForeignKey("Workspace", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            one_given("workspace", name="one_workspace_grant"),
            ends_after_it_began("workspace_grant_order"),
        ]
        indexes = [
            models.Index(fields=["member", "since"], name="workspace_grant_past"),
            models.Index(fields=["workspace"], condition=Q(until__isnull=True), name="workspace_grant_now"),
        ]
