"""A group of editors, who are engineers on the two services of a service group."""

import pytest

from ostiary.actions import groups, service_groups
from tests.cast import acting


@pytest.fixture
def web(olga, services) -> str:
    made = service_groups.make(acting(olga), "Web")
    service_groups.add_services(acting(olga), made, [one.ref for one in services[:2]])
    return made


@pytest.fixture
def editors(olga, web) -> str:
    made = groups.make(acting(olga), "Editors")
    groups.add_roles(acting(olga), made, ["engineer"])
    groups.add_service_groups(acting(olga), made, [web])
    return made
