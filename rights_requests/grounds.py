"""The grounds of refusal as data: for which right, what the law says, in Norwegian words of ours.

Each sentence tells what the rule lets a company do; the reason tells why it applies here.
Sources: the articles themselves, and personopplysningsloven §§ 16–17.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rights_requests.terms import AT_ONCE, Ground, Right

G, R = Ground, Right


@dataclass(frozen=True)
class Rule:
    """A ground: the rights it can refuse, what is told, and where it stands."""

    rights: frozenset[Right]
    told: Any
    law: Any


_REFUSABLE = frozenset(Right) - AT_ONCE
_GDPR = _("personvernforordningen %(article)s")


def _rule(article: str, told: Any, *rights: Right) -> Rule:
    return Rule(frozenset(rights) or _REFUSABLE, told, str(article))


RULES: dict[Ground, Rule] = {
    G.NOT_IDENTIFIABLE: Rule(
        frozenset(Right),
        _("Vi kan ikke fastslå hvem du er. Da kan vi ikke gi ut eller endre noe."),
        "art. 11 og 12 nr. 2",
    ),
    G.UNFOUNDED: _rule(
        "art. 12 nr. 5",
        _("Loven lar oss avslå det som er åpenbart grunnløst eller overdrevent."),
    ),
    G.RIGHTS_OF_OTHERS: _rule(
        "art. 15 nr. 4", _("En kopi må ikke gå ut over andres rettigheter og friheter."), R.ACCESS
    ),
    G.NOT_WRONG: _rule("art. 16", _("Vi mener at opplysningene er riktige."), R.RECTIFICATION),
    G.ERASURE_NO_GROUND: _rule(
        "art. 17 nr. 1",
        _("Vi trenger fortsatt opplysningene til det de ble samlet inn for, og har lov til det."),
        R.ERASURE,
    ),
    G.EXPRESSION: _rule(
        "art. 17 nr. 3 a",
        _("Opplysningene trengs for ytrings- og informasjonsfriheten."),
        R.ERASURE,
    ),
    G.OBLIGATION: _rule(
        "art. 17 nr. 3 b",
        _(
            "En lov pålegger oss å beholde opplysningene, eller vi trenger dem i en oppgave "
            "etter lov."
        ),
        R.ERASURE,
    ),
    G.PUBLIC_HEALTH: _rule(
        "art. 17 nr. 3 c", _("Opplysningene trengs av hensyn til folkehelsen."), R.ERASURE
    ),
    G.ARCHIVE: _rule(
        "art. 17 nr. 3 d",
        _("Opplysningene trengs til arkiv, forskning eller statistikk etter loven."),
        R.ERASURE,
    ),
    G.CLAIMS: _rule("art. 17 nr. 3 e", _("Opplysningene trengs i et rettskrav."), R.ERASURE),
    G.RESTRICTION_NO_GROUND: _rule(
        "art. 18 nr. 1", _("Ingen av vilkårene for begrensning er oppfylt."), R.RESTRICTION
    ),
    G.PORTABILITY_SCOPE: _rule(
        "art. 20 nr. 1",
        _("Retten gjelder bare det du har gitt oss, og som bygger på samtykke eller avtale."),
        R.PORTABILITY,
    ),
    G.PORTABILITY_OTHERS: _rule(
        "art. 20 nr. 4",
        _("En fil må ikke gå ut over andres rettigheter og friheter."),
        R.PORTABILITY,
    ),
    G.COMPELLING: _rule(
        "art. 21 nr. 1",
        _("Vi har tungtveiende grunner som går foran, eller trenger opplysningene i et rettskrav."),
        R.OBJECTION,
    ),
    G.AUTOMATED_ALLOWED: _rule(
        "art. 22 nr. 2",
        _("Avgjørelsen er nødvendig for en avtale, tillatt i lov eller bygger på samtykke."),
        R.AUTOMATED,
    ),
    G.NATIONAL_LAW: Rule(
        frozenset({R.ACCESS}),
        _("Loven gjør unntak fra innsyn for disse opplysningene."),
        _("personopplysningsloven § 16"),
    ),
    G.NATIONAL_RESEARCH: Rule(
        frozenset({R.ACCESS, R.RECTIFICATION, R.RESTRICTION}),
        _("Loven gjør unntak når opplysningene bare brukes til arkiv, forskning eller statistikk."),
        _("personopplysningsloven § 17"),
    ),
    G.CONFIDENTIALITY: Rule(
        frozenset({R.ACCESS, R.PORTABILITY}),
        _("Opplysningene er underlagt taushetsplikt i lov."),
        _("personopplysningsloven § 16"),
    ),
    G.NO_RIGHT: _rule("", _("Det du ber om, er ikke en rettighet etter loven."), R.OTHER),
}


def grounds_for(right: Right) -> list[Ground]:
    """Return the grounds that may refuse a right; few or none for what is absolute."""
    return [ground for ground, rule in RULES.items() if right in rule.rights]


def law_of(ground: Ground) -> str:
    """Return where a ground stands, as people cite it."""
    law = str(RULES[ground].law)
    return str(_GDPR % {"article": law}) if law.startswith("art.") else law
