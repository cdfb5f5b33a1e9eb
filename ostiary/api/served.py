"""All that is served: importing a module is what brings its operations."""

from . import current, tokens, users  # noqa: F401
from .operations import OPERATIONS

__all__ = ["OPERATIONS"]
