"""Letters on their way out: rows of the transaction that asked for them."""

from ..models import Job
from .act import Act


def send(act: Act, letter: str, **refs: int | str) -> None:
    """Queue a letter. The row names it and what it is about, never a secret."""
    Job.objects.create(
        kind="mail", payload={"letter": letter, **refs}, created_at=act.now, due_at=act.now
    )
