"""The version that is installed."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    try:
        return installed("ostiary")
    except PackageNotFoundError:  # run from the sources, without an installation
        return "0+sources"
