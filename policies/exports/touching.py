"""What a change of a recipient touches: activities, systems, cookies and policies, and what to do.

A country, a role or an agreement stands on the recipient alone; what it means stands in many
other places.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.published import excerpt
from policies.exports.known import Known
from policies.exports.places import is_outside
from policies.exports.sheets import on
from policies.publishing.article.words import country

EXPIRES_SOON = timedelta(days=60)
# Which roles the law demands an agreement of.
_AGREED: dict[t.RecipientRole | None, str] = {
    t.RecipientRole.PROCESSOR: "art. 28 nr. 3",
    t.RecipientRole.JOINT: "art. 26 nr. 1",
}


@dataclass(frozen=True)
class Todo:
    """Something to do, at the record where it is done, with the law that asks for it."""

    text: str
    record: str
    law: str = ""


@dataclass(frozen=True)
class Touched:
    """Everything that names a recipient, and what its facts now ask for."""

    recipient: s.Recipient
    activities: tuple[s.Activity, ...]
    systems: tuple[s.System, ...]
    websites: tuple[s.Website, ...]
    policies: tuple[s.Policy, ...]
    todos: tuple[Todo, ...]


def touched(register: s.Register, key: str, today: date) -> Touched:
    """Return what a recipient touches. Raises KeyError when there is no such recipient."""
    known = Known(register)
    recipient = known.recipients[key]
    systems = tuple(x for x in register.systems if x.supplier == key)
    supplied = {x.key for x in systems}
    activities = tuple(
        a
        for a in register.activities
        if a.status != t.ActivityStatus.ENDED
        and (
            not supplied.isdisjoint(a.systems)
            or any(d.recipient == key for d in known.disclosures(a))
        )
    )
    websites = tuple(w for w in register.websites if any(c.provider == key for c in w.cookies))
    policies = tuple(
        p
        for p in register.policies
        if any(r.key == key for r in excerpt(register, p.key).recipients)
    )
    going = [d for d in register.disclosures if d.recipient == key]
    found = Touched(recipient, activities, systems, websites, policies, ())
    if recipient.ended_on:
        return replace(found, todos=_ended(recipient))
    todos = (
        *_agreement(recipient, today),
        *_place(recipient, going),
        *_transfers(recipient, going),
    )
    return replace(found, todos=todos)


def _ended(recipient: s.Recipient) -> tuple[Todo, ...]:
    """Return what is left to do when a recipient is done: a processor deletes or gives back."""
    if recipient.role != t.RecipientRole.PROCESSOR:
        return ()
    text = _("Sjekk at %(name)s har slettet opplysningene eller levert dem tilbake")
    return (Todo(text % {"name": recipient.name}, recipient.record, "art. 28 nr. 3 g"),)


def _agreement(recipient: s.Recipient, today: date) -> list[Todo]:
    """Return what the agreement asks for (art. 26 and 28)."""
    found = []
    about = {"name": recipient.name, "day": on(recipient.agreement_expires_on)}
    if recipient.role is None:
        text = _("Avklar hvilken rolle %(name)s har") % about
        found.append(Todo(text, recipient.record, "art. 4 nr. 7 og 8"))
    if recipient.role == t.RecipientRole.PROCESSOR and recipient.agreement != t.Answer.YES:
        text = _("Inngå databehandleravtale med %(name)s, og før den opp") % about
        found.append(Todo(text, recipient.record, "art. 28 nr. 3"))
    if recipient.role == t.RecipientRole.JOINT and recipient.agreement != t.Answer.YES:
        text = _("Avtal med %(name)s hvem som gjør hva, og før det opp") % about
        found.append(Todo(text, recipient.record, "art. 26 nr. 1"))
    expires = recipient.agreement_expires_on
    if expires is not None and expires <= today + EXPIRES_SOON:
        text = _("Forny avtalen med %(name)s, som gjelder til %(day)s") % about
        if expires < today:
            text = _("Forny avtalen med %(name)s, som gikk ut %(day)s") % about
        found.append(Todo(text, recipient.record, _AGREED.get(recipient.role, "")))
    return found


def _place(recipient: s.Recipient, going: list[s.Disclosure]) -> list[Todo]:
    """Return what the country asks for (chapter V)."""
    name = recipient.name
    if recipient.country is None:
        text = _("Avklar hvilket land %(name)s er i") % {"name": name}
        return [Todo(text, recipient.record, "art. 44")]
    if not is_outside(recipient.country):
        return []
    about = {"name": name, "country": country(recipient.country)}
    found = []
    if not going:
        text = _("%(name)s er i %(country)s. Før opp hva som overføres dit") % about
        found.append(Todo(text, recipient.record, "art. 44"))
    for disclosure in going:
        if disclosure.transfer is None:
            text = _("%(name)s er i %(country)s. Avklar om opplysningene overføres dit") % about
            found.append(Todo(text, disclosure.record, "art. 44"))
        elif disclosure.transfer == t.Answer.NO:  # may be right, or from before it moved
            text = _("%(name)s er i %(country)s. Sjekk at det stemmer at ingenting overføres dit")
            found.append(Todo(text % about, disclosure.record, "art. 44"))
    return found


def _transfers(recipient: s.Recipient, going: list[s.Disclosure]) -> list[Todo]:
    """Return what is left out of the transfers, wherever the recipient itself is (chapter V)."""
    found = []
    for disclosure in going:
        if disclosure.transfer != t.Answer.YES:
            continue
        place, name = disclosure.transfer_country, recipient.name
        if place is None:
            text = _("Avklar hvilket land %(name)s overfører opplysninger til") % {"name": name}
            found.append(Todo(text, disclosure.record, "art. 30 nr. 1 e"))
        if disclosure.transfer_mechanism is None:
            where = country(place) if place else name
            text = _("Avklar hva overføringen til %(where)s bygger på") % {"where": where}
            found.append(Todo(text, disclosure.record, "art. 45–49"))
    return found
