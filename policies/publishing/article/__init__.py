"""The article: a policy as an HTML fragment, a function of the published document alone."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from policies.document import terms as t
from policies.document.published import Published
from policies.publishing.article import (
    closing,
    cookies,
    purposes,
    responsible,
    rights,
    sharing,
    summary,
)
from policies.publishing.article.blocks import Section
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import day

_OF_ACTIVITIES = frozenset({"bruk", "mottakere", "overforing"})


@dataclass(frozen=True)
class Article:
    """What the template shows."""

    published: Published
    identity: str
    band: str
    dates: tuple[str, ...]
    age: str
    summary: Section
    sections: tuple[Section, ...]
    shortcuts: tuple[tuple[str, str], ...]
    pdf_href: str
    pdf_label: str


def render(published: Published) -> str:
    """Return the article as HTML. It holds no link that only this server would know."""
    return render_to_string("policies/article.html", {"article": article(published)})


def render_part(published: Published, note: str, *, is_one: bool) -> str:
    """Return what an article says of some activities alone, under a note that tells so.

    What sums up the whole page, or would say that something is missing when it is only left
    out, isn't shown; of one activity, nothing that isn't about activities.
    """
    left_out = {"ikke-oppgitt"}
    left_out |= set() if published.company.recipients else {"mottakere"}
    left_out |= set() if Lookup(published).transfers else {"overforing"}
    sections = [
        section
        for section in article(published).sections
        if section.id not in left_out and (section.id in _OF_ACTIVITIES or not is_one)
    ]
    return render_to_string("policies/article_part.html", {"note": note, "sections": sections})


def article(published: Published) -> Article:
    """Return the article's parts in the reader's order (UX.md 1.1)."""
    look = Lookup(published)
    found = (
        responsible.section(look),
        purposes.section(look),
        sharing.recipients(look),
        sharing.transfers(look),
        cookies.section(look),
        rights.section(look),
        closing.security(look),
        closing.other(look),
        closing.gaps(look),
        closing.changes(look),
    )
    return Article(
        published,
        identity=" · ".join(filter(None, (look.company.name, *_hosts(look)))),
        band=band(published),
        dates=tuple(_dates(look)),
        age=_age(published),
        summary=summary.section(look),
        sections=tuple(section for section in found if section),
        shortcuts=tuple(_shortcuts(look)),
        pdf_href=f"/{look.company.key}/{published.policy}.pdf",
        pdf_label=_("Last ned som PDF"),
    )


def _hosts(look: Lookup) -> list[str]:
    return [site.host for site in look.company.websites if site.host]


def _dates(look: Lookup) -> list[str]:
    about = {"version": look.published.version, "date": day(look.published.effective_at)}
    return [_("Versjon %(version)d") % about, _("gjelder fra %(date)s") % about]


def _shortcuts(look: Lookup) -> list[tuple[str, str]]:
    found = [(_("Bruk rettighetene dine"), "#rettigheter")]
    if look.marketing or look.right(t.Right.MARKETING):
        found.append((_("Si nei til markedsføring"), "#protest"))
    return found


def _age(published: Published) -> str:
    dated = sourced_on(published)
    return _("Opplysningene er fra %(date)s.") % {"date": day(dated)} if dated else ""


def sourced_on(published: Published) -> date | None:
    """Return the date of the text that the facts come from, None when it has none."""
    dates = [d.dated_on for d in published.company.documents if d.dated_on]
    return max(dates) if dates else None


def band(published: Published) -> str:
    """Return what marks a page that its company hasn't published; empty for its own."""
    if published.company.origin == t.Origin.EXAMPLE:
        return _("Virksomheten er oppdiktet. Siden viser hvordan en ferdig erklæring ser ut.")
    if published.company.origin != t.Origin.REPRODUCED:
        return ""
    dated = sourced_on(published)
    about = {"year": dated.year if dated else ""}
    text = _(
        "Siden er laget for å vise Personvernhub, ut fra en tekst virksomheten hadde på nett "
        "i %(year)s."
    )
    undated = _(
        "Siden er laget for å vise Personvernhub, ut fra en udatert tekst virksomheten hadde "
        "på nett."
    )
    after = _("Virksomheten har ikke publisert den.")
    return f"{text % about if dated else undated} {after}"
