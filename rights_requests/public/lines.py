"""What one may ask for, each in plain words and told from what the company has published."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.publishing.article.words import sentence
from rights_requests.public.desk import Desk, named
from rights_requests.terms import Right

R = Right
LABELS = {
    R.ACCESS: gettext_lazy("Se hvilke opplysninger dere har om meg"),
    R.RECTIFICATION: gettext_lazy("Rette noe som er feil"),
    R.ERASURE: gettext_lazy("Slette opplysninger"),
    R.MARKETING: gettext_lazy("Slippe markedsføring"),
    R.OBJECTION: gettext_lazy("Protestere mot annen bruk"),
    R.RESTRICTION: gettext_lazy("Sette bruken på vent"),
    R.PORTABILITY: gettext_lazy("Få opplysningene i en fil"),
    R.WITHDRAWAL: gettext_lazy("Trekke et samtykke"),
    R.AUTOMATED: gettext_lazy("Få et menneske til å vurdere en automatisk avgjørelse"),
    R.OTHER: gettext_lazy("Klage eller noe annet"),
}
TERMS = {
    R.ACCESS: gettext_lazy("innsyn"),
    R.RECTIFICATION: gettext_lazy("retting"),
    R.ERASURE: gettext_lazy("sletting"),
    R.MARKETING: gettext_lazy("protest"),
    R.OBJECTION: gettext_lazy("protest"),
    R.RESTRICTION: gettext_lazy("begrensning"),
    R.PORTABILITY: gettext_lazy("dataportabilitet"),
}


class Line(NamedTuple):
    """One choice: the label, what the law calls it, and what it means at this company."""

    right: Right
    label: str
    term: str
    about: str


def lines(desk: Desk) -> list[Line]:
    """Return every choice, in the order of the form. The law's rights stand whatever is said."""
    return [
        Line(right, str(label), str(TERMS.get(right, "")), " ".join(_about(desk, right)))
        for right, label in LABELS.items()
    ]


def label(right: str) -> str:
    """Return what a right is called to the person: «Slette opplysninger (sletting)»."""
    term = TERMS.get(R(right))
    return f"{LABELS[R(right)]} ({term})" if term else str(LABELS[R(right)])


def _about(desk: Desk, right: Right) -> Iterator[str]:
    yield from _ABOUT[right](desk)
    yield from desk.added(right)
    if days := desk.promised(right):
        yield _("Vi har lovet svar innen %(days)d dager.") % {"days": days}


def _access(desk: Desk) -> Iterator[str]:
    yield _("Du får vite om vi har opplysninger om deg, hva vi bruker dem til, og en kopi.")
    if activities := desk.all("activities"):
        yield sentence(_("Vi bruker opplysninger til %(what)s") % {"what": named(activities)})


def _rectification(_desk: Desk) -> Iterator[str]:
    yield _("Skriv hva som er feil eller mangler, og hva som er riktig.")


def _erasure(desk: Desk) -> Iterator[str]:
    if laws := desk.all("kept_by"):
        about = {"law": named(laws).replace("«", "").replace("»", "")}
        yield _("Noe må vi beholde, for eksempel etter %(law)s. Da forklarer vi hvorfor.") % about
    else:
        yield _("Noen ganger må vi beholde dem. Da forklarer vi hvorfor.")


def _marketing(desk: Desk) -> Iterator[str]:
    if purposes := desk.all("marketing"):
        yield _("Det gjelder %(what)s.") % {"what": named(purposes)}
        yield _("Du trenger ikke begrunne det, og vi stanser med en gang.")
    else:
        yield _("Vi har ikke oppgitt at vi driver direkte markedsføring.")
        yield _("Får du det likevel, trenger du ikke begrunne et nei.")


def _objection(desk: Desk) -> Iterator[str]:
    if purposes := desk.all("objectable"):
        about = {"what": named(purposes)}
        yield _("Du kan protestere ut fra din situasjon mot %(what)s.") % about
    elif desk.every("knows_every_basis"):
        yield _("Vi har ikke oppgitt noe som bygger på en berettiget interesse eller på offentlig "
                "myndighet, men du kan protestere likevel.")  # fmt: skip
    else:
        yield _("Gjelder det som bygger på en berettiget interesse eller offentlig myndighet.")


def _restriction(_desk: Desk) -> Iterator[str]:
    yield _("Opplysningene blir liggende ubrukt, for eksempel mens vi undersøker om de er riktige.")


def _portability(desk: Desk) -> Iterator[str]:
    yield _("Gjelder det du selv har gitt oss, når vi bygger på samtykke eller avtale.")
    if purposes := desk.all("portable"):
        yield _("Her er det %(what)s.") % {"what": named(purposes)}
    elif desk.every("knows_every_basis"):
        yield _("Vi har ikke oppgitt noe slikt.")


def _withdrawal(desk: Desk) -> Iterator[str]:
    if purposes := desk.all("consent"):
        yield _("Det gjelder %(what)s.") % {"what": named(purposes)}
        yield _("Vi stanser med en gang.")
    elif desk.every("knows_every_basis"):
        yield _("Vi har ikke oppgitt at vi bygger noe på samtykke. Har du gitt et, kan du "
                "trekke det.")  # fmt: skip
    else:
        yield _("Har du sagt ja til noe, kan du ombestemme deg når som helst.")


def _automated(desk: Desk) -> Iterator[str]:
    if decided := desk.all("decided"):
        yield _("Dette avgjøres automatisk:")
        yield from decided
    elif desk.every("decides_nothing"):
        yield _("Vi har oppgitt at ingen avgjørelser som betyr mye for deg, tas helt automatisk.")
    else:
        yield _("Gjelder avgjørelser som betyr mye for deg, og som ingen mennesker har sett på.")


def _other(_desk: Desk) -> Iterator[str]:
    yield _("Usikker? Velg denne og skriv med egne ord. Vi finner riktig regel.")


_ABOUT: dict[Right, Callable[[Desk], Iterator[str]]] = {
    R.ACCESS: _access,
    R.RECTIFICATION: _rectification,
    R.ERASURE: _erasure,
    R.MARKETING: _marketing,
    R.OBJECTION: _objection,
    R.RESTRICTION: _restriction,
    R.PORTABILITY: _portability,
    R.WITHDRAWAL: _withdrawal,
    R.AUTOMATED: _automated,
    R.OTHER: _other,
}
