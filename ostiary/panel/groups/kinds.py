"""The two kinds of groups, of users and of services, as the pages that both have need them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...actions import groups, service_groups
from ...queries import group_lists
from ...queries import groups as queries
from ...web.text import Text


@dataclass(frozen=True)
class Kind:
    """How one is found, which action each verb is, and what is said when it is done.

    `page` is the name of its own page's route, and the beginning of the others'.
    """

    page: str
    listed: Callable[..., Any]
    one: Callable[[int, str], Any]
    do_make: Callable[..., str]
    do_change: Callable[..., None]
    do_delete: Callable[..., None]
    made: Text
    changed: Text
    deleted: Text

    @property
    def list_page(self) -> str:
        return f"{self.page}s"

    def template(self, name: str) -> str:
        return f"panel/groups/{self.page.replace('-', '_')}{name}.html"


GROUPS = Kind(
    page="group",
    listed=group_lists.groups,
    one=queries.one,
    do_make=groups.make,
    do_change=groups.change,
    do_delete=groups.delete,
    made=_("The group %(name)s is made. Now say what it gives, and add users."),
    changed=_("The group is saved."),
    deleted=_("The group is deleted."),
)
SERVICE_GROUPS = Kind(
    page="service-group",
    listed=group_lists.service_groups,
    one=queries.service_group,
    do_make=service_groups.make,
    do_change=service_groups.change,
    do_delete=service_groups.delete,
    made=_("The service group %(name)s is made. Now add services."),
    changed=_("The service group is saved."),
    deleted=_("The service group is deleted."),
)
