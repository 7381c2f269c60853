"""The process that does what waits in the queue, and the thread of `antigone serve` that keeps it alive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

from django.db import InterfaceError, OperationalError, connection, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from filelock import FileLock

from antigone.register.project.home import home, secret
from antigone.register.work import place
from antigone.register.work.models import Job

INTERVAL_S = 0.5


def run_waiting() -> None:
    """Does all that waits, in this process and on its connection, and returns."""
    worker = _worker()
    while row := DBTaskResult.objects.ready().first():
        row.claim(worker.worker_id)
        worker.run_task(row)


def run_for_ever() -> None:
    """Does what waits, as it comes; one process of a home folder at a time. Never returns."""
    with FileLock(home() / "work.lock"):
        while True:
            try:
                take_up_again()
                _worker().run()
            except (OperationalError, InterfaceError):
                # Another program holds SQLite's lock, or the server of the database restarts.
                connection.close_if_unusable_or_obsolete()
                time.sleep(1)


@transaction.atomic
def take_up_again() -> None:
    """Puts back into the queue what this home's last worker began and did not end."""
    for row in DBTaskResult.objects.select_for_update().filter(status="RUNNING"):
        if row.worker_ids and row.worker_ids[-1] == _name():
            row.status = "READY"
            row.save(update_fields=["status"])
    place.clear_all_but(Job.objects.filter(outcome="").values_list("pk", flat=True))


def _name() -> str:
    return secret("worker").decode()[:32]


def _worker() -> Worker:
    return Worker(
        queue_names=["default"], interval=INTERVAL_S, batch=False, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=_name(), excluded_queue_names=[],
    )  # fmt: skip


def keep_worker() -> None:
    """Starts the process and a thread that starts it again if it ends; it ends when this process does."""
    threading.Thread(target=_keep, name="keeps the worker", daemon=True).start()


def _keep() -> None:
    while True:
        # It reads from us: however we end, it reads the end.
        process = subprocess.Popen([sys.executable, "-m", "antigone.register.work"], stdin=subprocess.PIPE)
        process.wait()
        time.sleep(2)


def end_with_parent() -> None:
    """Ends this process at once when the one that started it ends; a transaction is rolled back then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
