"""The data folder: who can read it, whether we can write to it, and how much space is left."""

import os
import shutil
import stat
from collections.abc import Iterator

from django.conf import settings

from .finding import Finding, ok, problem, warning

OTHERS = stat.S_IRWXG | stat.S_IRWXO
LEAST_FREE = 200 * 1024 * 1024


def inspect() -> Iterator[Finding]:
    folder = settings.CONFIG.data
    if not folder.is_dir():
        yield problem("data", f"The data folder {folder} does not exist. `ostiary migrate` makes it.")
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield problem("data", f"This user may not write to the data folder {folder}.")
        return
    exposed = [path for path in (folder, folder / "keys") if path.exists() and path.stat().st_mode & OTHERS]
    for path in exposed:
        yield warning("data", f"Other users of this machine may open {path}. Run: chmod go= {path}")
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        yield problem("data", f"Only {free // 1024**2} MB are free on the disk of {folder}.")
    elif not exposed:
        yield ok("data", f"The data folder is {folder}, {free // 1024**3} GB are free.")
