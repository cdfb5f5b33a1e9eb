"""All measurements, or those named: `python -m bench [members_page process writes sign_in api]`."""

import importlib
import sys

ALL = ("members_page", "process", "writes", "sign_in", "api")

for part in sys.argv[1:] or ALL:
    importlib.import_module(f"bench.{part}").main()
