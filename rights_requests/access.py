"""The first part of an answer to innsyn: art. 15 no. 1 a–h and no. 2, from the document.

The register's facts stand in the policy that was in force when the request came. The law's
sentences are ours, and each heading names its letter.
"""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as d
from policies.document.published import Published
from policies.publishing.article import retention
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import country, listed, not_stated, role, sentence

Lines = Iterator[str]


def information(published: Published, activities: Collection[str] | None = None) -> str:
    """Return the text, about some activities or all."""
    look = Lookup(published)
    chosen = [a for a in published.company.activities if activities is None or a.key in activities]
    parts = (
        _uses(look, chosen),
        _recipients(look, {a.key for a in chosen}),
        _transfers(look, {a.key for a in chosen}),
        _automated(chosen),
        _rights(),
    )
    return "\n".join(line for part in parts for line in part).strip()


def _uses(look: Lookup, activities: list[s.Activity]) -> Lines:
    """Yield purposes, data, storage and sources (letters a, b, d and g)."""
    yield _heading(_("Slik bruker vi opplysningene"), "a, b, d, g")
    if not activities:
        yield _("Vi har ikke funnet opplysninger om deg.")
        yield ""
    for activity in activities:
        yield f"### {activity.name}"
        yield f"- {_('Formål')}: {_purposes(activity)}"
        yield f"- {_('Opplysninger')}: {_data(look, activity)}"
        yield f"- {_('Lagringstid')}: {_kept(look, activity)}"
        yield f"- {_('Vi fikk dem fra')}: {_sources(activity)}"
        yield ""


def _purposes(activity: s.Activity) -> str:
    return listed(p.text for p in activity.purposes) or not_stated()


def _data(look: Lookup, activity: s.Activity) -> str:
    found = []
    for use in activity.data_uses:
        category = look.names([use.category]) if use.category else ""
        items = listed(use.items)
        found.append(f"{category} ({items})" if category and items else category or items)
    return "; ".join(text for text in found if text) or not_stated()


def _kept(look: Lookup, activity: s.Activity) -> str:
    """Return how long, and for what where it differs."""
    found = [retention.told(look.rules_for(activity), cell=True)]
    for purpose in activity.purposes:
        found += [f"{_quoted(purpose.text)}: {told}" for told in _told(look, purpose)]
    for use in activity.data_uses:
        found += [f"{_quoted(listed(use.items))}: {told}" for told in _told(look, use)]
    return " ".join(text for text in found if text) or (
        retention.told(look.rules, cell=True) or not_stated()
    )


def _told(look: Lookup, record: s.Value) -> list[str]:
    told = retention.told(look.rules_for(record), cell=True)
    return [told] if told else []


def _quoted(text: str) -> str:
    return f"«{text}»"


def _sources(activity: s.Activity) -> str:
    found = []
    for source in activity.data_sources:
        label = _from_whom(source)
        about = ", ".join(text for text in (source.organisation, source.description) if text)
        found.append(f"{label} ({about})" if label and about else label or about)
    return listed(text for text in dict.fromkeys(found) if text) or not_stated()


def _from_whom(source: s.DataSource) -> str:
    if source.kind_of == d.SourceKind.PERSON:
        return _("deg selv")
    return str(source.kind_of.label) if source.kind_of else ""


def _disclosures(look: Lookup, activities: Collection[str]) -> list[s.Disclosure]:
    return [
        x
        for x in look.company.disclosures
        if not x.activities or set(x.activities) & set(activities)
    ]


def _recipients(look: Lookup, activities: Collection[str]) -> Lines:
    """Yield who has got the data (letter c)."""
    yield _heading(_("Hvem som har fått opplysningene"), "c")
    found = _disclosures(look, activities)
    for key in dict.fromkeys(x.recipient for x in found):
        recipient = look.recipients[key]
        reasons = [recipient.description, *(x.why for x in found if x.recipient == key)]
        about = "; ".join(dict.fromkeys(text.rstrip(".") for text in reasons if text))
        called = f"{recipient.name} ({role(recipient.role)})" if recipient.role else recipient.name
        yield f"- {called}: {about}" if about else f"- {called}"
    if not found:
        none = look.company.has_recipients == d.Answer.NO
        yield _("Ingen andre har fått dem.") if none else _("Det er ikke oppgitt.")
    yield ""


def _transfers(look: Lookup, activities: Collection[str]) -> Lines:
    """Yield what left the EEA, and what protects it there (letter c and no. 2)."""
    found = [x for x in _disclosures(look, activities) if x.transfer == d.Answer.YES]
    if not found:
        return
    yield _heading(_("Overføring ut av EØS"), _("c og nr. 2"))
    for disclosure in found:
        place = disclosure.transfer_country
        mechanism = disclosure.transfer_mechanism
        about = (
            look.recipients[disclosure.recipient].name,
            country(place) if place else _("land er ikke oppgitt"),
            str(mechanism.label) if mechanism else _("grunnlaget er ikke oppgitt"),
            disclosure.transfer_safeguard.rstrip("."),
        )
        yield f"- {', '.join(text for text in about if text)}"
    yield ""


def _automated(activities: list[s.Activity]) -> Lines:
    """Yield what is decided without a person (letter h)."""
    deciding = [a for a in activities if d.Answer.YES in {a.automated_decisions, a.profiling}]
    if not deciding:
        return
    yield _heading(_("Automatiserte avgjørelser og profilering"), "h")
    for activity in deciding:
        told = (
            activity.automated_decision,
            activity.automated_logic,
            activity.automated_consequences,
            activity.profiling_description,
        )
        about = " ".join(sentence(text) for text in told if text) or sentence(not_stated())
        yield f"- {activity.name}: {about}"
    yield ""


def _rights() -> Lines:
    """Yield the rights that the person has, and where to complain (letters e and f)."""
    yield _heading(_("Rettighetene dine"), "e, f")
    yield _(
        "Du kan be oss rette eller slette opplysninger, be oss begrense bruken, og protestere "
        "mot den. {klage}"
    )


def _heading(text: str, letters: str) -> str:
    about = {"text": text, "letters": letters}
    return f"## {_('%(text)s (art. 15 nr. 1 %(letters)s)') % about}"
