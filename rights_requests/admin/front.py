"""What the admin's front page and menu tell of requests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from policies.models import Controller
from policies.permissions import Access, may_handle_cases, may_publish
from policies.workplace.front import Task
from rights_requests import explaining
from rights_requests.clock import Urgency, days_left, urgency
from rights_requests.models import Case, Outgoing
from rights_requests.models import Task as Work
from rights_requests.terms import PAUSED, UNANSWERED, State

SOON = timedelta(days=7)
_MOST = 5


@dataclass(frozen=True)
class Front:
    """What the front page tells of requests."""

    tasks: list[Task]
    unanswered: int
    overdue: int
    left_to_do: int  # answered, with somebody still to be told
    mails_failing: int


def front(company: Controller, access: Access) -> Front | None:
    """Return what hurries, how much waits, and what mail doesn't get out; None for others."""
    if not may_handle_cases(access):
        return None
    today = timezone.localdate()
    unanswered = Case.objects.of(company).unanswered()
    hurries = unanswered.filter(work_by__lte=today + SOON).by_urgency()
    is_open, is_answered = Q(state__in=sorted(UNANSWERED)), Q(state=State.ANSWERED)
    left = Exists(Work.objects.filter(case=OuterRef("pk"), result=None))
    numbers = (
        Case.objects.of(company)
        .filter(is_open | is_answered)
        .aggregate(
            all=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & Q(work_by__lt=today) & ~_WAITS),
            left=Count("pk", filter=is_answered & Q(left)),
        )
    )
    return Front(
        tasks=[_task(case, today) for case in hurries[:_MOST]],
        unanswered=numbers["all"],
        overdue=numbers["overdue"],
        left_to_do=numbers["left"],
        mails_failing=Outgoing.objects.failing().filter(case__controller=company).count(),
    )


_WAITS = Q(state__in=sorted(PAUSED))


def _task(case: Case, today: date) -> Task:
    about = {"reference": case.reference, "day": explaining.weekday(case.work_by)}
    level = urgency(case, today)
    left = str(level.label) if level == Urgency.PAUSED else days_left(case, today)
    return Task(
        text=_("Henvendelse %(reference)s: svar innen %(day)s") % about,
        href=reverse("admin:case-detail", args=[case.reference]),
        due=case.work_by,
        hurry=left,
        level=level,
    )


def menu(access: Access) -> dict[str, Any] | None:
    """Return the menu's group of case work; None for one who has none."""
    lines = []
    if may_handle_cases(access):
        lines.append(_line(_("Henvendelser"), "Case", "case-list"))
        lines.append(_line(_("Registrer en henvendelse"), "NewCase", "case-register"))
    if may_publish(access):
        lines.append(_line(_("Rutiner for henvendelser"), "Practice", "case-practice"))
    if not lines:
        return None
    return {
        "name": _("Henvendelser"),
        "app_label": "menu-cases",
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": lines,
    }


def _line(name: str, kind: str, address: str) -> dict[str, Any]:
    return {
        "name": name,
        "object_name": kind,
        "admin_url": reverse(f"admin:{address}"),
        "add_url": None,
        "view_only": True,
    }
