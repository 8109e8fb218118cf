"""What the law asks for and the register doesn't say (art. 13 and 14; UX rule 1.1(2))."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import listed


@dataclass(frozen=True)
class Gap:
    """Something that isn't stated: a noun phrase, and the record and field that would say it.

    A gap that a new record would fill names that kind of record, without a key.
    """

    text: str
    record: str
    field: str = ""

    def __str__(self) -> str:
        return self.text


def gaps(look: Lookup) -> list[Gap]:
    """Return what isn't stated, in the order of the page."""
    found: list[Gap] = []
    for part in (_company, _purposes, _retention, _data, _sharing, _cookies, _complaint):
        found += part(look)
    return found


def _company(look: Lookup) -> Iterator[Gap]:
    company = look.company
    unknown = []
    if not company.email and not company.phone:
        unknown += [(_("e-post"), "email"), (_("telefon"), "phone")]
    if not company.address:
        unknown.append((_("postadresse"), "street"))
    if not company.identifier_number:
        unknown.append((_("organisasjonsnummer"), "identifier_number"))
    if unknown:
        yield Gap(listed(name for name, _field in unknown), company.record, unknown[0][1])


def _purposes(look: Lookup) -> Iterator[Gap]:
    purposes = look.purposes
    if not purposes:
        yield Gap(_("hva vi bruker opplysningene til"), s.Activity.kind())
        return
    without = [p for p in purposes if p.legal_basis is None]
    interests = [p for p in purposes if p.legal_basis == t.LegalBasis.INTEREST and not p.interest]
    laws = [p for p in purposes if p.legal_basis in _BY_LAW and not p.law_reference]
    if len(without) == len(purposes):
        text = _(
            "behandlingsgrunnlaget for hvert formål, og hvilke interesser vi eventuelt bygger på"
        )
        yield Gap(text, without[0].record, "legal_basis")
    elif without:
        text = _("behandlingsgrunnlaget for %(purposes)s") % {"purposes": _named(without)}
        yield Gap(text, without[0].record, "legal_basis")
    if interests:
        text = _("hvilken interesse vi bygger på når vi skal %(purposes)s")
        yield Gap(text % {"purposes": _named(interests)}, interests[0].record, "interest")
    if laws:
        text = _("hvilken lov som pålegger oss å %(purposes)s") % {"purposes": _named(laws)}
        yield Gap(text, laws[0].record, "law_reference")
    yield from _provisions(purposes)


def _provisions(purposes: list[s.Purpose]) -> Iterator[Gap]:
    unknown = [p for p in purposes if p.provision is None]
    if not unknown:
        return
    told = any(p.provision_consequence for p in purposes)
    if len(unknown) == len(purposes) and told:
        text = _("om du må gi opplysningene til de andre formålene")
    elif len(unknown) == len(purposes):
        text = _("om du må gi opplysningene, og hva som skjer hvis du lar være")
    else:
        text = _("om du må gi opplysningene til %(purposes)s") % {"purposes": _named(unknown)}
    yield Gap(text, unknown[0].record, "provision")


_BY_LAW = (t.LegalBasis.OBLIGATION, t.LegalBasis.TASK)
_MOST_NAMED = 4


def _named(purposes: list[s.Purpose]) -> str:
    if len(purposes) > _MOST_NAMED:
        return _("%(number)d av formålene") % {"number": len(purposes)}
    return listed(f"«{purpose.text}»" for purpose in purposes)


def _retention(look: Lookup) -> Iterator[Gap]:
    rules = look.company.retention_rules
    if not rules:
        yield Gap(_("hvor lenge vi lagrer opplysningene"), s.RetentionRule.kind())
    elif not any(rule.period for rule in rules):
        yield Gap(_("lagringstid i måneder eller år"), rules[0].record, "period")


def _data(look: Lookup) -> Iterator[Gap]:
    activities = look.company.activities
    bare = [a for a in activities if not any(map(described, a.data_uses))]
    if bare:
        names = listed(f"«{activity.name}»" for activity in bare)
        text = _("hvilke opplysninger vi bruker til %(what)s") % {"what": names}
        yield Gap(text, bare[0].record, "data_uses")
    partial = [use for activity in activities for use in activity.data_uses if use.is_open]
    if partial:
        yield Gap(_("den fullstendige listen over opplysninger"), partial[0].record, "items")
    if activities and not any(a.data_sources for a in activities):
        yield Gap(_("hvor opplysningene kommer fra"), activities[0].record, "data_sources")


def described(use: s.DataUse) -> bool:
    """Tell whether a data use says which data it is."""
    return bool(use.items or use.category)


def _sharing(look: Lookup) -> Iterator[Gap]:
    company = look.company
    if not company.recipients and company.has_recipients != t.Answer.NO:
        yield Gap(_("hvem som får opplysningene"), s.Recipient.kind())
    described_only = [r for r in company.recipients if r.kind_of == t.RecipientKind.CATEGORY]
    if described_only:
        text = _("navnene på mottakerne vi bare har beskrevet")
        yield Gap(text, described_only[0].record, "name")
    unknown = [r for r in company.recipients if r.role is None]
    if unknown:
        text = _("hvilken rolle disse mottakerne har: %(who)s")
        if len(unknown) == 1:
            text = _("hvilken rolle %(who)s har")
        yield Gap(text % {"who": listed(r.name for r in unknown)}, unknown[0].record, "role")
    for system in company.systems:
        if system.supplier is None:
            text = _("hvem som leverer %(system)s") % {"system": system.name}
            yield Gap(text, system.record, "supplier")
    if company.transfers_outside_eea is None and not look.transfers:
        text = _("om opplysninger overføres ut av EØS")
        yield Gap(text, company.record, "transfers_outside_eea")
    for disclosure in look.transfers:
        yield from _transfer(look, disclosure)


def _transfer(look: Lookup, disclosure: s.Disclosure) -> Iterator[Gap]:
    about = {"who": look.recipients[disclosure.recipient].name}
    if disclosure.transfer_country is None:
        text = _("hvilke land opplysningene hos %(who)s overføres til")
        yield Gap(text % about, disclosure.record, "transfer_country")
    if disclosure.transfer_mechanism is None:
        text = _("hva som verner opplysningene hos %(who)s utenfor EØS")
        yield Gap(text % about, disclosure.record, "transfer_mechanism")


def _cookies(look: Lookup) -> Iterator[Gap]:
    for site in look.company.websites:
        about = {"site": site.label or _("nettstedet")}
        if not site.host:
            yield Gap(_("adressen til %(site)s") % about, site.record, "host")
        if site.uses_cookies is None:
            text = _("om %(site)s bruker informasjonskapsler") % about
            yield Gap(text, site.record, "uses_cookies")
        elif site.uses_cookies != t.CookieUse.NO and not any(c.name for c in site.cookies):
            text = _("navn, leverandør og varighet for hver informasjonskapsel")
            yield Gap(text, site.record, "cookies")


def _complaint(look: Lookup) -> Iterator[Gap]:
    company = look.company
    if company.authority is None and not (company.authority_email or company.authority_phone):
        yield Gap(_("hvilken tilsynsmyndighet du kan klage til"), company.record, "authority")
