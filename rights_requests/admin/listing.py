"""The queue: what is due first, filtered, searched and paged, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from policies.models import Controller
from rights_requests import terms as t
from rights_requests.clock import Urgency, days_left, urgency
from rights_requests.models import Case, Outgoing
from rights_requests.models.case import CaseQuerySet
from rights_requests.national_ids import masked

PAGE = 50
ALL, OPEN = "alle", "ubesvart"
MINE, NOBODY = "meg", "ingen"
_SHOWN = (
    "reference",
    "state",
    "received_on",
    "due_on",
    "work_by",
    "extension_sent_on",
    "country",
    "name",
    "email",
    "phone",
    "known_as",
    "address",
    "assigned_to",
)


@dataclass(frozen=True)
class Row:
    """A case as the queue shows it."""

    case: Case
    urgency: Urgency
    left: str
    rights: str
    person: str
    mail_fails: bool

    @property
    def assigned_to(self) -> str:
        """Return who answers for it; somebody who can't sign in any more answers for nothing."""
        user: Any = self.case.assigned_to
        return str(user) if user and user.is_active else ""


class QueueFilter(forms.Form):
    """Which cases, and any text."""

    tilstand = forms.ChoiceField(label=_("Tilstand"), required=False)
    rettighet = forms.ChoiceField(label=_("Rettighet"), required=False)
    ansvarlig = forms.ChoiceField(
        label=_("Ansvarlig"),
        required=False,
        choices=[("", _("Alle")), (MINE, _("Jeg")), (NOBODY, _("Ingen"))],
    )
    q = forms.CharField(label=_("Søk"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states: Any = self.fields["tilstand"]
        states.choices = [
            ("", _("Ubesvarte")),
            (ALL, _("Alle")),
            *((s.value, capfirst(str(s.label))) for s in t.State),
        ]
        rights: Any = self.fields["rettighet"]
        rights.choices = [
            ("", _("Alle")),
            *((r.value, capfirst(str(r.label))) for r in t.Right),
        ]

    def chosen(self, cases: CaseQuerySet, user: Any) -> CaseQuerySet:
        """Return those that fit; none when what is asked can't be understood."""
        if not self.is_valid():
            return cases.none()
        asked = self.cleaned_data
        if not asked["tilstand"] and not asked["q"]:
            cases = cases.unanswered()
        elif asked["tilstand"] not in {"", ALL}:
            cases = cases.filter(state=asked["tilstand"])
        if asked["rettighet"]:
            cases = cases.filter(demands__right=asked["rettighet"])
        if asked["ansvarlig"] == MINE:
            cases = cases.filter(assigned_to=user)
        elif asked["ansvarlig"] == NOBODY:
            cases = cases.exclude(assigned_to__is_active=True)
        return cases.filter(_says(asked["q"])) if asked["q"] else cases


def _says(text: str) -> Q:
    found = Q()
    for name in ("reference", "name", "email", "phone", "known_as"):
        found |= Q(**{f"{name}__icontains": text})
    return found


def queue(company: Controller, form: QueueFilter, user: Any, number: Any) -> Page[Case]:
    """Return a page of the cases that were asked for."""
    found = form.chosen(Case.objects.of(company), user).by_urgency()
    failing = Outgoing.objects.failing().filter(case=OuterRef("pk"))
    rows = (
        found.select_related("assigned_to")
        .only(*_SHOWN, "assigned_to__name", "assigned_to__email", "assigned_to__is_active")
        .prefetch_related("demands")
        .annotate(mail_fails=Exists(failing))
    )
    return Paginator(rows, PAGE).get_page(number)


def row(case: Any, today: date) -> Row:
    """Return how a case is shown in a list."""
    return Row(
        case=case,
        urgency=urgency(case, today),
        left=days_left(case, today),
        rights=", ".join(_short(d.right) for d in case.demands.all()),
        person=masked(case.person),
        mail_fails=case.mail_fails,
    )


def _short(right: str) -> str:
    return capfirst(str(t.Right(right).label).split(" (")[0])
