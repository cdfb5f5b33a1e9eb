"""What all tests share; the real parts they run against are in `servers.py`."""

import gc
from collections.abc import Iterator
from functools import cache

import pytest
from django.template import Context, RequestContext, Template
from django.test import client, utils
from django.test.signals import template_rendered
from hypothesis import settings

from tests import hashing_cost

pytest_plugins = ["tests.cast", "tests.groups", "tests.passes"]

# The same examples at every run, so that a red run means a change; the sweeps search further, anew each time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("sweeps", deadline=None, max_examples=1000)
settings.load_profile("suite")

# The server behind every client is built once: to find its static files takes longer than most pages.
client.ClientHandler = cache(client.ClientHandler)


def render_and_tell(template: Template, context: Context) -> str:
    """A client hears of whole pages. Django tells it of each of their dozens of parts and widgets as well,
    and copies each one's context."""
    if isinstance(context, RequestContext) and context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


# Put in place of `Template._render` when the tests begin.
utils.instrumented_test_render = render_and_tell

# What a test asks for when it uses the database: in this process, or in one that it starts.
OF_THE_DATABASE = {"db", "transactional_db", "migrated"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-the-database",
        action="store_true",
        help="leave out the tests that never touch the database, or whose findings no database can change",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--on-the-database"):
        return
    chosen, others = [], []
    for item in items:
        (chosen if uses_the_database(item) else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = chosen


def pytest_collection_finish() -> None:
    """What was collected stays to the end and need not be looked through for garbage again and again; what a
    test leaves is little, and can wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


def uses_the_database(item: pytest.Item) -> bool:
    """pytest-django keeps every other test from it."""
    if item.get_closest_marker("any_database"):
        return False
    asked = set(getattr(item, "fixturenames", ()))
    return bool(asked & OF_THE_DATABASE) or item.get_closest_marker("django_db") is not None


@pytest.fixture
def full_cost() -> Iterator[None]:
    """For tests about what a hash is, or costs."""
    with hashing_cost.full():
        yield


def pytest_configure(config: pytest.Config) -> None:
    hashing_cost.cheap()
    config.addinivalue_line("markers", "slow: a long sweep, left to `make test-all`")
    config.addinivalue_line("markers", "any_database: about pages and processes; one database shows it all")
