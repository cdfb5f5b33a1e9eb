"""A group of editors, who are engineers on the two services of a service group."""

import pytest

from ostiary.actions import groups, service_groups
from ostiary.models import Member, Service
from tests.cast import acting


@pytest.fixture
def web(olga: Member, services: list[Service]) -> str:
    """A service group with the first two services."""
    made = service_groups.make(acting(olga), "Web")
    service_groups.add_services(acting(olga), made, [one.ref for one in services[:2]])
    return made


@pytest.fixture
def editors(olga: Member, web: str) -> str:
    """A group that gives engineer on the services of `web`."""
    made = groups.make(acting(olga), "Editors")
    groups.add_roles(acting(olga), made, ["engineer"])
    groups.add_service_groups(acting(olga), made, [web])
    return made
