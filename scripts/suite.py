"""The whole suite: style and types, then the tests on SQLite, on PostgreSQL and in a browser.

Every part runs, whatever an earlier one found; types are checked beside the tests on SQLite, and told after
them. The closing line is the sum of them all, where a check of style or types counts as one test.
"""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import Postgres, stop_in_order

BIN = Path(sys.executable).parent
REPORTS = Path("build/reports")
# More workers than this gain nothing, and each holds a database and a pool of connections.
WORKERS = str(min(os.cpu_count() or 1, 8))

STYLE = (["ruff", "check"], ["ruff", "format", "--check"])
TYPES = ["mypy"]
EVERYTHING = ["tests", "--ignore=tests/browser"]
# What never touches a database is not run again on the second one.
ON_POSTGRESQL = [*EVERYTHING, "--on-the-database"]
IN_A_BROWSER = ["tests/browser"]


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main() -> int:
    stop_in_order()
    # The tests start programs by the hundred; each would compile all of the product again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    chosen = arguments()

    with beside(TYPES) as types:
        total = sum((check(command) for command in STYLE), Count())
        total += types() if chosen.style else run_tests(types, sweeps=chosen.sweeps)
    print(f"\n{total}")
    return 1 if total.failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--style", action="store_true", help="check style and types alone")
    parser.add_argument("--sweeps", action="store_true", help="run the tests marked slow as well")
    return parser.parse_args()


def check(command: list[str]) -> Count:
    with beside(command) as finished:
        return finished()


@contextmanager
def beside(command: list[str]) -> Iterator[Callable[[], Count]]:
    """Check while something else runs. Calling what it gives waits for the end, and says what was found."""
    report = REPORTS / f"{'-'.join(command)}.txt"
    report.parent.mkdir(parents=True, exist_ok=True)
    # mypy reads the settings, and they make what they miss.
    environment = {**os.environ, "OSTIARY_DATA": str(REPORTS / "data")}
    with report.open("wb") as output:
        process = subprocess.Popen(
            [BIN / command[0], *command[1:]], stdout=output, stderr=output, env=environment
        )

    def finished() -> Count:
        announce(" ".join(command))
        failed = process.wait()
        print(report.read_text(), end="", flush=True)
        return Count(failed=1) if failed else Count(passed=1)

    with process:
        try:
            yield finished
        finally:
            process.terminate()


def run_tests(types: Callable[[], Count], *, sweeps: bool) -> Count:
    total = pytest("SQLite", EVERYTHING, sweeps=sweeps) + types()
    with Postgres() as cluster:
        total += pytest("PostgreSQL", ON_POSTGRESQL, sweeps=sweeps, database=cluster.url)
    return total + pytest("browser", IN_A_BROWSER, sweeps=sweeps)


def pytest(part: str, selection: list[str], *, sweeps: bool, database: str = "") -> Count:
    announce(f"tests, {part}")
    report = REPORTS / f"{part}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", *selection, f"--junitxml={report}"]
    command += ["-n", WORKERS, "--dist=worksteal", "-rfEs", "--durations=5", "--durations-min=5"]
    command += ["--hypothesis-profile=sweeps"] if sweeps else ["-m", "not slow"]
    started = time.monotonic()
    finished = subprocess.run(command, env={**os.environ, "DATABASE_URL": database})
    count = read(report)
    if finished.returncode and not count.failed:
        count += Count(failed=1)  # it broke before it could say what did, or found no tests
    print(f"{part}: {count} in {time.monotonic() - started:.0f} s")
    return count


def read(report: Path) -> Count:
    """Count the tests of a report in JUnit's form. A failure that also breaks its teardown is one failure."""
    if not report.exists():
        return Count()
    count = Count()
    for case in ElementTree.parse(report).iter("testcase"):
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            count += Count(failed=1)
        elif "skipped" in outcomes:
            count += Count(skipped=1)
        else:
            count += Count(passed=1)
    return count


def announce(part: str) -> None:
    print(f"\n=== {part}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
