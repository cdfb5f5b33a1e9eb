"""The worker: does the jobs that are due, one after the other, beside the web requests of its process.

Nothing stops it but the end of the process: a job that breaks is put off, a database that is away is asked
again. What was in hand when a process died is done by the next worker, once the lease has run out.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from ..actions import jobs, last_used, outbox
from ..models import Job
from ..proofs.ids import random_base62
from . import mail, periodic

logger = logging.getLogger("ostiary.jobs")

KINDS: dict[str, Callable[[Job], None]] = {outbox.KIND: mail.perform}

# Seconds between two looks at an empty queue, and after a database that could not be asked.
LOOK_EVERY = 1.0
REST = 5.0


def start() -> threading.Thread:
    """Work in a thread of this process, until its main thread ends; the job in hand is finished first."""
    thread = threading.Thread(target=_until_the_end, name="jobs")
    thread.start()
    return thread


def _until_the_end() -> None:
    main = threading.main_thread()
    work(lambda: not main.is_alive())


def work(stopped: Callable[[], bool]) -> None:
    """Do what is due, again and again, until told to stop."""
    worker = f"{socket.gethostname()[:20]}:{os.getpid()}:{random_base62(8)}"
    planned = periodic.tasks()
    while not stopped():
        try:
            for task in periodic.due(planned):
                task()
            while not stopped() and work_once(worker):
                pass
            # PostgreSQL's connections come from a pool that requests share: none is kept while resting.
            close_old_connections()
            _pause(LOOK_EVERY, stopped)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The database is busy or away: %s", error)
            _pause(REST, stopped)
        except Exception:
            logger.exception("The jobs stumbled and go on")
            _pause(REST, stopped)
    _last_writes()
    connections.close_all()


def _last_writes() -> None:
    """What was only kept in memory so far."""
    try:
        last_used.flush()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("When tokens were last used could not be noted: %s", error)


def work_once(worker: str) -> bool:
    """Take one job and do it. False when none was due."""
    job = jobs.lease(worker)
    if job is None:
        return False
    try:
        KINDS[job.kind](job)
    except (DatabaseError, InterfaceError):
        raise  # the lease runs out, and the job is done again
    except Exception as error:
        logger.exception("Job %s (%s) broke", job.pk, job.kind)
        problem = f"broke: {type(error).__name__}"
        if not jobs.put_off(job, problem):
            jobs.give_up(job, problem)
    return True


def _pause(seconds: float, stopped: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopped():
        time.sleep(0.2)
