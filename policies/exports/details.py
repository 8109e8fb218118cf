"""The sheets behind the record: data, recipients and transfers, retention, cookies, agreements."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.exports import telling
from policies.exports.known import Going, Known
from policies.exports.sheets import (
    Cell,
    Choice,
    Column,
    Row,
    Sheet,
    given,
    known,
    none,
    on,
    unknown,
    word,
)
from policies.publishing.article.words import country, lifetime


def data(register: Known, choice: Choice) -> Sheet:
    """Return which data about whom each activity uses (art. 30 no. 1 c)."""
    law = "art. 30 nr. 1 c"
    columns = (
        Column("aktivitet", _("Behandlingsaktivitet"), is_key=True),
        Column("opplysninger", _("Kategori av personopplysninger"), law),
        Column("registrerte", _("Kategorier av registrerte"), law),
        Column("enkeltvis", _("Opplysningene"), width=40),
        Column("folsomhet", _("Slag"), width=22),
        Column("formaal", _("Formål"), width=36),
        Column("kilder", _("Kilde"), width=32),
    )
    kinds = {term.key: term.sensitivity for term in register.register.terms}
    rows = tuple(
        _data_row(register, activity, use, kinds)
        for activity in _covered(register, choice)
        for use in activity.data_uses
    )
    empty = _("Ingen opplysninger er registrert.")
    return Sheet(
        "opplysninger", _("Opplysninger"), columns, rows, _for_others(register, choice), empty
    )


def _data_row(
    register: Known,
    activity: s.Activity,
    use: s.DataUse,
    kinds: dict[str, t.Sensitivity | None],
) -> Row:
    sources = [x for x in activity.data_sources if x.data_use in {None, use.key}]
    purposes = [p.text for p in activity.purposes if p.key in use.purposes]
    more = [_("og annet")] if use.is_open else []
    cells = (
        (activity.name,),
        known(register.terms[use.category] if use.category else ""),
        known(*register.named(use.subjects)),
        known(*use.items, *more),
        (word(kinds[use.category] if use.category else None),),
        known(*(purposes or [p.text for p in activity.purposes])),
        known(*dict.fromkeys(telling.source(x) for x in sources)),
    )
    return Row(use.record, cells)


def _covered(register: Known, choice: Choice) -> list[s.Activity]:
    return [a for a in register.register.activities if choice.covers(a.status)]


def _for_others(register: Known, choice: Choice) -> str:
    """Return what art. 30 no. 2 asks of a processor, where there is anything done as one."""
    if all(a.role != t.ProcessingRole.PROCESSOR for a in _covered(register, choice)):
        return ""
    return _(
        "For det virksomheten gjør som databehandler, krever art. 30 nr. 2 bare overføringene."
    )


def recipients(register: Known, choice: Choice) -> Sheet:
    """Return who gets data, of what, and what leaves the EEA (art. 30 no. 1 d and e)."""
    relevant, compelling = telling.if_relevant(), telling.if_compelling()
    away = _("art. 30 nr. 1 e og nr. 2 c")
    columns = (
        Column("mottaker", _("Mottaker"), "art. 30 nr. 1 d", is_key=True),
        Column("aktiviteter", _("Behandlingsaktiviteter"), is_key=True, width=32),
        Column("overforing", _("Overføres ut av EØS"), away, relevant, width=18),
        Column("tredjestat", _("Tredjestat"), away, relevant, width=18),
        Column("overforingsgrunnlag", _("Overføringsgrunnlag")),
        Column("garantier", _("Nødvendige garantier"), away, compelling, width=32),
        Column("rolle", _("Mottakerens rolle"), width=22),
        Column("land", _("Mottakerens land"), width=16),
        Column("hva", _("Hva de får"), width=32),
        Column("hvorfor", _("Hvorfor"), width=32),
        Column("avtale", _("Avtale"), width=26),
        Column("underleverandorer", _("Underleverandører"), width=28),
        Column("kopi", _("Slik får den registrerte kopi av garantiene"), width=28),
    )
    covered = {a.key: a.name for a in _covered(register, choice)}
    held: dict[str, list[s.Disclosure]] = defaultdict(list)
    for disclosure in register.register.disclosures:
        held[disclosure.recipient].append(disclosure)
    rows = tuple(
        row
        for recipient in register.register.recipients
        for row in _recipient_rows(register, recipient, held[recipient.key], covered)
    )
    empty = unknown()
    if register.register.has_recipients == t.Answer.NO:
        empty = none()
    elif register.register.recipients:
        empty = _("Ingen mottakere får opplysninger fra disse behandlingene.")
    intro = _for_others(register, choice)
    return Sheet("mottakere", _("Mottakere og overføringer"), columns, rows, intro, empty)


def _recipient_rows(
    register: Known, recipient: s.Recipient, held: list[s.Disclosure], covered: dict[str, str]
) -> Iterator[Row]:
    """Yield a row for each disclosure, and one for the activities that systems alone lead to."""
    shown = [d for d in held if not d.activities or not covered.keys().isdisjoint(d.activities)]
    for disclosure in shown:
        yield _recipient_row(register.to(recipient, disclosure), _activities(disclosure, covered))
    told = {key for d in shown for key in d.activities or covered}
    supplied = register.supplied.get(recipient.key, ())
    left = {a.name for a in supplied if a.key in covered and a.key not in told}
    if left or not (held or supplied):
        yield _recipient_row(register.to(recipient), known(*sorted(left)))


def _recipient_row(going: Going, activities: Cell) -> Row:
    recipient, disclosure = going.recipient, going.disclosure
    cells = (
        (telling.recipient(recipient),),
        activities,
        *_transfer(going),
        (word(recipient.role),),
        known(country(recipient.country) if recipient.country else ""),
        known(disclosure.what if disclosure else ""),
        known((disclosure.why if disclosure else "") or recipient.description),
        agreement(recipient),
        known(*recipient.sub_processors),
        given(disclosure.transfer_copy_from if disclosure else ""),
    )
    return Row(disclosure.record if disclosure else recipient.record, cells)


def _activities(disclosure: s.Disclosure, covered: dict[str, str]) -> Cell:
    if not disclosure.activities:
        return (_("alle behandlinger"),)
    return tuple(sorted(covered[key] for key in disclosure.activities if key in covered))


def _transfer(going: Going) -> tuple[Cell, Cell, Cell, Cell]:
    """Return whether data leaves the EEA, where to, on which ground, and with what protection."""
    disclosure = going.disclosure
    if going.leaves is None:
        return (unknown(),), (unknown(),), (unknown(),), (unknown(),)
    if disclosure is None or going.leaves == t.Answer.NO:
        return (word(going.leaves),), (), (), ()
    place = disclosure.transfer_country
    return (
        (word(going.leaves),),
        known(country(place) if place else ""),
        (word(disclosure.transfer_mechanism),),
        telling.safety(disclosure),
    )


def agreement(recipient: s.Recipient) -> Cell:
    """Return whether there is an agreement, from when, and until when."""
    told = [word(recipient.agreement)]
    if recipient.agreement_signed_on:
        told.append(_("inngått %(day)s") % {"day": on(recipient.agreement_signed_on)})
    if recipient.agreement_expires_on:
        told.append(_("utløper %(day)s") % {"day": on(recipient.agreement_expires_on)})
    return (", ".join(told),)


def retention(register: Known, choice: Choice) -> Sheet:
    """Return the planned time limits for erasure (art. 30 no. 1 f)."""
    columns = (
        Column("gjelder", _("Gjelder"), is_key=True, width=36),
        Column(
            "frist",
            _("Planlagt tidsfrist for sletting"),
            "art. 30 nr. 1 f",
            telling.if_possible(),
            width=44,
        ),
        Column("slag", _("Slag regel"), is_key=True, width=24),
        Column("regnes-fra", _("Regnes fra"), width=28),
        Column("lov", _("Lov"), width=28),
        Column("deretter", _("Deretter"), width=16),
    )
    rows = tuple(
        _rule_row(register, rule)
        for rule in register.register.retention_rules
        if (activity := register.activity_of(rule)) is None or choice.covers(activity.status)
    )
    empty = unknown()
    return Sheet("lagring", _("Lagring"), columns, rows, _for_others(register, choice), empty)


def _rule_row(register: Known, rule: s.RetentionRule) -> Row:
    cells = (
        (telling.about(rule, register),),
        (telling.retention(rule),),
        (word(rule.kind_of),),
        known(rule.starts_from) if rule.period else (),
        given(rule.law_reference),
        (word(rule.disposal),),
    )
    return Row(rule.record, cells)


def cookies(register: Known) -> Sheet:
    """Return what the websites store on people's devices (ekomloven § 3-15)."""
    columns = (
        Column("nettsted", _("Nettsted"), is_key=True),
        Column("navn", _("Navn"), is_key=True),
        Column("slag", _("Slag"), width=22),
        Column("kategori", _("Kategori"), width=18),
        Column("formaal", _("Formål"), width=40),
        Column("leverandor", _("Settes av"), width=26),
        Column("varighet", _("Varighet"), width=22),
        Column("samtykke", _("Krever samtykke"), width=18),
        Column("deles", _("Deles med"), width=28),
    )
    found = register.register.websites
    rows = tuple(_cookie_row(register, site, cookie) for site in found for cookie in site.cookies)
    empty = unknown()
    if found and all(site.uses_cookies == t.CookieUse.NO for site in found):
        empty = none()
    title = _("Informasjonskapsler")
    return Sheet("informasjonskapsler", title, columns, rows, empty=empty)


