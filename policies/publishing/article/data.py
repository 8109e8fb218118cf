"""Which data, about whom, from where, and kept how long when it differs (art. 14)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article import retention
from policies.publishing.article.blocks import Block, Run, fact, para
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import listed, sentence


def subjects(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    """Yield whom the activity is about, when it is the same for all its data."""
    groups = {use.subjects for use in activity.data_uses}
    if len(groups) == 1 and (keys := groups.pop()):
        names = listed(look.terms[key].name for key in keys)
        yield fact(_("Gjelder"), names, record=activity.record)


def used(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    """Yield the data, by whom it is about when that differs."""
    apart = len({use.subjects for use in activity.data_uses}) > 1
    for use in activity.data_uses:
        label = _("Opplysninger")
        if apart and use.subjects:
            names = listed(look.terms[key].name for key in use.subjects)
            label = _("Opplysninger om %(subjects)s") % {"subjects": names}
        if text := described(look, use):
            yield fact(label, text, record=use.record)


def described(look: Lookup, use: s.DataUse) -> str:
    """Return the items of a data use, its category's name if they don't say it."""
    category = look.terms[use.category] if use.category else None
    text = listed(use.items)
    if category and category.name not in use.items:
        text = f"{category.name}: {text}" if text else category.name
    if not text:
        return ""
    guarded = category and category.sensitivity not in (None, t.Sensitivity.ORDINARY)
    if guarded and category and category.sensitivity:
        text += f" ({category.sensitivity.label})"
    return sentence(text) + (" " + _("Listen er ikke fullstendig.") if use.is_open else "")


def sources(activity: s.Activity) -> Iterator[Block]:
    """Yield where the data comes from (art. 14 no. 2 f)."""
    told = []
    for source in activity.data_sources:
        told.append(Run(_source(source), record=source.record))
    runs: list[str | Run] = []
    for run in told:
        runs += ["; ", run] if runs else [run]
    if runs:
        yield fact(_("Kilde"), *runs, ".")


def _source(source: s.DataSource) -> str:
    kinds = {
        t.SourceKind.PERSON: _("deg selv"),
        t.SourceKind.AUTOMATIC: _("automatisk"),
        t.SourceKind.OTHER: source.organisation or _("andre"),
        t.SourceKind.PUBLIC: source.organisation or _("offentlig tilgjengelige kilder"),
        None: source.organisation,
    }
    parts = (kinds[source.kind_of], source.description.rstrip("."))
    text = ", ".join(part for part in parts if part)
    if source.kind_of == t.SourceKind.PUBLIC and source.organisation:
        text += " " + _("(offentlig tilgjengelig)")
    return text


def retained(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    """Yield the storage of data that has rules of its own."""
    for use in activity.data_uses:
        if rules := look.rules_for(use):
            name = look.terms[use.category].name if use.category else listed(use.items)
            label = _("Lagring av %(data)s") % {"data": name}
            yield fact(label, retention.told(rules), record=rules[0].record)
    if activity.automated_decisions == t.Answer.YES and activity.automated_decision:
        yield para(sentence(activity.automated_decision), record=activity.record)
