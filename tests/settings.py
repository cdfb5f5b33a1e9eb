"""The product's settings, on a data folder of the run's own: no test meets what the machine already holds.

Of the outside only `DATABASE_URL` is heard: it says on which database the suite runs.
"""

import atexit
import os
import shutil
import tempfile

# The workers of one run inherit all this from the process that starts them, and so does what a test starts.
if not {"PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST"} & os.environ.keys():
    for name in [name for name in os.environ if name.startswith("OSTIARY_")]:
        del os.environ[name]
    os.environ["OSTIARY_DATA"] = tempfile.mkdtemp(prefix="ostiary-tests-")
    atexit.register(shutil.rmtree, os.environ["OSTIARY_DATA"], ignore_errors=True)

from ostiary.proofs import hashing
from ostiary.settings import *  # noqa: F403

# A slow machine's disk is slow as well: dozens who write at the same instant wait for each other, and so do
# dozens whose passwords are looked at.
PATIENCE = 60
_options = DATABASES["default"]["OPTIONS"]  # noqa: F405
_options.get("pool", _options)["timeout"] = PATIENCE
hashing.WAIT_SECONDS = PATIENCE
