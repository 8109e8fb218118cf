"""Which data, about whom, from where, and kept how long when it differs (art. 14)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article import retention
from policies.publishing.article.blocks import Block, Run, fact, para, strong
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.words import listed, not_stated, sentence


def subjects(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    """Yield whom the activity is about, when it is the same for all its data."""
    groups = {use.subjects for use in activity.data_uses}
    if len(groups) == 1 and (keys := groups.pop()):
        label = strong(_("Gjelder:"))
        names = look.names(keys)
        yield para(label, " ", names, record=activity.record, kind="fact lead")


def used(look: Lookup, activity: s.Activity) -> Iterator[Block]:
    """Yield the data, one line for each group of people it is about."""
    groups: dict[tuple[str, ...], list[s.DataUse]] = {}
    for use in activity.data_uses:
        groups.setdefault(use.subjects, []).append(use)
    for keys, uses in groups.items():
        label = _("Opplysninger")
        if len(groups) > 1 and keys:
            label = _("Opplysninger om %(subjects)s") % {"subjects": look.names(keys)}
        runs: list[str | Run] = []
        for use in uses:
            if text := described(look, use):
                runs += ["; " if runs else "", Run(text, record=use.record)]
        if len(groups) > 1 and not runs:
            yield fact(label, not_stated(), record=uses[0].record)
        if runs:
            is_open = any(use.is_open for use in uses)
            yield fact(
                label,
                *runs,
                ".",
                " " + _("Dette er bare en del av opplysningene.") if is_open else "",
            )


def described(look: Lookup, use: s.DataUse) -> str:
    """Return the items of a data use, or its category when it names none.

    A category that the law guards is always named (art. 9, art. 10).
    """
    category = look.terms[use.category] if use.category else None
    guarded = category is not None and category.sensitivity not in (None, t.Sensitivity.ORDINARY)
    text = listed(use.items)
    if category and (guarded or not text):
        text = f"{category.name}: {text}" if text else category.name
    if guarded and category and category.sensitivity:
        text += f" ({category.sensitivity.label})"
    return text


def sources(activity: s.Activity) -> Iterator[Block]:
    """Yield where the data comes from (art. 14 no. 2 f)."""
    runs: list[str | Run] = []
    for source in activity.data_sources:
        runs += ["; "] if runs else []
        runs.append(Run(_source(source), record=source.record))
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
