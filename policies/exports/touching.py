"""What a change of a recipient touches: activities, systems, cookies and policies, and what to do.

A country, a role or an agreement stands on the recipient alone; what it means stands in many
other places.
"""

from dataclasses import dataclass
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
        return found
    todos = (*_agreement(recipient, today), *_place(recipient, going))
    return Touched(recipient, activities, systems, websites, policies, todos)


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
        found.append(Todo(text, recipient.record, "art. 28 nr. 3"))
    return found


def _place(recipient: s.Recipient, going: list[s.Disclosure]) -> list[Todo]:
    """Return what the country asks for (chapter V)."""
    name = recipient.name
    if recipient.country is None:
        text = _("Avklar hvilket land %(name)s er i") % {"name": name}
        return [Todo(text, recipient.record, "art. 13 nr. 1 f")]
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
        elif disclosure.transfer_mechanism is None:
            text = _("Avklar hva overføringen til %(country)s bygger på") % about
            found.append(Todo(text, disclosure.record, "art. 45–49"))
    return found
