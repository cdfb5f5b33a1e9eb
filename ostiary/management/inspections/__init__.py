"""What `ostiary check` looks at, in the order in which an operator would.

Each inspection yields findings in plain words; what is wrong comes with what to do about it.
"""

from collections.abc import Iterator

from django.db import DatabaseError

from . import clock, configuration, data, database, jobs, keys, mail, passwords
from .finding import Finding, Verdict, problem

__all__ = ["Finding", "Verdict", "findings"]

ANYWAY = (configuration.inspect, data.inspect, passwords.inspect, mail.inspect)
IN_THE_DATABASE = (database.inspect_tables, keys.inspect, clock.inspect, jobs.inspect)


def findings() -> Iterator[Finding]:
    for inspect in ANYWAY:
        yield from inspect()
    try:
        yield from database.inspect()
    except DatabaseError as error:
        yield problem("database", f"It cannot be reached: {str(error).strip().splitlines()[0]}.")
        return
    for inspect in IN_THE_DATABASE:
        for finding in inspect():
            yield finding
            if finding.stops:
                return
