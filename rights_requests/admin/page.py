"""What a case's page shows, gathered in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from rights_requests import explaining, guards, letters, paper
from rights_requests import terms as t
from rights_requests.actions.answering import recipient_of
from rights_requests.admin import answer_forms, sorting_forms, work_forms  # noqa: F401 - registers
from rights_requests.admin.verbs import REGISTRY, VerbForm
from rights_requests.clock import clock_of, days_left, urgency
from rights_requests.models import Case, Demand, Draft, Task
from rights_requests.national_ids import are_written
from rights_requests.workflow import Actor, open_to

_SEARCH = t.TaskKind.SEARCH
# The forms of each part of the page, in order.
PARTS = {
    "next": ("godta", "start", "fortsett", "lukk", "gjenapne", "avslutt-uten-identitet"),
    "asked": ("krav",),
    "person": ("identitet", "fullmakt", "kontakt", "kode"),
    "tasks": ("foresla-sok", "ny-oppgave"),
    "answer": ("utkast", "til-godkjenning", "send", "send-tilbake"),
    "talk": ("melding", "mottatt-melding", "notat"),
    "work": ("ansvarlig", "forleng", "spor-hvem", "spor-hva"),
    "ends": ("duplikat", "feil-mottaker", "trekk"),
}


@dataclass
class Shown:
    """A row of the page with the forms that belong to it."""

    row: Any
    forms: list[VerbForm] = field(default_factory=list)


class CasePage:
    """A case with everything on its page, for one who may work with it."""

    def __init__(self, case: Case, actor: Actor, bound: VerbForm | None = None) -> None:
        self.case, self.actor, self.bound = case, actor, bound
        self.today = timezone.localdate()
        self.allowed = open_to(actor, t.State(case.state))
        self.demands = list(case.demands.all())
        self.pauses = list(case.pauses.all())
        self.tasks = list(case.tasks.all())
        self.draft = Draft.objects.filter(case=case).first()
        self.practice = guards.practice_of(case)
        self.clock = clock_of(case, self.pauses, self.today)

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        case = self.case
        return {
            "case": case,
            "state": t.State(case.state),
            "clock": self.clock,
            "explanation": explaining.lines(self.clock),
            "urgency": urgency(case, self.today),
            "left": days_left(case, self.today),
            "internal_on": self._internal_on(),
            "person_facts": _person_facts(case),
            "writes_national_id": are_written(f"{case.text} {case.known_as} {case.name}"),
            "identity": t.Identity(case.identity),
            "demands": self._rows(self.demands, "avgjor"),
            "tasks": self._rows(self.tasks, "oppgave", "oppgave-spurt", "fjern-oppgave"),
            "undone": sum(1 for task in self.tasks if not task.is_done),
            "messages_both": list(case.messages.all()),
            "notes": list(case.notes.all()),
            "replies": list(case.replies.defer("pdf").newest_first()),
            "steps": list(case.steps.in_order()),
            "failing": list(case.mails.failing()),
            "draft": self.draft,
            "draft_pieces": self._preview(),
            "recipient": recipient_of(case),
            "missing": self._missing(),
            "is_own_draft": self._is_own_draft(),
            "parts": {name: self._forms(slugs) for name, slugs in PARTS.items()},
        }

    def _internal_on(self) -> Any:
        days = self.practice.internal_days
        return self.case.received_on + timedelta(days=days)

    def _missing(self) -> list[str]:
        """Return what stands in the way of an answer, while it is being worked on."""
        if self.case.state not in {t.State.IN_PROGRESS, t.State.FOR_APPROVAL}:
            return []
        return list(guards.missing_for_answer(self.case))

    def _is_own_draft(self) -> bool:
        """Tell whether another must approve what this person wrote."""
        return bool(
            self.draft and self.practice.four_eyes and self.draft.written_by == self.actor.number
        )

    def _preview(self) -> list[paper.Piece]:
        """Return the answer as it would be sent; nothing while it can't be."""
        if self.draft is None or letters.unknown(self.draft.text):
            return []
        return paper.pieces(letters.filled(self.draft.text, self.case))

    def _rows(self, rows: Iterable[Demand | Task], *slugs: str) -> list[Shown]:
        return [Shown(row, self._row_forms(slugs, row)) for row in rows]

    def _row_forms(self, slugs: Iterable[str], row: Demand | Task) -> list[VerbForm]:
        """Return the forms of a row; of a task that is done, only the one to mend its result."""
        is_done = isinstance(row, Task) and row.is_done
        kept = [slug for slug in self._open(slugs) if not is_done or slug == "oppgave"]
        return [self._row_form(slug, row) for slug in kept if self._fits(slug, row)]

    @staticmethod
    def _fits(slug: str, row: Demand | Task) -> bool:
        """Tell whether a form is for this row: what the law demands isn't taken away."""
        return not (isinstance(row, Task) and slug == "fjern-oppgave" and row.kind_of != _SEARCH)

    def _row_form(self, slug: str, row: Any) -> VerbForm:
        bound: Any = self.bound
        if bound is not None and bound.slug == slug and bound.target == row:
            return self.bound  # type: ignore[return-value]
        form: Any = REGISTRY[slug]
        about_row: VerbForm = form(self.case, target=row)
        return about_row

    def _forms(self, slugs: Iterable[str]) -> list[VerbForm]:
        return [self._form(slug) for slug in self._open(slugs)]

    def _form(self, slug: str) -> VerbForm:
        if self.bound is not None and self.bound.slug == slug:
            return self.bound
        return REGISTRY[slug](self.case)

    def _open(self, slugs: Iterable[str]) -> list[str]:
        found = [slug for slug in slugs if REGISTRY[slug].event in self.allowed]
        alone = self.case.on_behalf == t.Behalf.SELF
        return [slug for slug in found if not (alone and slug == "fullmakt")]


def _person_facts(case: Case) -> list[tuple[Any, str]]:
    """Return how the person is reached, as labels and values; what isn't known is left out."""
    names = ("name", "email", "phone", "address", "known_as", "represented")
    meta = Case._meta
    return [(meta.get_field(n).verbose_name, getattr(case, n)) for n in names if getattr(case, n)]  # type: ignore[union-attr]
