"""The pages of groups, under /a/<account>/groups."""

from django.urls import path

from . import adding, groups, pages
from .adding import MEMBERS, SERVICE_GROUPS_OF_A_GROUP, SERVICES
from .kinds import GROUPS, SERVICE_GROUPS

urlpatterns = [
    path("", groups.listed, {"kind": GROUPS}, name="groups"),
    path("/new", groups.make, {"kind": GROUPS}, name="group-new"),
    # Of services
    path("/services", groups.listed, {"kind": SERVICE_GROUPS}, name="service-groups"),
    path("/services/new", groups.make, {"kind": SERVICE_GROUPS}, name="service-group-new"),
    path("/services/<ref:ref>", pages.service_group, name="service-group"),
    path("/services/<ref:ref>/change", groups.change, {"kind": SERVICE_GROUPS}, name="service-group-change"),
    path("/services/<ref:ref>/delete", groups.delete, {"kind": SERVICE_GROUPS}, name="service-group-delete"),
    path("/services/<ref:ref>/add", adding.add, {"adding": SERVICES}, name="service-group-add"),
    path("/services/<ref:ref>/<ref:service>/remove", pages.remove_service, name="service-group-remove"),
    # Of users
    path("/<ref:ref>", pages.group, name="group"),
    path("/<ref:ref>/change", groups.change, {"kind": GROUPS}, name="group-change"),
    path("/<ref:ref>/delete", groups.delete, {"kind": GROUPS}, name="group-delete"),
    path("/<ref:ref>/users/add", adding.add, {"adding": MEMBERS}, name="group-users-add"),
    path("/<ref:ref>/users/<ref:member>/remove", pages.remove_member, name="group-user-remove"),
    path("/<ref:ref>/roles/add", pages.add_role, name="group-roles-add"),
    path("/<ref:ref>/roles/remove", pages.remove_role, name="group-roles-remove"),
    path(
        "/<ref:ref>/services/add",
        adding.add,
        {"adding": SERVICE_GROUPS_OF_A_GROUP},
        name="group-services-add",
    ),
    path(
        "/<ref:ref>/services/<ref:service_group>/remove",
        pages.remove_service_group,
        name="group-services-remove",
    ),
]
