"""Long work: entered once and whole, under the user who asked, whatever happens in between."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult
from register.conftest import PASSWORD
from register.homes import database_of
from register.waiting_job import broken, enter_events, stopped_half_way

from antigone.register.access.models import Investigation, Membership
from antigone.register.access.opening_up import remove_member
from antigone.register.ledger.models import Entry
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Event
from antigone.register.work import place
from antigone.register.work.asking import enqueue
from antigone.register.work.models import Job, Outcome
from antigone.register.work.worker import _name, run_waiting, take_up_again

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def author(member):
    return member("interviewer").because("a test")


def test_a_job_enters_under_who_asked(author):
    row = enqueue(author, enter_events, "Two events", {"file": b"three four"}, words=["one", "two"])
    assert not Event.objects.exists()
    run_waiting()
    row.refresh_from_db()
    assert (row.outcome, row.message) == (Outcome.DONE, "4 events")
    assert row.result_url == "/i/valley/events/"
    assert {(e.made_by, e.reason) for e in Event.objects.all()} == {(author.user, "a test")}
    assert not place.folder(row.pk).exists()
    assert list(findings()) == []


def test_a_right_is_needed_when_asking_and_when_it_runs(author, coordinator, member):
    with pytest.raises(PermissionDenied):
        enqueue(member("field"), enter_events, "x", words=["one"])
    row = enqueue(author, enter_events, "x", words=["one"])
    remove_member(coordinator, Membership.objects.get(user=author.user))
    run_waiting()
    row.refresh_from_db()
    assert row.outcome == Outcome.FAILED and "may not" in row.message
    assert not Event.objects.exists()


def test_what_is_wrong_is_said_and_nothing_is_entered(author):
    rows = [enqueue(author, enter_events, "x", words=["one", "bad"], bad="bad"), enqueue(author, broken, "y")]
    entries = Entry.objects.count()
    run_waiting()
    for row in rows:
        row.refresh_from_db()
        assert row.outcome == Outcome.FAILED
    assert rows[0].message == "'bad' is no event" and "a fault" not in rows[1].message
    assert "a fault" in DBTaskResult.objects.get(status="FAILED").traceback
    assert (Event.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.one_pass
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_enters_nothing_and_the_work_is_done_when_there_is_room(author):
    """SQLite gets no more pages while the job enters: to it, a full disk."""
    row = enqueue(author, enter_events, "x", words=["word " * 50] * 300)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests left free would be room
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OperationalError, match="full"):
            run_waiting()
        assert not Event.objects.exists() and list(findings()) == []
        cursor.execute("PRAGMA max_page_count = 1073741823")
    take_up_again()
    run_waiting()
    row.refresh_from_db()
    assert row.outcome == Outcome.DONE and Event.objects.count() == 300


def test_work_that_runs_stops_when_asked(author):
    row = enqueue(author, stopped_half_way, "x")
    run_waiting()
    row.refresh_from_db()
    assert row.outcome == Outcome.CANCELLED


def test_what_was_cut_off_runs_again_and_what_was_entered_is_not_entered_twice(author):
    cut, entered = (enqueue(author, enter_events, n, words=[n]) for n in ("cut", "entered"))
    DBTaskResult.objects.filter(pk=cut.queued_id).update(status="RUNNING", worker_ids=[_name()])
    run_waiting()
    assert [e.title for e in Event.objects.all()] == ["entered"]
    # The worker died after the job's transaction and before the queue noted its end.
    DBTaskResult.objects.filter(pk=entered.queued_id).update(status="RUNNING", worker_ids=[_name()])
    take_up_again()
    DBTaskResult.objects.filter(pk=cut.queued_id).update(args_kwargs={"args": [str(cut.pk)], "kwargs": {}})
    Job.objects.filter(pk=cut.pk).update(arguments={"words": []})
    run_waiting()
    assert set(Job.objects.values_list("outcome", flat=True)) == {"done"}
    assert [e.title for e in Event.objects.all()] == ["entered"]


def test_work_that_always_ends_the_program_is_given_up(author):
    row = enqueue(author, enter_events, "x", words=["one"])
    DBTaskResult.objects.filter(pk=row.queued_id).update(worker_ids=[_name()] * 3)
    run_waiting()
    row.refresh_from_db()
    assert row.outcome == Outcome.FAILED and "each time" in row.message


def test_pages_show_one_s_own_work_and_stop_it(author, coordinator, member):
    Investigation.objects.update(invented=True)
    row = enqueue(author, enter_events, "<b>Two</b> events", words=["one"])
    own, lead, another = Client(), Client(), Client()
    own.force_login(author.user, backend=BACKEND)
    lead.force_login(coordinator.user, backend=BACKEND)
    another.force_login(member("field").user, backend=BACKEND)
    shown = own.get(f"/i/valley/work/{row.pk}/").content.decode()
    assert "&lt;b&gt;Two" in shown and 'hx-trigger="every 1s"' in shown and "waits" in shown
    assert "Two" in lead.get("/i/valley/work/").content.decode()
    assert "Two" not in another.get("/i/valley/work/").content.decode()
    assert another.post(f"/i/valley/work/{row.pk}/stop/").status_code == 404
    assert own.get(f"/i/valley/work/{row.pk}/stop/").status_code == 302
    assert not Job.objects.get().outcome
    assert own.post(f"/i/valley/work/{row.pk}/stop/").status_code == 302
    run_waiting()
    assert Job.objects.get().outcome == Outcome.CANCELLED and not Event.objects.exists()
    assert "hx-trigger" not in own.get(f"/i/valley/work/{row.pk}/standing/").content.decode()


def test_the_page_leads_on_to_the_result(author):
    Investigation.objects.update(invented=True)
    row = enqueue(author, enter_events, "x", words=["one"])
    run_waiting()
    client = Client()
    client.force_login(author.user, backend=BACKEND)
    answer = client.get(f"/i/valley/work/{row.pk}/standing/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/i/valley/events/"
    assert "1 events" in client.get("/i/valley/events/").content.decode()


def in_home(home, code):
    """Runs code in a process of its own, on the record of a home folder."""
    tests = Path(__file__).parents[1]
    start = "import os, django; django.setup()\n"
    path = os.pathsep.join([str(tests.parent / "src"), str(tests)])
    environment = {
        **os.environ, "ANTIGONE_HOME": str(home), "ANTIGONE_DATABASE": database_of(home), "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "antigone.register.project.settings",
    }  # fmt: skip
    words = [sys.executable, "-c", start + code] if code else [sys.executable, "-m", "antigone.register.work"]
    return subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


SETUP = f"""
from antigone.register.project.tables import bring_up_to_date
bring_up_to_date()
from antigone.register.access.author import author_of
from antigone.register.access.models import Investigation
from antigone.register.access.opening_up import *
user = create_user("coordinator", "{PASSWORD}")
author = author_of(user, open_investigation(user, "valley", "The invented valley"))
from register.waiting_job import enter_events
from antigone.register.work.asking import enqueue
enqueue(author, enter_events, "x", {{"file": b"one two three"}}, until=%r)
"""
LOOK = """
from antigone.register.ledger.verify import findings
from antigone.register.people.models import Event
from antigone.register.work.models import Job
WAITED
print(Event.objects.count(), Job.objects.get().outcome or "open", len(list(findings())))
"""


# Looks again and again in one process: to start one for each look takes longer than what is waited for.
ENDED = """
import time
until = time.monotonic() + 300
while not Job.objects.get().outcome and time.monotonic() < until: time.sleep(0.05)
"""


def look(home, waited=""):
    """How many events there are, the job's outcome, and what is wrong with the ledger."""
    return in_home(home, LOOK.replace("WAITED", waited)).communicate(timeout=600)[0].split()


def wait_for(true):
    until = time.monotonic() + 300
    while not true():
        assert time.monotonic() < until, "it did not happen within five minutes"
        time.sleep(0.05)


def test_a_worker_killed_while_it_enters_leaves_nothing_and_the_next_one_enters_all(tmp_path):
    """kill -9 of the worker, and, for the second, the end of the server that keeps it."""
    gate = tmp_path / "gate"
    reached = tmp_path / "gate.reached"
    assert in_home(tmp_path / "home", SETUP % str(gate)).wait(timeout=300) == 0
    for kill in ("worker", "server"):
        worker = in_home(tmp_path / "home", "")
        wait_for(reached.exists)
        if kill == "worker":
            worker.kill()
        else:
            worker.stdin.close()  # what the worker sees of a server that is killed
        worker.wait(timeout=300)
        assert look(tmp_path / "home") == ["0", "open", "0"], kill
        reached.unlink()
    gate.touch()
    worker = in_home(tmp_path / "home", "")
    try:
        assert look(tmp_path / "home", ENDED) == ["3", "done", "0"]
    finally:
        worker.stdin.close()
        worker.wait(timeout=300)
