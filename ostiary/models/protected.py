"""What is protected: services and workspaces. Their names and their ends are histories."""

from django.db import models

from .accounts import Account
from .history import History, ends_after_it_began, one_current
from .refs import Ref


class Protected(models.Model):
    ref = Ref()
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class ServiceKind(models.TextChoices):
    VCL = "vcl"
    WASM = "wasm"


class Service(Protected):
    kind = models.CharField(max_length=4, choices=ServiceKind.choices, default=ServiceKind.VCL)


class Workspace(Protected):
    pass


class Named(History):
    """The current row says that the thing exists and how it is called; without one it is deleted."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=200)

    class Meta:
        abstract = True


class ServiceName(Named):
    service = models.ForeignKey(Service, models.CASCADE, related_name="names")
    comment = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            one_current("service", name="one_service_name"),
            one_current("account", "name_key", name="service_names_differ"),
            ends_after_it_began("service_name_order"),
        ]
        indexes = [models.Index(fields=["account", "since"], name="service_name_past")]


class WorkspaceName(Named):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="names")
    # How it protects, in the words of the wire (actions/workspace_settings.py); what is not set is left out.
    settings = models.JSONField(default=dict)

    class Meta:
        constraints = [
            one_current("workspace", name="one_workspace_name"),
            one_current("account", "name_key", name="workspace_names_differ"),
            ends_after_it_began("workspace_name_order"),
        ]
        indexes = [models.Index(fields=["account", "since"], name="workspace_name_past")]
