"""Forms for the answer: what is decided, searched, written, approved and sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from policies.document.terms import TermKind
from policies.models import Term
from policies.models.version import sha256
from rights_requests import actions, drafting
from rights_requests import terms as t
from rights_requests.admin.fields import Prose, choice, day, line, prose
from rights_requests.admin.verbs import VerbForm, verb
from rights_requests.errors import RefusedError
from rights_requests.grounds import grounds_for
from rights_requests.guards import CHECKLIST
from rights_requests.models import Case, Demand, Draft, Task
from rights_requests.models.reply import DRAFT_LENGTH
from rights_requests.terms import Event
from rights_requests.workflow import Actor

_BIG = 18  # digits: more than any number of a row


class About(VerbForm):
    """A form about one row of the case; the number of another's is unknown."""

    row = forms.CharField(widget=forms.HiddenInput, max_length=_BIG)
    kind: Any

    def __init__(self, case: Case, *args: Any, target: Any = None, **kwargs: Any) -> None:
        self.target = target
        super().__init__(case, *args, **kwargs)

    def prepare(self) -> None:
        number = str(self.data.get("row") or "")
        if number.isascii() and number.isdecimal() and len(number) <= _BIG:
            self.target = self.kind.objects.filter(pk=int(number), case=self.case).first()
        if self.target is not None:
            self.initial["row"] = self.target.pk
            self.auto_id = f"{self.slug}-{self.target.pk}-%s"
            self.fit()

    def fit(self) -> None:
        """Fit the fields to the row."""

    def clean_row(self) -> str:
        """Refuse a row that isn't the case's."""
        if self.target is None:
            raise forms.ValidationError(_now("Det finnes ikke lenger. Last siden på nytt."))
        number: str = self.cleaned_data["row"]
        return number


@verb
class AddDemand(VerbForm):
    event, slug = Event.DEMAND, "krav"
    title = _("Legg til noe personen ber om")
    button = _("Legg til")
    right = choice(_("Rettighet"), t.Right)

    def perform(self, by: Actor) -> None:
        actions.add_demand(self.case, by, t.Right(self.said("right")))


@verb
class Decide(About):
    event, slug = Event.DECIDE, "avgjor"
    title = _("Avgjør")
    button = _("Lagre avgjørelsen")
    kind = Demand
    outcome = choice(_("Utfall"), t.Outcome)
    ground = choice(_("Rettslig grunn"), t.Ground, required=False)
    reason = prose(
        _("Begrunnelse til personen"),
        required=False,
        help_text=_("Må være med når dere avslår helt eller delvis (art. 12 nr. 4)."),
    )

    def fit(self) -> None:
        right = t.Right(self.target.right)
        outcomes: Any = self.fields["outcome"]
        refused = {t.Outcome.REFUSED, t.Outcome.PARTIAL} if right in t.AT_ONCE else set()
        outcomes.choices = [c for c in outcomes.choices if c[0] not in refused]
        grounds: Any = self.fields["ground"]
        fitting = {"", *grounds_for(right)}
        grounds.choices = [c for c in grounds.choices if c[0] in fitting]
        for name in ("outcome", "ground", "reason"):
            self.initial.setdefault(name, getattr(self.target, name))

    def perform(self, by: Actor) -> None:
        ground = self.said("ground")
        decision = actions.Decision(
            t.Outcome(self.said("outcome")),
            t.Ground(ground) if ground else None,
            self.said("reason"),
        )
        actions.decide(self.case, by, self.target, decision)


@verb
class Propose(VerbForm):
    event, slug = Event.PROPOSE, "foresla-sok"
    title = _("Foreslå søk fra registeret")
    button = _("Legg til søkene")
    lead = _("Registeret vet hvilke behandlinger, systemer og leverandører som kan ha noe.")
    subjects = forms.MultipleChoiceField(
        label=_("Hva slags person er det?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Velger dere ingen, foreslås alle steder."),
    )

    def prepare(self) -> None:
        people = Term.objects.filter(controller=self.case.controller_id, kind_of=TermKind.SUBJECT)
        chosen: Any = self.fields["subjects"]
        chosen.choices = [(term.key, term.name) for term in people]
        if not chosen.choices:
            del self.fields["subjects"]

    def perform(self, by: Actor) -> None:
        actions.propose_searches(self.case, by, self.cleaned_data.get("subjects", ()))


@verb
class AddTask(VerbForm):
    event, slug = Event.ADD_TASK, "ny-oppgave"
    title = _("Legg til en oppgave")
    button = _("Legg til")
    kind = choice(_("Slag"), (t.TaskKind.SEARCH, t.TaskKind.NOTIFY))
    name = line(_("Hvor eller hvem?"))

    def perform(self, by: Actor) -> None:
        actions.add_task(self.case, by, t.TaskKind(self.said("kind")), self.said("name"))


