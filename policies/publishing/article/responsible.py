"""«Hvem er ansvarlig?»: the controller and those beside it (art. 13 no. 1 a and b, 26, 27)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.numbers import shown_number
from policies.publishing.article.blocks import (
    Block,
    Para,
    Run,
    Section,
    fact,
    law,
    link,
    mail,
    para,
)
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import country, listed, not_stated, sentence


def section(look: Lookup) -> Section:
    """Return who is responsible and how to reach them."""
    return Section("ansvarlig", _("Hvem er ansvarlig?"), tuple(_blocks(look)))


def _blocks(look: Lookup) -> Iterator[Block]:
    company = look.company
    yield para(
        _(
            "%(name)s er behandlingsansvarlig. Det er altså vi som bestemmer hvorfor og hvordan "
            "opplysningene brukes, og som må sørge for at det er lovlig."
        )
        % {"name": company.name},
        " ",
        law(_("personvernforordningen art. 4 nr. 7")),
        record=company.record,
    )
    if look.policy.scope:
        yield para(sentence(look.policy.scope), record=look.policy.record)
    yield from _contact(company)
    for party in company.parties:
        yield _party(party)
    if company.dpo_status == t.DpoStatus.NONE:
        yield fact(_("Personvernombud"), _("Vi har ikke personvernombud."), record=company.record)


def _contact(company: s.Register) -> Iterator[Para]:
    unknown = []
    if company.email:
        yield fact(_("E-post"), mail(company.email), record=company.record)
    if company.phone:
        yield fact(_("Telefon"), phone(company.phone), record=company.record)
    if company.address:
        abroad = f", {country(company.country)}" if company.country not in (None, "NO") else ""
        yield fact(_("Postadresse"), company.address + abroad, record=company.record)
    else:
        unknown.append(_("postadresse"))
    if company.identifier_scheme:
        number = shown_number(company.identifier_scheme, company.identifier_number)
        norwegian = company.identifier_scheme == t.IdentifierScheme.NO_ORGNR
        label = _("Organisasjonsnummer") if norwegian else company.identifier_scheme.label
        yield fact(sentence(str(label))[:-1], number, record=company.record)
    else:
        unknown.append(_("organisasjonsnummer"))
    if not company.email and not company.phone:
        unknown = [_("e-post"), _("telefon"), *unknown]
    if unknown:
        label = sentence(listed(unknown))[:-1]
        yield fact(label, not_stated(), record=company.record)


def phone(number: str) -> Run:
    """Return a telephone number that a phone can call."""
    return link(number, "tel:" + "".join(c for c in number if c.isdigit() or c == "+"))


def _party(party: s.Party) -> Para:
    about = [party.name] if party.name else []
    if party.title:
        about.append(party.title)
    parts: list[str | Run] = [", ".join(about)]
    for run in (
        mail(party.email) if party.email else None,
        phone(party.phone) if party.phone else None,
    ):
        if run:
            parts += [", " if any(parts) else "", run]
    if party.address:
        parts.append((", " if any(parts) else "") + party.address)
    parts.append(".")
    if party.responsible_for:
        parts.append(" " + _("Har ansvar for %(what)s.") % {"what": party.responsible_for})
    label = {
        t.PartyRole.DPO: _("Personvernombudet vårt hjelper deg gjerne"),
        t.PartyRole.REPRESENTATIVE: _("Representanten vår i EØS"),
        t.PartyRole.JOINT_CONTROLLER: _("Felles behandlingsansvarlig med oss"),
        t.PartyRole.CONTACT: _("Kontaktperson"),
    }[party.role]
    return fact(label, *parts, record=party.record)
