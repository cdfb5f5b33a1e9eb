"""Input that many actions take, checked once: a clear refusal with the field and the reason."""

from unicodedata import category

from ..access.refusals import Invalid
from ..proofs.addresses import BadAddress, address_key, check_address
from ..proofs.names import MAX_NAME, BadName, check_name


def name(text: str, *, field: str = "name", most: int = MAX_NAME, hosts: bool = False) -> str:
    """A name within the longest length, without links, control or deceptive characters. Raises `Invalid`."""
    try:
        return check_name(text, max_length=most, hosts=hosts)
    except BadName as error:
        raise Invalid(field, f"name_{error.code}", max=most) from error


def address(text: str, *, field: str = "address") -> tuple[str, str]:
    """A mail address as entered, and the key it compares by. Raises `Invalid`."""
    try:
        entered = check_address(text)
        return entered, address_key(entered)
    except BadAddress as error:
        raise Invalid(field, f"address_{error.code}") from error


def remark(text: str, *, field: str = "comment", most: int) -> str:
    """A text beside a thing, of lines at will, without control characters. Raises `Invalid`."""
    # Forms of browsers end lines by two characters, and most clients by one.
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid(field, "remark_too_long", field_name=field, most=most)
    if any(category(character) in ("Cc", "Cs") for character in text if character not in "\r\n\t"):
        raise Invalid(field, "remark_control_character", field_name=field)
    return text


def phone(text: str, *, field: str = "phone") -> str:
    """A telephone number as people write it: digits with + ( ) - . / and spaces. Raises `Invalid`."""
    number = " ".join(text.split())
    digits = sum(character.isdigit() for character in number)
    if not 5 <= digits <= 20 or len(number) > 40 or not set(number) <= set("0123456789+()-./ x"):
        raise Invalid(field, "phone_malformed")
    return number
