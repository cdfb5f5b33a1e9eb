"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """`stops`: nothing further can be looked at in the database."""

    verdict: Verdict
    about: str
    sentence: str
    stops: bool = False


def ok(about: str, sentence: str) -> Finding:
    return Finding(Verdict.OK, about, sentence)


def warning(about: str, sentence: str) -> Finding:
    return Finding(Verdict.WARNING, about, sentence)


def problem(about: str, sentence: str, *, stops: bool = False) -> Finding:
    return Finding(Verdict.PROBLEM, about, sentence, stops)
