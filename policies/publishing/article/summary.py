"""«Kort fortalt»: at most five lines, made from the register, never typed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import terms as t
from policies.publishing.article import missing
from policies.publishing.article.blocks import Para, Section, bullets, link, para
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import listed, sentence

_MOST_NAMED = 5


def section(look: Lookup) -> Section:
    """Return what, why, who, your choice, what is missing."""
    return Section("kort-fortalt", _("Kort fortalt"), (bullets(*_lines(look)),))


def _lines(look: Lookup) -> Iterator[Para]:
    named = [term.name for term in look.company.terms if term.kind_of == t.TermKind.SUBJECT]
    if named:
        yield para(_("Vi har opplysninger om %(who)s.") % {"who": listed(named)})
    names = [activity.name for activity in look.company.activities]
    if names:
        shown = names[:_MOST_NAMED]
        more = _(", og mer") if len(names) > _MOST_NAMED else ""
        yield para(
            _("Vi bruker opplysningene til dette: %(names)s%(more)s.")
            % {"names": " · ".join(shown), "more": more}
        )
    yield from _who(look)
    yield from _choice(look)
    if missing.gaps(look):
        yield para(
            _("Noe har vi ikke oppgitt ennå."),
            " ",
            link(_("Se hva som mangler"), "#ikke-oppgitt"),
            ".",
        )


def _who(look: Lookup) -> Iterator[Para]:
    found = look.company.recipients
    if not found:
        if look.company.has_recipients == t.Answer.NO:
            yield para(_("Ingen andre får opplysningene."))
        return
    names = [r.name for r in found]
    if len(names) > _MOST_NAMED:
        names = [*names[: _MOST_NAMED - 1], _("flere")]
    yield para(sentence(_("%(who)s får opplysninger fra oss") % {"who": listed(names)}))


def _choice(look: Lookup) -> Iterator[Para]:
    if look.marketing or look.right(t.Right.MARKETING):
        yield para(_("Du kan når som helst si nei til markedsføring."))
    elif look.takes_consent or look.right(t.Right.WITHDRAWAL):
        yield para(_("Har du samtykket, kan du trekke samtykket når som helst."))
    else:
        yield para(_("Du kan be om innsyn, retting og sletting."))
