"""The last sections: security, what isn't stated, changes."""

from django.utils.translation import gettext as _

from policies.document import terms as t
from policies.publishing.article import missing
from policies.publishing.article.blocks import Block, Run, Section, bullets, fact, mail, para
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import sentence

_SECURITY = (t.AssertionKind.SECURITY, t.AssertionKind.BREACH, t.AssertionKind.DISCLAIMER)
_OTHER = (
    t.AssertionKind.CHILDREN,
    t.AssertionKind.ANONYMISATION,
    t.AssertionKind.FURTHER_PROCESSING,
    t.AssertionKind.CONDITION,
    t.AssertionKind.CLAIM,
    t.AssertionKind.RIGHTS,
)


def other(look: Lookup) -> Section | None:
    """Return what else the company says of itself; None when nothing is shown."""
    blocks = tuple(para(sentence(a.text), record=a.record) for a in look.assertions(*_OTHER))
    return Section("annet", _("Annet du bør vite"), blocks) if blocks else None


def security(look: Lookup) -> Section | None:
    """Return what protects the data; None when nothing is stated."""
    blocks: list[Block] = []
    measures = look.company.security_measures
    told = [
        para(_("Vi %(measure)s.") % {"measure": m.text.rstrip(".")}, record=m.record)
        for m in measures
    ]
    if told:
        blocks.append(bullets(*told) if len(told) > 1 else told[0])
    blocks += [para(sentence(a.text), record=a.record) for a in look.assertions(*_SECURITY)]
    return Section("sikkerhet", _("Sikkerhet"), tuple(blocks)) if blocks else None


def gaps(look: Lookup) -> Section | None:
    """Return the one list of what isn't stated; None when nothing is missing."""
    found = missing.gaps(look)
    if not found:
        return None
    email = look.company.email
    ask: list[str | Run] = [_("Spør oss: "), mail(email), "."] if email else [_("Spør oss.")]
    intro = para(_("Du har krav på å vite dette."), " ", *ask)
    return Section(
        "ikke-oppgitt",
        _("Dette har vi ikke oppgitt"),
        (bullets(*(para(gap.text) for gap in found), intro=intro),),
    )


def changes(look: Lookup) -> Section | None:
    """Return when and how the policy changes; None when nothing is stated."""
    policy = look.policy
    texts = [sentence(text) for text in (policy.changes_when, policy.changes_notice) if text]
    texts += [sentence(a.text) for a in look.assertions(t.AssertionKind.CHANGES)]
    blocks = [para(" ".join(texts), record=policy.record)] if texts else []
    if note := look.published.change_note:
        label = _("Nytt i versjon %(number)d") % {"number": look.published.version}
        blocks.insert(0, fact(label, sentence(note)))
    return Section("endringer", _("Endringer"), tuple(blocks)) if blocks else None
