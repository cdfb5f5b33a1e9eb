from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import thread_time

import pytest


@pytest.fixture
def at_once() -> Callable[[], AbstractContextManager[None]]:
    """Fails when what stands under it takes the processor half a second: a refusal costs nothing."""

    @contextmanager
    def measured() -> Iterator[None]:
        start = thread_time()
        yield
        assert thread_time() - start < 0.5

    return measured
