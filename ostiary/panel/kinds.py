"""The two kinds of things that are protected, as their pages need them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..access.decisions import Resource, ServiceResource, WorkspaceResource
from ..actions import protected as actions
from ..queries import protected as queries
from ..web.text import Text


@dataclass(frozen=True)
class Kind:
    """Where the rows are, which capability and action each verb needs, and what is said when it is done."""

    word: str
    rows: queries.Kind
    resource: Callable[[str], Resource]
    create: str
    rename: str
    delete: str
    do_make: Callable[..., str]
    do_rename: Callable[..., None]
    do_delete: Callable[..., None]
    made: Text
    renamed: Text
    deleted: Text

    @property
    def list_page(self) -> str:
        return f"{self.word}s"


SERVICES = Kind(
    word="service",
    rows=queries.SERVICES,
    resource=ServiceResource,
    create="service.create",
    rename="service.configure",
    delete="service.delete",
    do_make=actions.make_service,
    do_rename=actions.change_service,
    do_delete=actions.delete_service,
    made=_("The service %(name)s is made."),
    renamed=_("The service is now called %(name)s."),
    deleted=_("The service is deleted."),
)
WORKSPACES = Kind(
    word="workspace",
    rows=queries.WORKSPACES,
    resource=WorkspaceResource,
    create="workspace.create",
    rename="workspace.rename",
    delete="workspace.delete",
    do_make=actions.make_workspace,
    do_rename=actions.change_workspace,
    do_delete=actions.delete_workspace,
    made=_("The workspace %(name)s is made."),
    renamed=_("The workspace is now called %(name)s."),
    deleted=_("The workspace is deleted."),
)
