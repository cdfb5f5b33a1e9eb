"""Timing several deeds in turn, so that a machine that slows down slows all of them down."""

import statistics
import time
from collections.abc import Callable


def in_turn(deeds: dict[str, Callable[[], object]], rounds: int, *, warm: int = 3) -> dict[str, float]:
    """The median milliseconds of each deed, done one after the other, round by round."""
    for _ in range(warm):
        for deed in deeds.values():
            deed()
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(rounds):
        for name, deed in deeds.items():
            began = time.perf_counter()
            deed()
            times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(each) for name, each in times.items()}


def say(what: str, value: object, aim: str = "", *, holds: bool | None = None) -> None:
    mark = "" if holds is None else ("  holds" if holds else "  DOES NOT HOLD")
    print(f"  {what:<58} {value!s:>14}   {aim}{mark}", flush=True)
