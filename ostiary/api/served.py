"""All that is served: importing a module is what brings its operations."""

from . import (  # noqa: F401
    addresses,
    automation_tokens,
    contacts,
    current,
    customers,
    description,
    discovery,
    events,
    invitations,
    passwords,
    permissions,
    roles,
    service_authorizations,
    service_groups,
    services,
    sudo,
    tokens,
    user_groups,
    users,
    verify,
    workspaces,
)
from .operations import OPERATIONS

__all__ = ["OPERATIONS"]
