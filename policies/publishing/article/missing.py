"""What the law asks for and the register doesn't say (art. 13 and 14; UX rule 1.1(2))."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import listed


def gaps(look: Lookup) -> list[str]:
    """Return what isn't stated, in the order of the page, each as a noun phrase."""
    found: list[str] = []
    for part in (_company, _purposes, _retention, _data, _sharing, _cookies, _complaint):
        found += part(look)
    return found


def _company(look: Lookup) -> Iterator[str]:
    company = look.company
    unknown = []
    if not company.email and not company.phone:
        unknown += [_("e-post"), _("telefon")]
    if not company.address:
        unknown.append(_("postadresse"))
    if not company.identifier_number:
        unknown.append(_("organisasjonsnummer"))
    if unknown:
        yield listed(unknown)


def _purposes(look: Lookup) -> Iterator[str]:
    purposes = look.purposes
    if not purposes:
        yield _("hva vi bruker opplysningene til")
        return
    without = [p for p in purposes if p.legal_basis is None]
    interests = [p for p in purposes if p.legal_basis == t.LegalBasis.INTEREST and not p.interest]
    laws = [p for p in purposes if p.legal_basis in _BY_LAW and not p.law_reference]
    if len(without) == len(purposes):
        yield _(
            "behandlingsgrunnlaget for hvert formål, og hvilke interesser vi eventuelt bygger på"
        )
    elif without:
        yield _("behandlingsgrunnlaget for %(purposes)s") % {"purposes": _named(without)}
    if interests:
        yield _("hvilken interesse vi bygger på når vi skal %(purposes)s") % {
            "purposes": _named(interests)
        }
    if laws:
        yield _("hvilken lov som pålegger oss å %(purposes)s") % {"purposes": _named(laws)}
    unknown = [p for p in purposes if p.provision is None]
    told = any(p.provision_consequence for p in purposes)
    if len(unknown) == len(purposes) and told:
        yield _("om du må gi opplysningene til de andre formålene")
    elif len(unknown) == len(purposes):
        yield _("om du må gi opplysningene, og hva som skjer hvis du lar være")
    elif unknown:
        yield _("om du må gi opplysningene til %(purposes)s") % {"purposes": _named(unknown)}


_BY_LAW = (t.LegalBasis.OBLIGATION, t.LegalBasis.TASK)
_MOST_NAMED = 4


def _named(purposes: list[s.Purpose]) -> str:
    if len(purposes) > _MOST_NAMED:
        return _("%(number)d av formålene") % {"number": len(purposes)}
    return listed(f"«{purpose.text}»" for purpose in purposes)


def _retention(look: Lookup) -> Iterator[str]:
    rules = look.company.retention_rules
    if not rules:
        yield _("hvor lenge vi lagrer opplysningene")
    elif not any(rule.period for rule in rules):
        yield _("lagringstid i måneder eller år")


def _data(look: Lookup) -> Iterator[str]:
    bare = [a.name for a in look.company.activities if not any(map(described, a.data_uses))]
    if bare:
        yield _("hvilke opplysninger vi bruker til %(what)s") % {
            "what": listed(f"«{name}»" for name in bare)
        }
    if any(use.is_open for a in look.company.activities for use in a.data_uses):
        yield _("den fullstendige listen over opplysninger")
    if not any(a.data_sources for a in look.company.activities):
        yield _("hvor opplysningene kommer fra")


def described(use: s.DataUse) -> bool:
    """Tell whether a data use says which data it is."""
    return bool(use.items or use.category)


def _sharing(look: Lookup) -> Iterator[str]:
    company = look.company
    if not company.recipients and company.has_recipients != t.Answer.NO:
        yield _("hvem som får opplysningene")
    if any(r.kind_of == t.RecipientKind.CATEGORY for r in company.recipients):
        yield _("navnene på mottakerne vi bare har beskrevet")
    unknown = [r.name for r in company.recipients if r.role is None]
    if unknown:
        text = _("hvilken rolle disse mottakerne har: %(who)s")
        if len(unknown) == 1:
            text = _("hvilken rolle %(who)s har")
        yield text % {"who": listed(unknown)}
    for system in company.systems:
        if system.supplier is None:
            yield _("hvem som leverer %(system)s") % {"system": system.name}
    if company.transfers_outside_eea is None and not look.transfers:
        yield _("om opplysninger overføres ut av EØS")
    for disclosure in look.transfers:
        yield from _transfer(look, disclosure)


def _transfer(look: Lookup, disclosure: s.Disclosure) -> Iterator[str]:
    about = {"who": look.recipients[disclosure.recipient].name}
    missing = []
    if disclosure.transfer_country is None:
        missing.append(_("hvilke land opplysningene hos %(who)s overføres til") % about)
    if disclosure.transfer_mechanism is None:
        missing.append(_("hva som verner opplysningene hos %(who)s utenfor EØS") % about)
    yield from missing


def _cookies(look: Lookup) -> Iterator[str]:
    for site in look.company.websites:
        about = {"site": site.label or _("nettstedet")}
        if not site.host:
            yield _("adressen til %(site)s") % about
        if site.uses_cookies is None:
            yield _("om %(site)s bruker informasjonskapsler") % about
        elif site.uses_cookies != t.CookieUse.NO and not any(c.name for c in site.cookies):
            yield _("navn, leverandør og varighet for hver informasjonskapsel")


def _complaint(look: Lookup) -> Iterator[str]:
    company = look.company
    if company.authority is None and not (company.authority_email or company.authority_phone):
        yield _("hvilken tilsynsmyndighet du kan klage til")
