"""Run a command on a private PostgreSQL cluster: `python -m scripts.with_postgresql pytest tests/actions`."""

import os
import subprocess
import sys

from tests.servers import Postgres, stop_in_order

if __name__ == "__main__":
    stop_in_order()
    with Postgres() as cluster:
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": cluster.url}).returncode)
