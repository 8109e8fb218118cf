"""«Hva bruker vi opplysningene til?»: purposes, bases, data, sources, storage (art. 13, 14)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article import data, retention
from policies.publishing.article.blocks import (
    Block,
    Group,
    Para,
    Row,
    Run,
    Section,
    Table,
    fact,
    law,
    para,
    strong,
)
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.marketing import marketing
from policies.publishing.article.words import not_stated, sentence


def section(look: Lookup) -> Section:
    """Return every activity under its own heading, after what goes for all of them."""
    groups = [_activity(look, activity) for activity in look.company.activities]
    return Section("bruk", _("Hva bruker vi opplysningene til?"), (*_common(look), *groups))


def _common(look: Lookup) -> Iterator[Block]:
    purposes = look.purposes
    text = _(
        "All bruk av personopplysninger må ha et behandlingsgrunnlag: en regel i loven som "
        "tillater den."
    )
    unknown = _unknown(purposes)
    yield para(text, " ", law(_("personvernforordningen art. 6")), " " + unknown if unknown else "")
    if interests := look.with_basis(t.LegalBasis.INTEREST):
        text = _("Der vi bygger på en berettiget interesse, kan du protestere.")
        if all(purpose.interest for purpose in interests):
            text += " " + _(
                "Du kan også be om å få se hvordan vi har veid interessen mot personvernet ditt."
            )
        yield para(text, " ", law(_("personvernforordningen art. 21")))
    yield from _common_retention(look)


def _basis_unknown() -> str:
    return _("Vi har ikke oppgitt behandlingsgrunnlaget for formålene nedenfor.")


def _unknown(purposes: list[s.Purpose]) -> str:
    """Return what isn't stated of any purpose, in one sentence."""
    if not purposes:
        return ""
    basis_known = any(p.legal_basis for p in purposes)
    if any(p.provision for p in purposes):
        return "" if basis_known else _basis_unknown()
    if any(p.provision_consequence for p in purposes):
        partly = _("Vi har bare delvis oppgitt om du må gi oss opplysningene.")
        return partly if basis_known else f"{_basis_unknown()} {partly}"
    if basis_known:
        return _("Vi har ikke oppgitt om du må gi oss opplysningene.")
    return _(
        "Vi har ikke oppgitt behandlingsgrunnlaget for formålene nedenfor, og heller ikke om du "
        "må gi oss opplysningene."
    )


def _common_retention(look: Lookup) -> Iterator[Block]:
    rules = look.company.retention_rules
    if not rules:
        yield fact(_("Lagring"), _("Vi har ikke oppgitt hvor lenge vi lagrer opplysningene."))
        return
    parts: list[str | Run] = []
    for rule in look.rules:
        parts += [Run(retention.told([rule]), record=rule.record), " "]
    if not any(rule.period for rule in rules):
        parts.append(_("Tiden i måneder eller år er ikke oppgitt."))
    if parts:
        yield fact(_("Lagring"), *parts)


def _activity(look: Lookup, activity: s.Activity) -> Group:
    return Group(
        f"bruk-{activity.key}", activity.name, tuple(_blocks(look, activity)), activity.record
    )


