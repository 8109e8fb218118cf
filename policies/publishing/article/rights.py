"""«Rettighetene dine»: the law's rights, and what the company adds (art. 12–22, 7, 77)."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.periods import amount
from policies.publishing.article.blocks import (
    Block,
    Group,
    Para,
    Run,
    Section,
    law,
    link,
    mail,
    para,
    strong,
)
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.responsible import phone
from policies.publishing.article.words import listed, sentence

R = t.Right
DATATILSYNET = ("https://www.datatilsynet.no", "22 39 69 00", "Postboks 458 Sentrum, 0105 Oslo")


def section(look: Lookup) -> Section:
    """Return every right; the objection in a frame of its own (art. 21 no. 4)."""
    blocks = (*_intro(look), *_rights(look), _objection(look), *_automated(look), _complaint(look))
    return Section("rettigheter", _("Rettighetene dine"), blocks)


def _intro(look: Lookup) -> Iterator[Block]:
    company = look.company
    if company.email:
        how: list[str | Run] = [
            _("Skriv til "),
            mail(company.email),
            _(", eller si fra på en annen måte."),
        ]
    else:
        how = [_("Si fra til oss på den måten som passer deg.")]
    yield para(
        _("Det er gratis å bruke rettighetene."),
        " ",
        *how,
        " ",
        _(
            "Vi svarer så snart vi kan, og senest innen én måned. Er henvendelsen omfattende, "
            "kan vi trenge inntil to måneder til. Da får du vite hvorfor innen den første måneden."
        ),
        " ",
        law(_("personvernforordningen art. 12")),
        record=company.record,
    )
    for channel in _shared_channels(look):
        yield para(sentence(channel), record=look.policy.record)
    promised = defaultdict(list)
    for right in look.policy.rights:
        if right.promised_days:
            promised[right.promised_days].append(right)
    for days, rights in promised.items():
        about = {"rights": listed(_name(r.right) for r in rights), "time": amount(days, "day")}
        text = _(
            "Vi har lovet svar på %(rights)s innen %(time)s. Den fristen som kommer først, gjelder."
        )
        yield para(text % about, record=rights[0].record)


def _shared_channels(look: Lookup) -> list[str]:
    """Return the channels that go for several rights: said once, above them."""
    channels = Counter(right.channel for right in look.policy.rights if right.channel)
    return [channel for channel, rights in channels.items() if rights > 1]


def _name(right: t.Right) -> str:
    return str(right.label).split(" (")[0]


def _rights(look: Lookup) -> Iterator[Block]:
    yield _right(look, R.ACCESS, _("Innsyn."), _access(), "art. 15")
    yield _right(look, R.RECTIFICATION, _("Retting."), _rectification(), "art. 16")
    yield _right(look, R.ERASURE, _("Sletting."), _erasure(look), "art. 17")
    yield _right(look, R.RESTRICTION, _("Begrensning."), _restriction(), "art. 18")
    yield _right(look, R.PORTABILITY, _("Dataportabilitet."), _portability(look), "art. 20")
    stated = look.right(R.WITHDRAWAL)
    if look.takes_consent or stated:
        yield _right(look, R.WITHDRAWAL, _("Samtykke."), _withdrawal(stated), "art. 7 nr. 3")


def _right(look: Lookup, right: t.Right, label: str, text: str, article: str) -> Para:
    added = _added(look, right)
    reference = law(_("personvernforordningen %(article)s") % {"article": article})
    return para(
        strong(label), " ", text, " ", reference, *added, kind="right", record=_record(look, right)
    )


def _record(look: Lookup, right: t.Right) -> str:
    stated = look.right(right)
    return stated.record if stated else f"right/{right}"


def _added(look: Lookup, right: t.Right) -> list[str]:
    stated = look.right(right)
    if stated is None:
        return []
    how = "" if stated.right == R.WITHDRAWAL else stated.how
    channel = "" if stated.channel in _shared_channels(look) else stated.channel
    texts = [*stated.limits, stated.format, how, channel, stated.identity_check]
    return [" " + sentence(text) for text in texts if text]


def _access() -> str:
    return _("Du kan få vite om vi har opplysninger om deg, hva vi bruker dem til, og få en kopi.")


def _rectification() -> str:
    return _("Er noe feil eller mangelfullt, kan du be oss rette eller utfylle det.")


def _erasure(look: Lookup) -> str:
    # Only a law that sets a period obliges anybody to keep data.
    rules = [r for r in look.company.retention_rules if r.period and r.law_reference]
    laws = [rule.law_reference for rule in rules]
    keep = _("Noen ganger må vi beholde dem")
    if laws:
        keep += _(", for eksempel etter %(law)s") % {"law": laws[0]}
    about = {"keep": keep}
    return _("Du kan be oss slette opplysninger om deg. %(keep)s. Da forklarer vi hvorfor.") % about


def _restriction() -> str:
    return _(
        "Du kan be oss la opplysningene ligge ubrukt, for eksempel mens vi undersøker om de "
        "er riktige."
    )


def _portability(look: Lookup) -> str:
    purposes = look.with_basis(t.LegalBasis.CONSENT, t.LegalBasis.CONTRACT)
    text = _(
        "Opplysninger du selv har gitt oss, kan du få i en fil som andre systemer kan lese. "
        "Retten gjelder når vi behandler dem digitalt og bygger på samtykke eller avtale"
    )
    if purposes:
        about = {"purposes": _purposes(look, purposes)}
        text += _(". Her gjelder det %(purposes)s") % about
    return f"{text}."


_MOST_NAMED = 4


def _purposes(look: Lookup, purposes: list[s.Purpose]) -> str:
    """Return the purposes by name, or their activities when the purposes are many."""
    if len(purposes) > _MOST_NAMED:
        activities = [a for a in look.company.activities if set(a.purposes) & set(purposes)]
        return listed(f"«{activity.name}»" for activity in activities)
    return listed(f"«{purpose.text}»" for purpose in purposes)


def _withdrawal(stated: s.RightStatement | None) -> str:
    text = _("Har du gitt samtykke, kan du trekke det når som helst")
    how = f": {stated.how[:1].lower()}{stated.how[1:].rstrip('.')}" if stated and stated.how else ""
    rest = _("Det vi lovlig gjorde før det, blir ikke ulovlig i ettertid.")
    return f"{text}{how}. {rest}"


def _objection(look: Lookup) -> Group:
    purposes = look.with_basis(t.LegalBasis.TASK, t.LegalBasis.INTEREST)
    text = _(
        "Bygger vi på en berettiget interesse eller offentlig myndighet, kan du protestere ut fra "
        "din situasjon. Da stanser vi, med mindre tungtveiende grunner går foran eller "
        "opplysningene trengs i et rettskrav."
    )
    if purposes:
        about = {"purposes": _purposes(look, purposes)}
        text += " " + _("Her gjelder det %(purposes)s.") % about
    reference = law(_("personvernforordningen art. 21 nr. 1"))
    added = _added(look, R.OBJECTION)
    record = _record(look, R.OBJECTION)
    blocks: list[Block] = [para(text, " ", reference, *added, record=record)]
    stated = look.right(R.MARKETING)
    if look.marketing or stated:
        text = _(
            "Du kan når som helst si nei til markedsføring. Du trenger ikke begrunne det, og vi "
            "stanser med en gang."
        )
        blocks.append(
            para(
                strong(text),
                " ",
                law(_("personvernforordningen art. 21 nr. 2 og 3")),
                *_added(look, R.MARKETING),
                record=_record(look, R.MARKETING),
            )
        )
    return Group("protest", _("Du kan protestere"), tuple(blocks), kind="frame")


def _automated(look: Lookup) -> Iterator[Block]:
    activities = look.company.activities
    deciding = [a for a in activities if a.automated_decisions == t.Answer.YES]
    reference = law(_("personvernforordningen art. 22"))
    label = strong(_("Automatiserte avgjørelser."))
    for activity in deciding:
        told = [
            activity.automated_decision,
            activity.automated_logic,
            activity.automated_consequences,
        ]
        about = " ".join(sentence(text) for text in told if text)
        can = _("Du kan kreve at et menneske ser på avgjørelsen, si hva du mener, og bestride den.")
        yield para(label, f" {about} {can} ", reference, kind="right", record=activity.record)
    if activities and all(a.automated_decisions == t.Answer.NO for a in activities):
        text = _("Ingen avgjørelser som betyr mye for deg, tas helt automatisk.")
        yield para(label, f" {text} ", reference, kind="right", record=_record(look, R.AUTOMATED))
    elif not deciding and (stated := look.right(R.AUTOMATED)):
        text = _("Du kan kreve at avgjørelser som betyr mye for deg, ikke tas helt automatisk.")
        added = _added(look, R.AUTOMATED)
        yield para(label, f" {text} ", reference, *added, kind="right", record=stated.record)


def _complaint(look: Lookup) -> Group:
    company = look.company
    lead = _("Mener du at vi bryter reglene, kan du klage til ")
    if company.authority == t.Authority.DATATILSYNET:
        url, number, address = DATATILSYNET
        parts: list[str | Run] = ["Datatilsynet: ", link("datatilsynet.no", url)]
        parts += [", tlf. ", phone(number), f", {address}. "]
        parts.append(_("Datatilsynet råder deg til å kontakte oss først."))
    elif company.authority_name or company.authority_email or company.authority_phone:
        parts = [company.authority_name or _("tilsynsmyndigheten"), *_reached(company), "."]
    else:
        parts = [
            _(
                "en tilsynsmyndighet. Velg den i EØS-landet der du bor eller arbeider, eller der "
                "bruddet skjedde."
            )
        ]
    reference = law(_("personvernforordningen art. 77"))
    added = _added(look, R.COMPLAINT)
    block = para(lead, *parts, " ", reference, *added, record=company.record)
    return Group("klage", _("Klage"), (block,))


def _reached(company: s.Register) -> Iterator[str | Run]:
    """Yield how another authority is reached, as far as it is stated."""
    before = ": "
    if company.authority_url:
        yield before
        yield link(company.authority_url, company.authority_url)
        before = ", "
    if company.authority_email:
        yield before
        yield mail(company.authority_email)
        before = ", "
    if company.authority_phone:
        yield f"{before}tlf. "
        yield phone(company.authority_phone)
