"""Files that take a while: ordered on a page, made in a process of its own (docs/decisions/0018).

A table holds the orders. Whoever orders starts a process that makes what waits and ends; if it
never starts, or dies, `run_due` does it.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from logging import getLogger
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from policies.exports.sheets import Choice, Scope, Variant
from policies.models import Controller, ExportJob, JobState
from policies.models.version import sha256
from policies.workplace.days import NoSuchDayError, changed_since
from policies.workplace.deliver import Form, Order, made

KEPT = timedelta(days=1)
SILENT = timedelta(minutes=10)  # a part of a PDF takes seconds: the process is gone
_TRIES = 2
_TELL_EVERY = 1.0  # seconds

logger = getLogger(__name__)


def order(company: Controller, user: Any, asked: Order) -> ExportJob:
    """Note an order, and start making it when it is committed.

    Who presses twice gets the file that is on its way, unless the register was changed since.
    """
    wanted = {"form": asked.form, "day": asked.day}
    wanted |= {"variant": asked.choice.variant, "scope": asked.choice.scope}
    mine = ExportJob.objects.of(company, user).filter(**wanted)
    job = mine.filter(state__in=[JobState.WAITING, JobState.RUNNING]).last()
    if job is not None and not changed_since(company, job.ordered_at):
        return job
    now = timezone.now()
    job = ExportJob.objects.create(
        controller=company, ordered_by=user, ordered_at=now, told_at=now, **wanted
    )
    transaction.on_commit(start)
    return job


def start() -> None:
    """Make what waits: in a process of its own, so that this one stays small and quick."""
    if not settings.EXPORTS_APART:
        make_waiting()
        return
    program = [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_exports"]
    subprocess.Popen(  # noqa: S603 - our own program
        program, stdin=subprocess.DEVNULL, start_new_session=True, close_fds=True
    )


def make_waiting(now: datetime | None = None) -> int:
    """Make the files that wait, or whose process is gone; return how many were made."""
    now = now or timezone.now()
    found = 0
    while (job := _claimed(now)) is not None:
        found += _make(job)
    return found


def _claimed(now: datetime) -> ExportJob | None:
    """Return a job that nobody else makes, now ours; None when there is none.

    One process works at a time, however many are ordered: it looks again when a file is done, and
    so takes what was ordered meanwhile.
    """
    gone = Q(state=JobState.RUNNING, told_at__lt=now - SILENT)
    if ExportJob.objects.filter(state=JobState.RUNNING).exclude(gone).exists():
        return None
    waiting = ExportJob.objects.filter(Q(state=JobState.WAITING) | gone).order_by("pk")
    for job in waiting.only("pk", "state", "told_at", "tries"):
        if job.tries >= _TRIES:
            ExportJob.objects.filter(pk=job.pk).update(state=JobState.FAILED)
            continue
        mine = ExportJob.objects.filter(pk=job.pk, state=job.state, told_at=job.told_at)
        begun = {"state": JobState.RUNNING, "told_at": timezone.now(), "tries": F("tries") + 1}
        if not mine.update(**begun):
            return None  # another took it at the same moment, and takes the rest
        return ExportJob.objects.select_related("controller").get(pk=job.pk)
    return None


def _make(job: ExportJob) -> bool:
    kept = ExportJob.objects.filter(pk=job.pk)
    try:
        choice = Choice(Variant(job.variant), Scope(job.scope))
        asked = Order(Form(job.form), job.day, choice)
        file = made(job.controller, asked, _telling(job))
    except NoSuchDayError:  # the register was changed in the meantime: the page tells
        kept.update(state=JobState.FAILED, told_at=timezone.now())
        return False
    except Exception:  # whatever it was, the next job is made
        logger.exception("export job %s", job.pk)
        kept.update(state=JobState.FAILED, told_at=timezone.now())
        return False
    done = {"file": file.content, "file_name": file.name, "sha256": sha256(file.content)}
    return bool(kept.update(state=JobState.DONE, told_at=timezone.now(), **done))


def _telling(job: ExportJob) -> Callable[[int, int], None]:
    """Return what notes how far the work has come, at most once a second."""
    last = 0.0

    def tell(done: int, parts: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done == parts or now - last > _TELL_EVERY:
            last = now
            told = {"done": done, "parts": parts, "told_at": timezone.now()}
            ExportJob.objects.filter(pk=job.pk).update(**told)

    return tell


def forget(now: datetime | None = None) -> int:
    """Delete files that are a day old, and return how many."""
    before = (now or timezone.now()) - KEPT
    return ExportJob.objects.filter(ordered_at__lt=before).delete()[0]