def _blocks(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    if activity.description:
        yield para(sentence(activity.description), record=activity.record)
    if activity.role == t.ProcessingRole.PROCESSOR:
        yield para(_processor(activity), record=activity.record)
    yield from data.subjects(look, activity)
    yield from _purposes(look, activity)
    yield from data.used(look, activity)
    yield from data.sources(activity)
    yield from _provision(look, activity)
    for rule in look.rules_for(activity):
        yield fact(_("Lagring"), retention.told([rule]), record=rule.record)
    yield from data.retained(look, activity)
    yield from marketing(activity)
    for system in look.company.systems:
        if system.key in activity.systems:
            about = f" ({system.purpose})" if system.purpose else ""
            yield fact(_("System"), system.name + about, record=system.record)
    if activity.profiling == t.Answer.NO and activity.profiling_description == "":
        return
    if activity.profiling_description:
        yield para(sentence(activity.profiling_description), record=activity.record)


def _processor(activity: s.Activity) -> str:
    if activity.processor_for:
        about = {"clients": activity.processor_for}
        return _("Her er vi databehandler for %(clients)s, som er behandlingsansvarlig.") % about
    return _("Her er vi databehandler for andre, som er behandlingsansvarlige.")


def _purposes(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    purposes = activity.purposes
    known = any(p.legal_basis for p in purposes)
    stored = any(look.rules_for(p) for p in purposes)
    if not purposes:
        return
    if not known and not stored:
        runs: list[str | Run] = []
        for purpose in purposes:
            runs += [" · "] if runs else []
            runs.append(Run(purpose.text, record=purpose.record))
        yield fact(_("Formål"), *runs)
        if any(p.legal_basis for p in look.purposes):
            yield fact(_("Behandlingsgrunnlag"), not_stated())
        return
    yield _table(look, activity, known=known, stored=stored)


def _table(look: Lookup, activity: s.Activity, *, known: bool, stored: bool) -> Table:
    columns = [_("Formål")]
    if known:
        columns.append(_("Behandlingsgrunnlag"))
    if stored:
        columns.append(_("Lagringstid"))
    rows: list[tuple[list[s.Purpose], tuple[tuple[Para, ...], ...]]] = []
    for purpose in activity.purposes:
        cells = []
        if known:
            cells.append((para(*basis(purpose)),))
        if stored:
            cells.append((_stored(look, purpose),))
        if rows and _said(rows[-1][1]) == _said(tuple(cells)):
            rows[-1][0].append(purpose)
        else:
            rows.append(([purpose], tuple(cells)))
    return Table(
        _("Formål for: %(activity)s") % {"activity": activity.name},
        tuple(columns),
        tuple(_row(purposes, cells) for purposes, cells in rows),
        quiet=True,
    )


def _stored(look: Lookup, purpose: s.Purpose) -> Para:
    """Return how long data is kept for a purpose, each rule with its record."""
    parts: list[str | Run] = []
    for run in retention.runs(look.rules_for(purpose), cell=True):
        parts += [" ", run] if parts else [run]
    general = _("som beskrevet over") if look.rules else not_stated()
    return para(*(parts or [general]))


def _said(cells: tuple[tuple[Para, ...], ...]) -> list[str]:
    """Return the texts of some cells: purposes that say the same share a row."""
    return [run.text for cell in cells for each in cell for run in each.runs]


def _row(purposes: list[s.Purpose], cells: tuple[tuple[Para, ...], ...]) -> Row:
    first = tuple(para(purpose.text, record=purpose.record) for purpose in purposes)
    return Row((first, *cells), purposes[0].record)


def basis(purpose: s.Purpose) -> list[str | Run]:
    """Return the basis as label and sentence (standard sentences Ba–Bf)."""
    about = {"law": purpose.law_reference, "interest": purpose.interest}
    b = t.LegalBasis
    text = {
        None: "",
        b.CONSENT: _("Vi gjør dette bare hvis du har sagt ja."),
        b.CONTRACT: _(
            "Vi trenger opplysningene for å oppfylle avtalen med deg, eller for å gjøre noe du "
            "ber om før avtalen."
        ),
        b.OBLIGATION: _("%(law)s pålegger oss dette.") % about
        if purpose.law_reference
        else _("Loven er ikke oppgitt."),
        b.VITAL: _("Opplysningene er nødvendige for å beskytte noens liv eller helse."),
        b.TASK: _task(purpose),
        b.INTEREST: _("Vi gjør dette for å %(interest)s.") % about
        if purpose.interest
        else _("Interessen er ikke oppgitt."),
    }[purpose.legal_basis]
    if purpose.legal_basis is None:
        return [not_stated()]
    text = sentence(text)
    label = {
        b.CONSENT: _("Samtykke."),
        b.CONTRACT: _("Avtale."),
        b.OBLIGATION: _("Rettslig plikt."),
        b.VITAL: _("Vitale interesser."),
        b.TASK: _("Offentlig oppgave."),
        b.INTEREST: _("Berettiget interesse."),
    }[purpose.legal_basis]
    runs: list[str | Run] = [strong(label), " ", text]
    if purpose.special_basis:
        runs += [" ", strong(_("For særlige kategorier:")), f" {purpose.special_basis.label}."]
    return runs


def _task(purpose: s.Purpose) -> str:
    text = _(
        "Opplysningene trengs til en oppgave i allmennhetens interesse eller til å utøve "
        "offentlig myndighet"
    )
    if purpose.law_reference:
        return _("%(text)s, etter %(law)s.") % {"text": text, "law": purpose.law_reference}
    return f"{text}. " + _("Loven er ikke oppgitt.")


def _provision(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    answers = [(p, provision(p)) for p in activity.purposes]
    if not any(p.provision or p.provision_consequence for p, _told in answers):
        if any(p.provision for p in look.purposes):
            yield para(
                strong(_("Må du gi opplysningene?")), " ", sentence(not_stated()), kind="fact"
            )
        return
    label = strong(_("Må du gi opplysningene?"))
    if len({told for _p, told in answers}) == 1:
        yield para(label, " ", answers[0][1], record=activity.purposes[0].record, kind="fact")
        return
    yield para(label, kind="fact")
    for purpose, told in answers:
        name = strong(f"{sentence(purpose.text)[:-1]}:")
        yield para(name, " ", told, record=purpose.record, kind="item")


def provision(purpose: s.Purpose) -> str:
    """Return whether the data must be given, and what follows if not (art. 13 no. 2 e)."""
    answer = {
        None: "" if purpose.provision_consequence else sentence(not_stated()),
        t.Provision.STATUTORY: _("Ja, loven krever dem."),
        t.Provision.CONTRACT: _("Ja, vi trenger dem for avtalen."),
        t.Provision.VOLUNTARY: _("Nei, det er frivillig."),
    }[purpose.provision]
    return f"{answer} {sentence(purpose.provision_consequence)}".strip()
