"""How storage time is told (art. 13 no. 2 a; standard sentences L1–L3)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.periods import period_in_words
from policies.publishing.article.blocks import Run
from policies.publishing.article.words import sentence


def told(rules: Iterable[s.RetentionRule], *, cell: bool = False) -> str:
    """Return the rules as sentences, with what happens after said once.

    In the cell of a table a criterion is short: «Til saken er slutt.»
    """
    return " ".join(run.text for run in runs(rules, cell=cell))


def runs(rules: Iterable[s.RetentionRule], *, cell: bool = False) -> list[Run]:
    """Return what is told, each rule's sentences with its record."""
    rules = list(rules)
    found = []
    for index, rule in enumerate(rules):
        last = index == len(rules) - 1 or rules[index + 1].disposal != rule.disposal
        found.append(Run(_rule(rule, after=last, cell=cell), record=rule.record))
    return [run for run in found if run.text]


def _rule(rule: s.RetentionRule, *, after: bool, cell: bool) -> str:
    if rule.period:
        how_long = period_in_words(rule.period)
        if rule.starts_from:
            about = {"period": how_long, "start": rule.starts_from}
            how_long = _("%(period)s etter %(start)s") % about
        if rule.law_reference:
            about = {"period": how_long, "law": rule.law_reference}
            how_long = _("%(period)s, fordi %(law)s krever det") % about
        text = sentence(how_long)
        if rule.criterion:
            text = f"{text} {sentence(rule.criterion)}"
    elif rule.kind_of == t.RetentionKind.RULE and rule.criterion:
        whole = _("Til %(criterion)s") if cell else _("Vi lagrer opplysningene til %(criterion)s")
        text = sentence(whole % {"criterion": rule.criterion})
        if rule.law_reference:
            text += " " + sentence(_("Se %(law)s") % {"law": rule.law_reference})
    else:
        text = sentence(rule.criterion)
    return f"{text} {_after(rule)}".strip() if after and text else text


def _after(rule: s.RetentionRule) -> str:
    if rule.kind_of != t.RetentionKind.RULE:
        return ""
    return {
        None: "",
        t.Disposal.ERASE: _("Deretter sletter vi opplysningene."),
        t.Disposal.ANONYMISE: _("Deretter anonymiserer vi opplysningene."),
    }[rule.disposal]
