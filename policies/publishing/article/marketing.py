"""Marketing within an activity: channels, conditions, and how to say no (mfl. § 15)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.publishing.article.blocks import Block, Para, fact, link, para
from policies.publishing.article.words import listed, sentence


def marketing(activity: s.Activity) -> Iterator[Block]:
    """Yield what is particular to the activity's marketing purposes."""
    said: set[tuple[str, ...]] = set()
    for purpose in activity.purposes:
        for block in _purpose(purpose) if purpose.is_marketing else ():
            words = tuple(run.text for run in block.runs)
            if words not in said:  # two purposes often say the same
                said.add(words)
                yield block
    if any(purpose.is_marketing for purpose in activity.purposes):
        opt_outs = [p.marketing_opt_out for p in activity.purposes if p.marketing_opt_out]
        text = " ".join(dict.fromkeys(map(sentence, opt_outs)))
        if not text:
            text = _("Du kan si nei når som helst.")
        yield fact(
            _("Ditt valg"), text, " ", link(_("Slik sier du nei til markedsføring"), "#protest")
        )


def _purpose(purpose: s.Purpose) -> Iterator[Para]:
    if purpose.marketing_audience:
        yield fact(
            _("Hvem får markedsføringen"),
            sentence(purpose.marketing_audience),
            record=purpose.record,
        )
    if purpose.marketing_channels:
        names = listed(str(t.Channel(channel).label) for channel in purpose.marketing_channels)
        yield fact(_("Kanaler"), sentence(names), record=purpose.record)
    if purpose.marketing_goods:
        yield fact(
            _("Hva markedsføringen gjelder"),
            sentence(str(purpose.marketing_goods.label)),
            record=purpose.record,
        )
    for condition in purpose.marketing_conditions:
        yield para(sentence(condition), record=purpose.record)
