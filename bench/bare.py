"""The least a server can do for a members page: one indexed read of fifty rows, and as many bytes.

granian --interface wsgi bench.bare:application
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable

PATH = os.environ.get("BENCH_SQLITE", "")
BODY = b"x" * int(os.environ.get("BENCH_BYTES", "60000"))
READ = """
select m.ref, m.address, s.name from ostiary_memberstate s join ostiary_member m on m.id = s.member_id
 where s.account_id = 1 and s.state = 'active' and s.until is null order by s.sort_key limit 50
"""
held = threading.local()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if not hasattr(held, "connection"):
        held.connection = sqlite3.connect(PATH)
    held.connection.execute(READ).fetchall()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))])
    return [BODY]
