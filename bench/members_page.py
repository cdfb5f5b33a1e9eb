"""The members page: 100 and 10,000 members, alone and among a million people."""

import sys

from .measure import in_turn, say
from .servers import KEPT, Browser, bare, prepare, serving

ROUNDS = 40
MOST_QUERIES = 12


def main() -> None:
    print("Members page", flush=True)
    few = prepare(KEPT / "few", 100)
    alone = prepare(KEPT / "alone", 10_000)
    crowd = prepare(KEPT / "crowd", 10_000, 100_000, 1_000_000)
    with serving(KEPT / "alone") as (port, _, _), serving(KEPT / "crowd") as (crowded_port, _, _):
        browser, crowded = Browser(port, alone["cookie"]), Browser(crowded_port, crowd["cookie"])
        size = len(browser.get(alone["path"]))
        sqlite = (KEPT / "alone" / "ostiary.sqlite3").absolute()
        with bare("bench.bare:application", sqlite=sqlite, bytes=size) as bare_port:
            plain = Browser(bare_port)
            medians = in_turn(
                {
                    "bare": lambda: plain.get("/"),
                    "alone": lambda: browser.get(alone["path"]),
                    "crowd": lambda: crowded.get(crowd["path"]),
                    "searched": lambda: browser.get(alone["path"] + "?q=person+l1000099"),
                },
                ROUNDS,
            )
    say("bare server, one indexed read, same bytes", f"{medians['bare']:.2f} ms")
    say("10,000 members", f"{medians['alone']:.2f} ms", f"{medians['alone'] / medians['bare']:.1f} × bare")
    say("10,000 members, searched", f"{medians['searched']:.2f} ms")
    ratio = medians["crowd"] / medians["alone"]
    say(
        "the same among 1,000,000 people",
        f"{medians['crowd']:.2f} ms",
        f"{ratio:.2f} × alone, at most 1.2",
        holds=ratio <= 1.2,
    )
    same = few["queries"] == alone["queries"] == crowd["queries"]
    counts = f"{few['queries']} / {alone['queries']} / {crowd['queries']}"
    say(
        "statements for 100 / 10,000 / among 1,000,000",
        counts,
        f"equal, at most {MOST_QUERIES}",
        holds=same and alone["queries"] <= MOST_QUERIES,
    )
    say("plans that read a growing table whole", len(crowd["scans"]), "none", holds=not crowd["scans"])
    for scan in crowd["scans"]:
        say("", scan)


if __name__ == "__main__":
    sys.exit(main())
