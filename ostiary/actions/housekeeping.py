"""Clearing away what had to last for a while only. Nothing waits for that: what is over counts no more."""

from datetime import timedelta

from ..clock import now
from ..models import (
    Draft,
    Job,
    JobState,
    OnceKey,
    PassCode,
    PasskeyChallenge,
    PasswordReset,
    SignIn,
    Throttle,
)

ONCE_KEYS_LAST = timedelta(minutes=10)
JOBS_LAST = timedelta(days=30)
# So long an old link says that it was used or is over, and not only that it is dead.
RESETS_LAST = timedelta(days=30)


def clear_once_keys() -> None:
    """A double click comes within seconds; a kept answer may hold a secret that is shown once."""
    OnceKey.objects.filter(created_at__lt=now() - ONCE_KEYS_LAST).delete()


def clear_expired() -> None:
    """Drafts, half-way sign-ins, challenges, mailed codes and ways to a new password, and past windows."""
    Draft.objects.filter(expires_at__lt=now()).delete()
    SignIn.objects.filter(expires_at__lt=now()).delete()
    PassCode.objects.filter(expires_at__lt=now()).delete()
    PasswordReset.objects.filter(expires_at__lt=now() - RESETS_LAST).delete()
    PasskeyChallenge.objects.filter(expires_at__lt=now()).delete()
    Throttle.objects.filter(window_ends_at__lt=now()).delete()


def clear_jobs() -> None:
    """Closed jobs, the failed ones too."""
    Job.objects.exclude(state=JobState.WAITING).filter(done_at__lt=now() - JOBS_LAST).delete()
