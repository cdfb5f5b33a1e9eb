"""Reading by token, beside a bare view of the same framework with one indexed read, on both databases."""

import sys
from pathlib import Path

from tests.servers import Postgres, fresh_database

from .measure import in_turn, say
from .servers import KEPT, Browser, bare, prepare, serving

ROUNDS = 300
MEMBERS = 100
LEAST = 0.5


def main() -> None:
    folder = KEPT / "few"
    _measure("SQLite", folder, "")
    with Postgres() as cluster, fresh_database(cluster.url) as database:
        _measure("PostgreSQL", KEPT / "few-postgresql", database)


def _measure(name: str, folder: Path, database: str) -> None:
    print(f"Reading by token, {name}", flush=True)
    made = prepare(folder, MEMBERS, database=database)
    account, where = made["account"], database or f"sqlite://{(folder / 'ostiary.sqlite3').absolute()}"
    with serving(folder, database) as (port, _, _):
        ours = Browser(port, token=made["token"])
        size = len(ours.get("/current_user"))
        settings = {"database": where, "account": made["account_id"]}
        with bare("bench.bare_django:application", "/users", **settings) as bare_port:
            plain = Browser(bare_port)
            medians = in_turn(
                {
                    "one read": lambda: plain.get(f"/padded/{size}"),
                    "/current_user": lambda: ours.get("/current_user"),
                    "/tokens/self": lambda: ours.get("/tokens/self"),
                    "100 rows": lambda: plain.get("/users"),
                    "100 users": lambda: ours.get(f"/customer/{account}/users"),
                },
                ROUNDS,
            )
    pairs = (("/current_user", "one read"), ("/tokens/self", "one read"), ("100 users", "100 rows"))
    for what, beside in pairs:
        rate = medians[beside] / medians[what]
        say(
            what,
            f"{medians[what]:.2f} ms",
            f"{rate:.0%} of the bare rate, at least 50 %",
            holds=rate >= LEAST,
        )


if __name__ == "__main__":
    sys.exit(main())
