"""Writers that are killed: `python -m tests.crash.writers ACCOUNT ROUNDS`.

Each round forks a process in which threads make services, as fast as they can, and print the id of each one
once it is acknowledged; another thread checkpoints. After a moment the process is killed with SIGKILL.
"""

import os
import random
import select
import signal
import sys
import threading
import time

import django

WRITERS = 3


def main(account: int, rounds: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "ostiary.settings"
    django.setup()
    from ostiary.actions import protected  # noqa: F401  loaded once, before the forks
    from ostiary.jobs import checkpoints  # noqa: F401

    for _ in range(rounds):
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            write(account, writer)
        os.close(writer)
        began = select.select([reader], [], [], 30)[0]
        time.sleep(random.uniform(0.05, 0.4))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if not began:
            sys.exit("nothing was acknowledged within 30 seconds")
        with os.fdopen(reader, "rb") as acknowledged:
            sys.stdout.buffer.write(acknowledged.read())
        sys.stdout.flush()


def write(account: int, acknowledged: int) -> None:
    for _ in range(WRITERS):
        threading.Thread(target=make_services, args=(account, acknowledged)).start()
    from ostiary.jobs.checkpoints import checkpoint

    while True:
        checkpoint()
        time.sleep(0.02)


def make_services(account: int, acknowledged: int) -> None:
    from ostiary.actions.actors import operator
    from ostiary.actions.protected import make_service
    from ostiary.proofs.ids import new_id

    while True:
        ref = make_service(operator(account), f"service {new_id()}")
        os.write(acknowledged, f"{ref}\n".encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
