"""Forms for the work itself: who does it, what is asked of the person, and how long it takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.document.terms import Role
from policies.models import Membership
from rights_requests import actions
from rights_requests import terms as t
from rights_requests.admin.fields import day, line, prose, yes
from rights_requests.admin.verbs import VerbForm, verb
from rights_requests.models import Case
from rights_requests.terms import Event
from rights_requests.workflow import Actor


@verb
class Accept(VerbForm):
    event, slug = Event.ACCEPT, "godta"
    title = _("Godta uten bekreftet e-postadresse")
    lead = _(
        "En skrivefeil skal ikke koste noen en rettighet. Ring eller skriv til personen først."
    )
    reason = prose(_("Hvordan vet dere at henvendelsen er ekte?"))

    def perform(self, by: Actor) -> None:
        actions.accept(self.case, by, self.said("reason"))


def workers(case: Case) -> dict[int, Any]:
    """Return those who may work with the company's cases, by number."""
    found = Membership.objects.filter(
        company=case.controller_id, role=Role.CASE_WORKER, user__is_active=True
    ).select_related("user")
    return {row.user_id: row.user for row in found.order_by("user__name", "user__email")}


@verb
class Assign(VerbForm):
    event, slug = Event.ASSIGN, "ansvarlig"
    title = _("Velg ansvarlig")
    assigned_to = forms.ChoiceField(label=_("Ansvarlig"))

    def prepare(self) -> None:
        self.people = workers(self.case)
        chosen: Any = self.fields["assigned_to"]
        chosen.choices = [(number, str(user)) for number, user in self.people.items()]
        self.initial.setdefault("assigned_to", self.case.assigned_to_id)

    def perform(self, by: Actor) -> None:
        actions.assign(self.case, by, self.people[int(self.said("assigned_to"))])


@verb
class Start(VerbForm):
    event, slug = Event.START, "start"
    title = _("Start arbeidet")
    done = _("Arbeidet er startet.")

    def perform(self, by: Actor) -> None:
        actions.start(self.case, by)


class Asks(VerbForm):
    """What both questions have."""

    ground = prose(_("Hvorfor må dere spørre?"), rows=2)
    question = prose(_("Hva spør dere om?"), help_text=_("Personen får lese dette."))
    asked_on = day(_("Sendt"), help_text=_("Tomt er i dag."))

    def about(self) -> actions.Question:
        """Return the question."""
        return actions.Question(self.said("ground"), self.said("question"), self.said("asked_on"))


@verb
class AskIdentity(Asks):
    event, slug = Event.ASK_IDENTITY, "spor-hvem"
    title = _("Spør hvem det er")
    button = _("Send spørsmålet")
    lead = _(
        "Bare ved rimelig tvil (art. 12 nr. 6). Ikke be om kopi av legitimasjon hvis noe mindre "
        "holder. Fristen står stille til svaret kommer."
    )

    def perform(self, by: Actor) -> None:
        actions.ask_identity(self.case, by, self.about())


@verb
class AskClarification(Asks):
    event, slug = Event.ASK_CLARIFICATION, "spor-hva"
    title = _("Be om presisering")
    button = _("Send spørsmålet")
    field_order = ("question", "large", "ground", "asked_on")
    ground = prose(_("Hvorfor må dere spørre?"), rows=2, required=False)
    large = yes(
        _("Vi har store mengder opplysninger om personen"),
        help_text=_(
            "Da står fristen stille til svaret kommer (fortalepunkt 63). Ellers går den videre."
        ),
    )

    def perform(self, by: Actor) -> None:
        actions.ask_clarification(self.case, by, self.about(), large=self.said("large"))


