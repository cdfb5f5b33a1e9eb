"""What all tests share; the real parts they run against are in `servers.py`."""

import pytest
from hypothesis import settings

pytest_plugins = ["tests.cast"]

# The same examples at every run, so that a red run means a change; the sweeps search further, anew each time.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("sweeps", deadline=None, max_examples=1000)
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: a long sweep, left to `make test-all`")
