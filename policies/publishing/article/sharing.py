"""«Hvem får opplysningene?» and «Overføring ut av EØS» (art. 13 no. 1 e and f)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article import retention
from policies.publishing.article.blocks import (
    Block,
    Para,
    Row,
    Section,
    Table,
    bullets,
    fact,
    law,
    para,
)
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import country, listed, not_stated, role, sentence

_SHARING = (
    t.AssertionKind.SHARING,
    t.AssertionKind.PROCESSOR_TERMS,
    t.AssertionKind.CONFIDENTIALITY,
)


def recipients(look: Lookup) -> Section:
    """Return who gets data, and on what grounds it is given out otherwise."""
    return Section("mottakere", _("Hvem får opplysningene?"), tuple(_recipients(look)))


def _recipients(look: Lookup) -> Iterator[Block]:
    company = look.company
    if company.recipients:
        yield _table(look)
        if not any(r.role for r in company.recipients):
            yield para(_("Vi har ikke oppgitt hvilken rolle mottakerne har."))
        yield from _agreements(company.recipients)
    elif company.has_recipients == t.Answer.NO:
        yield para(_("Ingen andre får opplysningene."), record=company.record)
    else:
        yield para(_("Vi har ikke oppgitt hvem som får opplysningene."), record=company.record)
    for system in company.systems:
        if system.supplier is None:
            text = _("Leverandøren av %(system)s er ikke oppgitt.") % {"system": system.name}
            yield para(text, record=system.record)
    for assertion in look.assertions(*_SHARING):
        yield para(sentence(assertion.text), record=assertion.record)
    for recipient in company.recipients:
        for rule in look.rules_for(recipient):
            about = {"who": recipient.name}
            yield fact(_("Lagring hos %(who)s") % about, retention.told([rule]), record=rule.record)
    yield from _conditions(company)


def _conditions(company: s.Register) -> Iterator[Block]:
    """Yield on what grounds data is given out to others than the recipients."""
    conditions = company.disclosure_conditions
    if len(conditions) == 1:
        text = _("Ellers gir vi bare ut opplysninger %(when)s.") % {"when": conditions[0].text}
        yield para(text, record=conditions[0].record)
    elif conditions:
        text = _("Ellers gir vi bare ut opplysninger")
        if not company.recipients:
            text = _("Vi gir bare ut opplysninger")
        yield bullets(*(para(c.text, record=c.record) for c in conditions), intro=para(text))


def _table(look: Lookup) -> Table:
    found = look.company.recipients
    columns = [_("Mottaker"), _("Hva de gjør for oss")]
    roles, countries = any(r.role for r in found), any(r.country for r in found)
    columns += [_("Rolle")] if roles else []
    columns += [_("Land")] if countries else []
    rows = []
    for recipient in found:
        cells: list[tuple[Para, ...]] = [(para(_name(recipient)),), (para(_does(look, recipient)),)]
        if roles:
            cells.append((para(role(recipient.role)),))
        if countries:
            place = country(recipient.country) if recipient.country else not_stated()
            cells.append((para(place),))
        rows.append(Row(tuple(cells), recipient.record))
    return Table(_("Mottakere"), tuple(columns), tuple(rows), quiet=True)


def _name(recipient: s.Recipient) -> str:
    if recipient.sub_processors:
        about = {"name": recipient.name, "others": listed(recipient.sub_processors)}
        return _("%(name)s, som bruker %(others)s") % about
    return recipient.name


def _does(look: Lookup, recipient: s.Recipient) -> str:
    reasons = [d.why for d in look.company.disclosures if d.recipient == recipient.key and d.why]
    what = [recipient.description] if recipient.description else []
    told = [text for text in dict.fromkeys([*what, *reasons]) if text]
    return sentence("; ".join(text.rstrip(".") for text in told)) or not_stated()


def _agreements(found: tuple[s.Recipient, ...]) -> Iterator[Block]:
    processors = [r for r in found if r.role == t.RecipientRole.PROCESSOR]
    agreed = [r for r in processors if r.agreement == t.Answer.YES]
    reference = law(_("personvernforordningen art. 28"))
    if agreed and agreed == processors:
        text = _(
            "Databehandlerne har avtale med oss og bruker opplysningene bare slik vi har bestemt."
        )
        yield para(text, " ", reference)
    elif agreed:
        names = {"names": listed(r.name for r in agreed)}
        text = _("%(names)s har avtale med oss og bruker opplysningene bare slik vi har bestemt.")
        yield para(sentence(text % names), " ", reference)
    for terms in dict.fromkeys(r.agreement_terms for r in found if r.agreement_terms):
        held = [r for r in found if r.agreement_terms == terms]
        if held == processors:
            yield para(sentence(terms), record=held[0].record)
        else:
            yield fact(listed(r.name for r in held), sentence(terms), record=held[0].record)


def transfers(look: Lookup) -> Section:
    """Return what leaves the EEA, to where, on what grounds, and how to get a copy."""
    return Section("overforing", _("Overføring ut av EØS"), tuple(_transfers(look)))


def _transfers(look: Lookup) -> Iterator[Block]:
    company = look.company
    if not look.transfers:
        if company.transfers_outside_eea == t.Answer.NO:
            text = _("Vi overfører ikke opplysninger ut av EØS.")
        elif company.transfers_outside_eea == t.Answer.YES:
            text = _(
                "Vi overfører opplysninger ut av EØS. Til hvem, hvor og på hvilket grunnlag er "
                "ikke oppgitt."
            )
        else:
            text = _("Vi har ikke oppgitt om opplysninger overføres ut av EØS.")
        yield para(text, record=company.record)
        return
    known = [d for d in look.transfers if d.transfer_country or d.transfer_mechanism]
    if known:
        yield _transfer_table(look, known)
    for disclosure in look.transfers:
        if disclosure not in known:
            yield _unknown_transfer(look, disclosure)
    adequate = [d for d in known if d.transfer_mechanism == t.TransferMechanism.ADEQUACY]
    if countries := [d.transfer_country for d in adequate if d.transfer_country]:
        names = listed(dict.fromkeys(country(code) for code in countries))
        text = _("EU-kommisjonen har vedtatt at vernet i %(country)s er godt nok.")
        reference = law(_("personvernforordningen art. 45"))
        yield para(text % {"country": names}, " ", reference)


def _transfer_table(look: Lookup, known: list[s.Disclosure]) -> Table:
    columns = (_("Mottaker"), _("Land"), _("Grunnlag"), _("Slik får du kopi"))
    rows = []
    for disclosure in known:
        place = disclosure.transfer_country
        cells = (
            (para(look.recipients[disclosure.recipient].name),),
            (para(country(place) if place else not_stated()),),
            (para(_grounds(disclosure)),),
            (para(_copy(disclosure)),),
        )
        rows.append(Row(cells, disclosure.record))
    return Table(_("Overføringer ut av EØS"), columns, tuple(rows), quiet=True)


def _grounds(disclosure: s.Disclosure) -> str:
    mechanism = disclosure.transfer_mechanism
    if mechanism is None:
        return not_stated()
    text = sentence(str(mechanism.label))
    if mechanism == t.TransferMechanism.ADEQUACY and disclosure.transfer_certified == t.Answer.YES:
        text += " " + _("Mottakeren er sertifisert.")
    if disclosure.transfer_safeguard:
        text += " " + sentence(disclosure.transfer_safeguard)
    return text


def _copy(disclosure: s.Disclosure) -> str:
    if disclosure.transfer_copy_from:
        return sentence(disclosure.transfer_copy_from)
    # Art. 13 no. 1 f asks for a copy of safeguards, which adequacy does without.
    adequate = disclosure.transfer_mechanism == t.TransferMechanism.ADEQUACY
    return _("Ikke nødvendig ved adekvansbeslutning.") if adequate else not_stated()


def _unknown_transfer(look: Lookup, disclosure: s.Disclosure) -> Para:
    about = {"who": look.recipients[disclosure.recipient].name}
    text = _(
        "Opplysninger som går til %(who)s, kan bli overført til land utenfor EØS. Vi har ikke "
        "oppgitt hvilke land det er, eller hva som verner opplysningene der."
    )
    safeguard = sentence(disclosure.transfer_safeguard)
    return para(text % about, " " + safeguard if safeguard else "", record=disclosure.record)
