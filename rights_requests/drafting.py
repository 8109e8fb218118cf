"""How an answer begins: what is decided of each thing asked for, in a letter to be finished.

Everything of the register's or staff's stands in it as plain words: their brackets are no
placeholders (letters.inert).
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.document.build import build
from policies.document.published import Published
from policies.publishing.publish import preview, readable
from rights_requests import access, grounds, letters
from rights_requests.models import Case, Demand
from rights_requests.searching import found_in
from rights_requests.terms import Ground, Outcome, Right

_SEPARATOR = "\n\n"


def compose(case: Case) -> str:
    """Return the text that an answer begins with."""
    demands = list(case.demands.all())
    parts = [
        "{hilsen}",
        _("Vi viser til henvendelsen vi fikk {mottatt}, med referanse {referanse}."),
        *(part for demand in demands for part in _demand(demand)),
    ]
    gives = any(d.right == Right.ACCESS and d.outcome in _GIVES for d in demands)
    if gives:
        parts += [f"## {_('Kopi av opplysningene (art. 15 nr. 3)')}", "{kopi}", art_15(case)]
    elif any(d.is_refused for d in demands):
        parts += [f"## {_('Klage')}", f"{{{letters.COMPLAINT}}}"]
    parts.append(_("Hilsen") + "\n{virksomhet}\n{kontakt}")
    return _SEPARATOR.join(part for part in parts if part)


_GIVES = frozenset({Outcome.GRANTED, Outcome.PARTIAL})
_SENTENCES = {
    Outcome.GRANTED: gettext_lazy("Vi har gjort det du ba om."),
    Outcome.PARTIAL: gettext_lazy("Vi har gjort en del av det du ba om."),
    Outcome.REFUSED: gettext_lazy("Vi kan ikke gjøre det du ba om."),
    Outcome.NOT_HELD: gettext_lazy("Vi har ingen opplysninger om deg som dette gjelder."),
    Outcome.WITHDRAWN: gettext_lazy("Du har trukket dette."),
    Outcome.UNIDENTIFIED: gettext_lazy(
        "Vi kan ikke vite at det er deg, og kan derfor ikke gjøre dette."
    ),
}


def _demand(demand: Demand) -> Iterator[str]:
    """Yield what became of one thing asked for, why, and by which law."""
    if demand.outcome is None:
        return
    title = str(Right(demand.right).label)
    yield f"## {title[:1].upper()}{title[1:]}"
    ground = _ground(demand)
    said = (str(_SENTENCES[Outcome(demand.outcome)]), ground, letters.inert(demand.reason))
    yield " ".join(text for text in said if text)


def _ground(demand: Demand) -> str:
    if demand.ground is None:
        return ""
    ground = Ground(demand.ground)
    law = grounds.law_of(ground)
    told = str(grounds.RULES[ground].told)
    return f"{told} {_('Se %(law)s.') % {'law': law}}" if law else told


def art_15(case: Case) -> str:
    """Return art. 15 no. 1 a–h, by the policy in force when the request came."""
    published = _published(case)
    if published is None:
        return ""
    found = found_in(case, build(case.controller.key))
    covered = {a.key for a in published.company.activities}
    text = access.information(published, found & covered)
    head, placeholder, tail = text.rpartition(f"{{{letters.COMPLAINT}}}")
    return f"{letters.inert(head)}{placeholder}{letters.inert(tail)}"


def _published(case: Case) -> Published | None:
    version = case.version
    document = readable(version.document) if version and not version.erased_at else None
    if document is None:
        policy = case.controller.policies.first()
        return preview(policy) if policy else None
    return document
