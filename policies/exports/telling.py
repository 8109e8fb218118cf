"""What the cells of a record say, in the words of art. 30 and the law's own."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.numbers import shown_number
from policies.document.periods import period_in_words
from policies.exports.known import Known
from policies.exports.sheets import Cell, first_upper, given, none, on, unknown, word
from policies.publishing.article.words import country


def if_relevant() -> str:
    """Return when transfers must be told of, in the article's words (art. 30 no. 1 e)."""
    return _("dersom det er relevant")


def if_possible() -> str:
    """Return when time limits and measures must be (art. 30 no. 1 f and g)."""
    return _("dersom det er mulig")


def if_compelling() -> str:
    """Return when safeguards must be documented here (art. 30 no. 1 e); else they are of use."""
    return _("ved overføring etter art. 49 nr. 1 annet ledd")


def note(register: s.Register) -> str:
    """Return what tells that a register isn't its company's own; empty for one that is."""
    if register.origin == t.Origin.EXAMPLE:
        return _("Virksomheten er oppdiktet.")
    if register.origin == t.Origin.REPRODUCED:
        return _(
            "Virksomheten har ikke laget dette registeret selv. Det er laget for å vise "
            "Personvernhub, ut fra en tekst virksomheten hadde på nett."
        )
    return ""


def company(register: s.Register) -> str:
    """Return the company and how it is reached (art. 30 no. 1 a)."""
    number = register.identifier_number
    shown = shown_number(register.identifier_scheme or "other", number) if number else ""
    about = [
        register.name,
        _("org.nr. %(number)s") % {"number": shown} if shown else "",
        register.address,
        country(register.country) if register.country else "",
        *_reached(register),
    ]
    return ", ".join(filter(None, about))


def _reached(found: s.Register | s.Party) -> tuple[str, ...]:
    """Return how somebody is reached: art. 30 demands it, so that there is no way is told."""
    if not (found.address or found.email or found.phone):
        return (_("kontaktopplysninger er ikke avklart"),)
    return (found.email, found.phone)


def party(found: s.Party) -> str:
    """Return somebody beside the company, as «Personvernombud: Kari, kari@eksempel.no»."""
    place = country(found.country) if found.country else ""
    about = [found.name or unknown(), found.title, found.address, place, *_reached(found)]
    told = ", ".join(filter(None, about))
    if found.responsible_for:
        told += " " + _("(har ansvar for %(what)s)") % {"what": found.responsible_for}
    return f"{first_upper(str(found.role.label))}: {told}"


def joint(register: s.Register, role: t.ProcessingRole | None) -> Cell:
    """Return the joint controllers of an activity (art. 26), and whether it has any."""
    if role == t.ProcessingRole.CONTROLLER:
        return ()
    label = first_upper(str(t.PartyRole.JOINT_CONTROLLER.label))
    found = parties(register, t.PartyRole.JOINT_CONTROLLER)
    if role is None:
        return (_("Om ansvaret er delt med andre: %(answer)s") % {"answer": unknown()}, *found)
    return found or (f"{label}: {unknown()}",)


def beside(register: s.Register) -> Cell:
    """Return representative and DPO, the last also when there is none."""
    found = parties(register, t.PartyRole.REPRESENTATIVE) + parties(register, t.PartyRole.DPO)
    if any(p.role == t.PartyRole.DPO for p in register.parties):
        return found
    return (*found, f"{first_upper(str(t.PartyRole.DPO.label))}: {_no_dpo(register)}")


def parties(register: s.Register, role: t.PartyRole) -> Cell:
    """Return who is this to the company, a line each."""
    return tuple(party(p) for p in register.parties if p.role == role)


def _no_dpo(register: s.Register) -> str:
    if register.dpo_status == t.DpoStatus.NONE:
        return none()
    if register.dpo_status == t.DpoStatus.APPOINTED:
        return _("oppnevnt, men navnet er ikke avklart")
    return unknown()


def recipient(found: s.Recipient) -> str:
    """Return who gets data, and as what: «Regnskap AS (databehandler, Norge)»."""
    about = [word(found.role) if found.role else _("rollen er ikke avklart")]
    about += [country(found.country)] if found.country else []
    if found.ended_on:
        about.append(_("avsluttet %(day)s") % {"day": on(found.ended_on)})
    return f"{found.name} ({', '.join(about)})"


def recipients(known: Known, activity: s.Activity) -> Cell:
    """Return everybody who gets an activity's data (art. 30 no. 1 d)."""
    keys = dict.fromkeys(each.recipient.key for each in known.going(activity))
    found = tuple(recipient(known.recipients[key]) for key in keys)
    if found:
        return found
    return (none() if known.register.has_recipients == t.Answer.NO else unknown(),)


def transfers(known: Known, activity: s.Activity) -> Cell:
    """Return what leaves the EEA, and where to (art. 30 no. 1 e)."""
    found = [transfer(d, known) for d in _leaving(known, activity)]
    if _may_leave(known, activity):
        found.append(unknown())
    return tuple(dict.fromkeys(found)) or (none(),)


