"""What is done again and again. It is harmless when several processes do it at once."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..actions import housekeeping, last_used
from . import checkpoints

MINUTE = 60.0


@dataclass
class Task:
    every: float  # seconds
    do: Callable[[], None]
    due: float = field(default_factory=time.monotonic)


def tasks() -> list[Task]:
    return [
        Task(last_used.EVERY, last_used.flush),
        Task(MINUTE, housekeeping.clear_once_keys),
        Task(10 * MINUTE, housekeeping.clear_expired),
        Task(60 * MINUTE, housekeeping.clear_jobs),
        Task(10 * MINUTE, checkpoints.checkpoint),
    ]


def due(planned: list[Task]) -> Iterator[Callable[[], None]]:
    """The tasks whose time has come; each is planned anew as it is given out."""
    for task in planned:
        if task.due <= time.monotonic():
            task.due = time.monotonic() + task.every
            yield task.do
    if checkpoints.is_due():
        yield checkpoints.checkpoint
