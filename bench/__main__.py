"""All measurements, or those named: `python -m bench [members_page process writes sign_in timing api]`.

Each has a process of its own, and with it settings and a database of its own.
"""

import subprocess
import sys

ALL = ("members_page", "process", "writes", "sign_in", "timing", "api")

failed = [
    part for part in sys.argv[1:] or ALL if subprocess.run([sys.executable, "-m", f"bench.{part}"]).returncode
]
sys.exit(f"broken off: {', '.join(failed)}" if failed else 0)