def _leaving(known: Known, activity: s.Activity) -> list[s.Disclosure]:
    return [d for d in known.disclosures(activity) if d.transfer == t.Answer.YES]


def _may_leave(known: Known, activity: s.Activity) -> bool:
    """Tell whether it isn't stated, for some recipient, that data stays within the EEA."""
    register, going = known.register, known.going(activity)
    if not going:
        return t.Answer.NO not in {register.has_recipients, register.transfers_outside_eea}
    return any(each.leaves is None for each in going)


def transfer(disclosure: s.Disclosure, known: Known) -> str:
    """Return «Skylager Inc.: USA, EUs standardvilkår (art. 46 nr. 2 c)»."""
    place = disclosure.transfer_country
    where = country(place) if place else _("landet er ikke avklart")
    mechanism = disclosure.transfer_mechanism
    grounds = str(mechanism.label) if mechanism else _("grunnlaget er ikke avklart")
    return f"{known.recipients[disclosure.recipient].name}: {where}, {grounds}"


def safeguards(known: Known, activity: s.Activity) -> Cell:
    """Return what protects data that leaves the EEA; nothing where none does."""
    found = [
        f"{known.recipients[d.recipient].name}: {'; '.join(safety(d))}"
        for d in _leaving(known, activity)
    ]
    if _may_leave(known, activity):
        found.append(unknown())
    return tuple(dict.fromkeys(found))


def safety(disclosure: s.Disclosure) -> Cell:
    """Return the safeguards of one transfer, or why none are told."""
    certified = disclosure.transfer_certified == t.Answer.YES
    told = given(_("mottakeren er sertifisert") if certified else "", disclosure.transfer_safeguard)
    return told or (_unsaid(disclosure),)


def _unsaid(disclosure: s.Disclosure) -> str:
    """Return why a transfer has no safeguards to tell of, if there is a reason.

    The decision on the USA covers certified recipients alone (Commission Implementing Decision
    (EU) 2023/1795). Art. 30 asks for safeguards only by art. 49 no. 1, second subparagraph.
    """
    if disclosure.transfer_mechanism == t.TransferMechanism.DEROGATION:
        return _("ikke avklart (kreves bare etter art. 49 nr. 1 annet ledd)")
    if disclosure.transfer_mechanism != t.TransferMechanism.ADEQUACY:
        return unknown()
    if disclosure.transfer_country == "US":
        if disclosure.transfer_certified == t.Answer.NO:
            return _("mottakeren er ikke sertifisert, og da gjelder ikke adekvansbeslutningen")
        return _("ikke avklart om mottakeren er sertifisert")
    return _("ikke nødvendig ved adekvansbeslutning") if disclosure.transfer_country else unknown()


def retention(rule: s.RetentionRule) -> str:
    """Return how long, from when, and by which law."""
    told = period_in_words(rule.period) if rule.period else ""
    if told and rule.starts_from:
        told = _("%(period)s etter %(start)s") % {"period": told, "start": rule.starts_from}
    if rule.criterion:
        is_rule = rule.kind_of == t.RetentionKind.RULE and not told
        criterion = _("til %(what)s") % {"what": rule.criterion} if is_rule else rule.criterion
        told = f"{told}. {criterion}" if told else criterion
    told = told or unknown()
    return f"{told} ({rule.law_reference})" if rule.law_reference else told


def about(rule: s.RetentionRule, known: Known) -> str:
    """Return what a rule is about, the narrowest first."""
    if rule.data_use:
        return known.parts[f"data-use/{rule.data_use}"] or unknown()
    if rule.purpose:
        return known.parts[f"purpose/{rule.purpose}"]
    if rule.recipient:
        return _("hos %(name)s") % {"name": known.recipients[rule.recipient].name}
    if rule.activity:
        return known.activities[rule.activity].name
    return _("alle opplysninger")


def deadlines(known: Known, activity: s.Activity) -> Cell:
    """Return the planned time limits for erasure (art. 30 no. 1 f)."""
    return tuple(_deadline(rule, known) for rule in known.rules(activity)) or (unknown(),)


def _deadline(rule: s.RetentionRule, known: Known) -> str:
    told = retention(rule)
    if rule.kind_of != t.RetentionKind.RULE:
        told = f"{rule.kind_of.label}: {told}"
    return told if rule.activity else f"{first_upper(about(rule, known))}: {told}"


def measures(found: Iterable[s.SecurityMeasure]) -> Cell:
    """Return what protects the data (art. 32 no. 1)."""
    return tuple(_measure(measure) for measure in found) or (unknown(),)


def _measure(found: s.SecurityMeasure) -> str:
    kind = found.kind_of
    return f"{first_upper(str(kind.label))}: {found.text}" if kind else found.text


def basis(purpose: s.Purpose) -> str:
    """Return what allows a purpose, with its law, after the purpose itself when needed."""
    told = word(purpose.legal_basis)
    told += f", {purpose.special_basis.label}" if purpose.special_basis else ""
    return f"{told}, {purpose.law_reference}" if purpose.law_reference else told


def source(found: s.DataSource) -> str:
    """Return where data comes from."""
    told = [word(found.kind_of), found.organisation, found.description]
    return ", ".join(filter(None, told))
