"""What no honest browser sends, by a name for each, and how it is put into a request."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote_from_bytes

from django.db import connection

from ostiary.proofs.ids import LENGTH

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "edge"
UPLOAD = f"multipart/form-data; boundary={BOUNDARY}"

# Good for everything at once: every field of a form, or of an address, gets the same.
VALUES: dict[str, bytes] = {
    "nothing": b"",
    "10 kB": b"a" * 10_000,
    "wide letters": "\U0001f600".encode() * 200,
    "a NUL": b"a\x00b",
    "control characters": b"a\x01\x1b[31m\x7f",
    "a header": b"a\r\nBcc: eve@evil.example\r\n\r\nhello",
    "right to left": "\u202eabc\u2066".encode(),
    "no UTF-8": b"\xff\xfe\x80",
    "a lone surrogate": b"\xed\xa0\x80",
    "a huge number": b"9" * 5_000,
    "a negative number": b"-1",
    "the first day": b"0001-01-01",
    "the last day": b"9999-12-31",
    "an id of nobody": b"0" * LENGTH,
    "quotes": b"' or 1=1 -- \"; drop table x",
    "a template": b"{{ 7*7 }}{% now %}%(name)s{0}<script>alert(1)</script>",
    "JSON": b'{"$ne": null}',
}
# What PostgreSQL may refuse where SQLite takes it: of what both see alike, one shows it all.
MINDED = (
    *("10 kB", "wide letters", "a NUL", "no UTF-8", "a lone surrogate"),
    *("a huge number", "a negative number", "the first day", "the last day", "quotes"),
)
# Worth trying in one field while all others are good.
ALONE = ("nothing", "10 kB", "a NUL", "a header", "a lone surrogate", "a huge number", "an id of nobody")

Field = tuple[str, bytes]


def values() -> Mapping[str, bytes]:
    """Those that can find something on this database that they cannot on SQLite; there, all of them."""
    return VALUES if connection.vendor == "sqlite" else {what: VALUES[what] for what in MINDED}


def fields(form: Mapping[str, Any]) -> list[Field]:
    """The fields of a form in order, one by one."""
    lists = [(name, value if isinstance(value, list) else [value]) for name, value in form.items()]
    return [(name, one.encode()) for name, several in lists for one in several]


def encoded(sent: Iterable[Field]) -> bytes:
    """A form as bytes, whatever is in it."""
    return b"&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}".encode() for name, value in sent
    )


def uploaded(sent: Iterable[Field]) -> bytes:
    """Every field as a file."""
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="x"\r\n\r\n%s\r\n'
        % (BOUNDARY.encode(), name.encode(), value)
        for name, value in sent
    ]
    return b"".join(parts) + b"--%s--\r\n" % BOUNDARY.encode()


def misshapen(good: list[Field]) -> dict[str, tuple[str, bytes]]:
    """The good fields in the wrong shape: by name, the kind of body and the body."""
    return {
        "every field twice, otherwise": (FORM, encoded([*good, *((name, b"x") for name, _ in good)])),
        "nested names": (FORM, encoded([(f"{name}[0][x]", value) for name, value in good])),
        "files": (UPLOAD, uploaded(good)),
        "half a file": (UPLOAD, uploaded(good)[:-30]),
        "no boundary": ("multipart/form-data", uploaded(good)),
        "broken escapes": (FORM, b"&".join(name.encode() + b"=%zz%" for name, _ in good)),
        "another alphabet": (f"{FORM}; charset=utf-16", encoded(good)),
        "no form": ("application/json", b'{"name": ["x"]}'),
        "no kind": ("", encoded(good)),
    }