def _cookie_row(register: Known, site: s.Website, cookie: s.Cookie) -> Row:
    provider = register.recipients[cookie.provider].name if cookie.provider else ""
    own = _("virksomheten selv") if cookie.set_by_us == t.Answer.YES else ""
    seconds = cookie.lifetime_seconds
    cells = (
        known(site.label),
        known(cookie.name),
        (word(cookie.kind_of),),
        (word(cookie.category),),
        known(cookie.purpose),
        known(provider or own),
        known("" if seconds is None else lifetime(seconds)),
        (word(cookie.consent_needed),),
        given(cookie.shared_with),
    )
    return Row(cookie.record, cells)


def agreements(register: Known) -> Sheet:
    """Return the agreements with processors (art. 28), those that are missing too."""
    columns = (
        Column("databehandler", _("Databehandler"), is_key=True, width=32),
        Column("oppgave", _("Hva de gjør"), width=36),
        Column("land", _("Land"), width=16),
        Column("avtale", _("Avtale"), width=18),
        Column("inngatt", _("Inngått"), width=14),
        Column("utloper", _("Utløper"), width=14),
        Column("vilkar", _("Hva avtalen sier"), width=44),
        Column("underleverandorer", _("Underleverandører"), width=32),
        Column("avsluttet", _("Avsluttet"), width=14),
    )
    processors = [r for r in register.register.recipients if r.role == t.RecipientRole.PROCESSOR]
    rows = tuple(Row(r.record, _agreement_cells(r)) for r in processors)
    empty = _("Ingen mottakere er registrert som databehandler.")
    return Sheet("databehandleravtaler", _("Databehandleravtaler"), columns, rows, empty=empty)


def _agreement_cells(found: s.Recipient) -> tuple[Cell, ...]:
    has_one = found.agreement == t.Answer.YES
    return (
        (found.name,),
        known(found.description),
        known(country(found.country) if found.country else ""),
        (word(found.agreement),),
        known(on(found.agreement_signed_on)) if has_one else (),
        given(on(found.agreement_expires_on)),
        given(found.agreement_terms),
        known(*found.sub_processors),
        given(on(found.ended_on)),
    )
