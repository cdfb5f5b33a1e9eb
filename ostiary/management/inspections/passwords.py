"""What a new password is compared with."""

from collections.abc import Iterator

from ... import breached
from ...proofs.breached import BadSet
from .finding import Finding, ok, problem


def inspect() -> Iterator[Finding]:
    try:
        found = breached.opened()
        if found is not None:
            found.check_order()
    except (BadSet, OSError) as error:
        yield problem(
            "passwords",
            f"Nobody can choose one: {error}. Run `ostiary breached-passwords` anew, or delete the file.",
        )
        return
    if found is None:
        yield ok("passwords", "Common ones are refused; no set of breached ones is there to refuse.")
    else:
        yield ok("passwords", f"Common ones are refused, and {len(found):,} breached ones.")
