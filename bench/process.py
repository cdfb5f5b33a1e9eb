"""The serving process: seconds from start to the first page, and memory when idle."""

import statistics
import sys

from .measure import say
from .servers import KEPT, memory, prepare, serving

STARTS = 5


def main() -> None:
    print("The serving process", flush=True)
    prepare(KEPT / "few", 100)
    seconds = []
    for _ in range(STARTS):
        with serving(KEPT / "few") as (_, process, took):
            seconds.append(took)
            resident = memory(process)
    say(
        "start to first page, median of five",
        f"{statistics.median(seconds):.2f} s",
        "aim: 3 s",
        holds=statistics.median(seconds) <= 3,
    )
    total = sum(resident.values())
    say("idle, resident, all its processes", f"{total:.0f} MB", "aim: 150 MB", holds=total <= 150)
    for name, megabytes in resident.items():
        say(f"  {name}", f"{megabytes:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
