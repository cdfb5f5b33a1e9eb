"""What these processes do at once takes as long as in earnest: hashes cost what they cost."""

import pytest


@pytest.fixture(autouse=True)
def _at_full_cost(full_cost: None) -> None:
    pass
