"""«Informasjonskapsler»: what each site stores, with the law told as law (ekomloven § 3-15)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article.blocks import (
    Block,
    Para,
    Row,
    Section,
    Table,
    law,
    link,
    para,
    strong,
)
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import lifetime, listed, lower_first, not_stated, sentence


def section(look: Lookup) -> Section | None:
    """Return the cookies of the policy's sites; None when it covers none."""
    blocks = tuple(_blocks(look))
    return Section("informasjonskapsler", _("Informasjonskapsler"), blocks) if blocks else None


def _blocks(look: Lookup) -> Iterator[Block]:
    sites = look.company.websites
    for site in sites:
        yield para(_use(site), record=site.record)
    if any(site.uses_cookies in (t.CookieUse.YES, t.CookieUse.MAY) for site in sites):
        yield _the_law(look)
    for site in sites:
        yield from _site(look, site)


def _the_law(look: Lookup) -> Para:
    """Return standard sentence K1, marked as the law's."""
    text = _(
        "Loven krever at du får informasjon og sier ja før noe lagres eller leses på enheten "
        "din. Det finnes to unntak. Det ene er det som er strengt nødvendig for en tjeneste du "
        "selv har bedt om. Det andre er det som bare brukes til å overføre kommunikasjon. "
        "Nettleserinnstillinger er ikke et samtykke."
    )
    # Which country's law a foreign shop must follow is for a lawyer (law notes, G9).
    reference = _("ekomloven § 3-15")
    if look.company.country not in (None, "NO"):
        reference = _("ekomloven § 3-15, der norsk lov gjelder")
    return para(strong(_("Dette sier loven:")), " ", text, " ", law(reference), kind="rule")


def _use(site: s.Website) -> str:
    about = {"site": site.label or _("nettstedet")}
    like = site.similar_technologies == t.Answer.YES
    text = {
        None: _("Vi har ikke oppgitt om %(site)s bruker informasjonskapsler."),
        t.CookieUse.NO: _("%(site)s bruker ikke informasjonskapsler."),
        t.CookieUse.MAY: _(
            "%(site)s kan bruke informasjonskapsler. Vi har ikke oppgitt om det skjer."
        ),
        t.CookieUse.YES: _("%(site)s bruker informasjonskapsler og lignende teknologi.")
        if like
        else _("%(site)s bruker informasjonskapsler."),
    }[site.uses_cookies]
    return text % about if site.host or not site.name else sentence(text % about)


def _site(look: Lookup, site: s.Website) -> Iterator[Block]:
    if site.consent_method:
        yield para(sentence(site.consent_method), record=site.record)
    if site.consent_url:
        text = _("Du kan når som helst endre valget ditt:")
        yield para(text, " ", link(site.consent_url, site.consent_url), record=site.record)
    yield from _tables(look, site)
    for text in (site.limits, site.duration_stated):
        if text:
            yield para(sentence(text), record=site.record)
    if control := _control(site):
        yield para(control, record=site.record)
    used = site.uses_cookies in (t.CookieUse.YES, t.CookieUse.MAY)
    if used and not any(cookie.name for cookie in site.cookies):
        text = _("Vi har ikke oppgitt navn, leverandør og varighet for hver informasjonskapsel.")
        yield para(text, record=site.record)


def _tables(look: Lookup, site: s.Website) -> Iterator[Block]:
    named = [cookie for cookie in site.cookies if cookie.name]
    unnamed = [cookie for cookie in site.cookies if not cookie.name]
    if unnamed:
        yield _uses(site, unnamed)
    for category in (*t.CookieCategory, None):
        if found := [cookie for cookie in named if cookie.category == category]:
            yield _named(look, category, found)
    necessary = all(cookie.category == t.CookieCategory.NECESSARY for cookie in named)
    if named and necessary and not unnamed:
        text = _("Vi bruker bare det som er strengt nødvendig, og spør derfor ikke om samtykke.")
        yield para(text, record=site.record)


def _control(site: s.Website) -> str:
    ways = listed(lower_first(way).rstrip(".") for way in site.control)
    can = _("Du kan %(ways)s.") % {"ways": ways} if ways else ""
    return f"{can} {sentence(site.blocking_effect)}".strip()


def _uses(site: s.Website, cookies: list[s.Cookie]) -> Table:
    categories = any(c.category for c in cookies)
    columns = (_("Brukes til"), *([_("Type")] if categories else []), _("Krever loven samtykke?"))
    rows = []
    for cookie in cookies:
        text = cookie.purpose or not_stated()
        if cookie.shared_with:
            text = f"{text.rstrip('.')}; " + _("opplysningene deles med %(who)s") % {
                "who": cookie.shared_with
            }
        cells: list[tuple[Para, ...]] = [(para(text),)]
        if categories:
            cells.append((para(str(cookie.category.label) if cookie.category else not_stated()),))
        cells.append((para(_consent(cookie)),))
        rows.append(Row(tuple(cells), cookie.record))
    caption = _("Hva informasjonskapslene brukes til")
    if site.host:
        caption = _("Hva informasjonskapslene på %(site)s brukes til") % {"site": site.host}
    return Table(caption, columns, tuple(rows))


def _consent(cookie: s.Cookie) -> str:
    if cookie.consent_needed == t.Answer.YES:
        return _("ja")
    if cookie.consent_needed == t.Answer.NO:
        return _("nei")
    if cookie.category in (t.CookieCategory.STATISTICS, t.CookieCategory.MARKETING):
        return _("ja")
    if cookie.category == t.CookieCategory.NECESSARY:
        return _("nei, hvis den er strengt nødvendig")
    return _("ja, med mindre den er strengt nødvendig")


def _named(look: Lookup, category: t.CookieCategory | None, cookies: list[s.Cookie]) -> Table:
    caption = sentence(str(category.label))[:-1] if category else _("Uten oppgitt kategori")
    columns = (_("Navn"), _("Hva den gjør"), _("Hvem setter den"), _("Varighet"))
    rows = []
    for cookie in cookies:
        lasts = (
            not_stated() if cookie.lifetime_seconds is None else lifetime(cookie.lifetime_seconds)
        )
        does = sentence(cookie.purpose) or not_stated()
        if cookie.shared_with:
            does += " " + sentence(
                _("Opplysningene deles med %(who)s") % {"who": cookie.shared_with}
            )
        cells = (
            (para(cookie.name),),
            (para(does),),
            (para(_setter(look, cookie)),),
            (para(lasts),),
        )
        rows.append(Row(cells, cookie.record))
    return Table(caption, columns, tuple(rows))


def _setter(look: Lookup, cookie: s.Cookie) -> str:
    if cookie.provider:
        return look.recipients[cookie.provider].name
    return _("vi selv") if cookie.set_by_us == t.Answer.YES else not_stated()
