"""Running text of an article as HTML: every text is escaped, every link has a text."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from policies.publishing.article.blocks import Para, Run

register = template.Library()


@register.filter
def runs(para: Para) -> SafeString:
    """Return the paragraph's pieces, without white space of the template's making."""
    return format_html_join("", "{}", ((_run(run),) for run in para.runs))


# «§ 13», «art. 6» and «nr. 2» stay on one line.
_TOGETHER = re.compile(r"(§|\bart\.|\bnr\.|\btlf\.) ")


def _run(run: Run) -> SafeString | str:
    inner: SafeString | str = _TOGETHER.sub("\\1\u00a0", run.text)
    if run.href:
        inner = format_html('<a class="ds-link" href="{}">{}</a>', run.href, inner)
    if run.kind == "strong":
        inner = format_html("<strong>{}</strong>", inner)
    if run.kind == "law":
        inner = format_html('<span class="law">({})</span>', inner)
    if run.record:
        inner = format_html('<span data-record="{}">{}</span>', run.record, inner)
    return inner
