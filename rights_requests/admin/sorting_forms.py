"""Forms that say who somebody is, and that a request belongs elsewhere."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rights_requests import actions, codes
from rights_requests import terms as t
from rights_requests.admin.fields import choice, line, prose
from rights_requests.admin.verbs import VerbForm, verb
from rights_requests.errors import RefusedError
from rights_requests.models import Case
from rights_requests.terms import Event
from rights_requests.workflow import Actor


@verb
class Identify(VerbForm):
    event, slug = Event.IDENTIFY, "identitet"
    title = _("Bekreft hvem personen er")
    button = _("Lagre")
    lead = _("Ikke ta vare på kopi av legitimasjon. Skriv bare hva dere så.")
    level = choice(_("Slik vet dere det"), (t.Identity.KNOWN, t.Identity.IN_PERSON))
    how = prose(_("Hva så eller hørte dere?"), rows=2)

    def perform(self, by: Actor) -> None:
        actions.identify(self.case, by, t.Identity(self.said("level")), self.said("how"))


@verb
class Represent(VerbForm):
    event, slug = Event.REPRESENT, "fullmakt"
    title = _("Registrer retten til å handle for en annen")
    button = _("Lagre")
    kind = choice(_("Grunnlag"), t.Representation)
    how = prose(_("Hva har dere sett?"), rows=2)

    def perform(self, by: Actor) -> None:
        actions.represent(self.case, by, t.Representation(self.said("kind")), self.said("how"))


@verb
class Withdraw(VerbForm):
    event, slug = Event.WITHDRAW, "trekk"
    title = _("Personen trekker henvendelsen")
    reason = prose(_("Hvordan sa personen det?"), rows=2)

    def perform(self, by: Actor) -> None:
        actions.withdraw_for(self.case, by, self.said("reason"))


@verb
class Merge(VerbForm):
    event, slug = Event.MERGE, "duplikat"
    title = _("Slå sammen med en annen henvendelse")
    lead = _("Bare når begge er fra samme bekreftede person. Den tidligste datoen gjelder.")
    into = line(_("Referansen til den som skal fortsette"))
    reason = prose(_("Hvordan vet dere at det er samme person og sak?"), rows=2)

    def perform(self, by: Actor) -> None:
        wanted = codes.read_reference(self.said("into"))
        into = Case.objects.of(self.case.controller).filter(reference=wanted).first()
        if into is None:
            raise RefusedError(_now("Vi fant ingen henvendelse med den referansen."), "into")
        actions.merge(self.case, into, by, self.said("reason"))


@verb
class Redirect(VerbForm):
    event, slug = Event.REDIRECT, "feil-mottaker"
    title = _("Henvendelsen er ikke vår")
    button = _("Svar og avslutt")
    text = prose(_("Svar til personen"), help_text=_("Si hvem som har ansvaret, om dere vet det."))
    reason = prose(_("Hvorfor har dere ikke ansvaret?"), rows=2)

    def perform(self, by: Actor) -> None:
        actions.redirect(self.case, by, self.said("text"), self.said("reason"))
