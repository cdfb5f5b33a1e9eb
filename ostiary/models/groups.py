"""Groups give many members the same: their roles, on the services of their service groups.

A group's roles reach its service groups' services alone; without one they reach no service.
"""

from django.db import models

from .history import History, ends_after_it_began, one_current
from .refs import Ref


class Group(models.Model):
    ref = Ref()
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()


class ServiceGroup(models.Model):
    ref = Ref()
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()


class GroupName(History):
    group = models.ForeignKey(Group, models.CASCADE, related_name="names")
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            one_current("group", name="one_group_name"),
            one_current("account", "name_key", name="group_names_differ"),
            ends_after_it_began("group_name_order"),
        ]


class ServiceGroupName(History):
    service_group = models.ForeignKey(ServiceGroup, models.CASCADE, related_name="names")
    account = models.ForeignKey("Account", models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            one_current("service_group", name="one_service_group_name"),
            one_current("account", "name_key", name="service_group_names_differ"),
            ends_after_it_began("service_group_name_order"),
        ]


class GroupMember(History):
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    member = models.ForeignKey("Member", models.CASCADE, related_name="+")
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_current("member", "group", name="one_group_member"),
            ends_after_it_began("group_member_order"),
        ]
        indexes = [models.Index(fields=["member", "since"], name="group_member_past")]


class GroupRole(History):
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            one_current("group", "role", name="one_group_role"),
            ends_after_it_began("group_role_order"),
        ]


class GroupServices(History):
    """A group reaches a service group."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    service_group = models.ForeignKey(ServiceGroup, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            one_current("group", "service_group", name="one_group_services"),
            ends_after_it_began("group_services_order"),
        ]


class ServiceGroupService(History):
    service_group = models.ForeignKey(ServiceGroup, models.CASCADE, related_name="+")
    service = models.ForeignKey("Service", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            one_current("service_group", "service", name="one_service_group_service"),
            ends_after_it_began("service_group_service_order"),
        ]