@verb
class Resume(VerbForm):
    event, slug = Event.RESUME, "fortsett"
    title = _("Svaret er kommet")
    lead = _("Skriver personen her, går fristen videre av seg selv.")
    answered_on = day(_("Svaret kom"), help_text=_("Tomt er i dag."))
    reason = prose(_("Hva kom, og hvordan?"), rows=2)

    def perform(self, by: Actor) -> None:
        actions.resume(
            self.case, by, answered_on=self.said("answered_on"), reason=self.said("reason")
        )


@verb
class GiveUp(VerbForm):
    event, slug = Event.GIVE_UP, "avslutt-uten-identitet"
    title = _("Avslutt fordi dere ikke kan vite hvem det er")
    button = _("Avslutt og si hvorfor")
    lead = _("Personen får lese begrunnelsen, og hvor det går an å klage.")
    reason = prose(_("Begrunnelse"))

    def perform(self, by: Actor) -> None:
        actions.give_up(self.case, by, self.said("reason"))


@verb
class Extend(VerbForm):
    event, slug = Event.EXTEND, "forleng"
    title = _("Forleng fristen med to måneder")
    button = _("Forleng og si fra til personen")
    lead = _(
        "Bare én gang, og bare når saken er omfattende (art. 12 nr. 3). Den gjelder fra varselet "
        "er sendt, og det må skje før den første fristen er ute."
    )
    reason = prose(_("Hvorfor tar det lengre tid?"), help_text=_("Personen får lese dette."))
    by_post = yes(_("Vi sender varselet som brev i dag"))

    def perform(self, by: Actor) -> None:
        actions.extend(self.case, by, self.said("reason"), by_post=self.said("by_post"))


@verb
class Write(VerbForm):
    event, slug = Event.WRITE, "melding"
    title = _("Skriv til personen")
    button = _("Send meldingen")
    done = _("Meldingen ligger på siden til personen.")
    text = prose(_("Melding"), rows=5)

    def perform(self, by: Actor) -> None:
        actions.write(self.case, by, self.said("text"))


@verb
class Hear(VerbForm):
    event, slug = Event.HEAR, "mottatt-melding"
    title = _("Skriv ned noe personen har sagt")
    text = prose(_("Hva sa personen?"), help_text=_("Også hvordan og når."))

    def perform(self, by: Actor) -> None:
        actions.hear(self.case, by, self.said("text"))


@verb
class WriteNote(VerbForm):
    event, slug = Event.NOTE, "notat"
    title = _("Skriv et notat")
    button = _("Lagre notatet")
    lead = _("Bare dere ser notatet. Ber personen om innsyn, kan det være med.")
    text = prose(_("Notat"))

    def perform(self, by: Actor) -> None:
        actions.note(self.case, by, self.said("text"))


@verb
class IssueCode(VerbForm):
    event, slug = Event.CODE, "kode"
    title = _("Lag ny kode til personen")
    lead = _("Koden vises én gang. Den gamle slutter å virke.")
    reason = prose(_("Hvem får koden, og hvordan?"), rows=2)
    code = ""

    def perform(self, by: Actor) -> None:
        self.code = actions.issue_code(self.case, by, self.said("reason"))


@verb
class Contact(VerbForm):
    event, slug = Event.CONTACT, "kontakt"
    title = _("Endre kontaktopplysninger")
    button = _("Lagre")
    lead = _("En ny e-postadresse må bekreftes på nytt.")
    name = line(_("Navn"), required=False)
    email = line(_("E-post"), kind="Email", required=False)
    phone = line(_("Telefon"), kind="Phone", required=False)
    address = prose(_("Postadresse"), rows=2, required=False)
    reason = prose(_("Hvorfor?"), rows=2)

    def prepare(self) -> None:
        for name in ("name", "email", "phone", "address"):
            self.initial.setdefault(name, getattr(self.case, name))

    def perform(self, by: Actor) -> None:
        changed = {name: self.said(name) for name in ("name", "email", "phone", "address")}
        actions.change_contact(self.case, by, changed, self.said("reason"))


KNOWN = (t.Identity.KNOWN, t.Identity.IN_PERSON)
