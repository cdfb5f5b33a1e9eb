"""The codes of passes. Each is bound to the letter that it stands in and to the one pass that it is for."""

from .links import LinkKind, check_mailed_code, mailed_code
from .ring import Ring


def pass_code(ring: Ring, letter_ref: str, pass_ref: str) -> str:
    """Eight digits. Few enough to guess: count the attempt before checking it."""
    return mailed_code(ring, LinkKind.ENROLMENT, f"{letter_ref}/{pass_ref}", 1)


def check_pass_code(ring: Ring, letter_ref: str, pass_ref: str, entered: str) -> bool:
    return check_mailed_code(ring, LinkKind.ENROLMENT, f"{letter_ref}/{pass_ref}", 1, entered)