@verb
class AskTask(About):
    event, slug = Event.DO_TASK, "oppgave-spurt"
    title = _("Spurt")
    kind = Task
    asked_on = day(_("Spurt"), help_text=_("Tomt er i dag."))

    def perform(self, by: Actor) -> None:
        actions.ask_task(self.case, by, self.target, self.said("asked_on"))


@verb
class DoTask(About):
    event, slug = Event.DO_TASK, "oppgave"
    title = _("Resultat")
    button = _("Lagre resultatet")
    kind = Task
    result = choice(_("Resultat"), t.TaskResult)
    note = prose(_("Merknad"), rows=2, required=False)

    def fit(self) -> None:
        results: Any = self.fields["result"]
        fitting = {"", *t.RESULTS[t.TaskKind(self.target.kind_of)]}
        results.choices = [c for c in results.choices if c[0] in fitting]
        self.initial.setdefault("result", self.target.result)
        self.initial.setdefault("note", self.target.note)

    def perform(self, by: Actor) -> None:
        result = t.TaskResult(self.said("result"))
        actions.do_task(self.case, by, self.target, result, self.said("note"))


@verb
class DropTask(About):
    event, slug = Event.DROP_TASK, "fjern-oppgave"
    title = _("Fjern oppgaven")
    kind = Task
    reason = line(_("Hvorfor trengs den ikke?"))

    def perform(self, by: Actor) -> None:
        actions.drop_task(self.case, by, self.target, self.said("reason"))


@verb
class WriteDraft(VerbForm):
    event, slug = Event.DRAFT, "utkast"
    title = _("Skriv svaret")
    button = _("Lagre utkastet")
    done = _("Utkastet er lagret.")
    lead = _(
        "Linjer som begynner med ## er overskrifter, - er punkter. {hilsen}, {referanse}, "
        "{mottatt}, {klage}, {virksomhet} og {kontakt} fylles ut når svaret sendes."
    )
    text = Prose(
        label=_("Svar"), max_length=DRAFT_LENGTH, widget=forms.Textarea(attrs={"rows": 24})
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def prepare(self) -> None:
        self.held = Draft.objects.filter(case=self.case).first()
        if not self.is_bound:
            self.initial["text"] = self.held.text if self.held else drafting.compose(self.case)
            self.initial["seen"] = self._stamp()

    def _stamp(self) -> str:
        return sha256(self.held.text.encode()) if self.held else ""

    def perform(self, by: Actor) -> None:
        if self.said("seen") != self._stamp():
            sent: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict
            sent["seen"] = self._stamp()
            self.data = sent
            problem = _now(
                "Noen andre endret svaret imens. Det du skrev, står her. Lagrer du igjen, "
                "gjelder det du skrev."
            )
            raise RefusedError(problem, "text")
        actions.draft(self.case, by, self.said("text"))


@verb
class Submit(VerbForm):
    event, slug = Event.SUBMIT, "til-godkjenning"
    title = _("Send til godkjenning")
    done = _("Svaret venter på godkjenning.")

    def perform(self, by: Actor) -> None:
        actions.submit(self.case, by)


@verb
class SendBack(VerbForm):
    event, slug = Event.RETURN, "send-tilbake"
    title = _("Send tilbake")
    comment = prose(_("Hva må endres?"))

    def perform(self, by: Actor) -> None:
        actions.send_back(self.case, by, self.said("comment"))


@verb
class Send(VerbForm):
    event, slug = Event.SEND, "send"
    title = _("Godkjenn og send svaret")
    done = _("Svaret er sendt. Det kan ikke endres mer.")
    checked = forms.MultipleChoiceField(
        label=_("Sjekkliste"),
        choices=list(CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def perform(self, by: Actor) -> None:
        actions.send(self.case, by, self.said("checked"))


@verb
class Close(VerbForm):
    event, slug = Event.CLOSE, "lukk"
    title = _("Lukk henvendelsen")
    done = _("Henvendelsen er lukket.")

    def perform(self, by: Actor) -> None:
        actions.close(self.case, by)


@verb
class Reopen(VerbForm):
    event, slug = Event.REOPEN, "gjenapne"
    title = _("Gjenåpne henvendelsen")
    lead = _("Det gamle svaret blir stående. Fristen regnes fortsatt fra dagen henvendelsen kom.")
    reason = prose(_("Hvorfor?"), rows=2)

    def perform(self, by: Actor) -> None:
        actions.reopen(self.case, by, self.said("reason"))
