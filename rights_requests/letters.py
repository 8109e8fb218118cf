"""Letters: Norwegian texts in which {placeholders} are filled in, and nothing else.

It isn't a template language: a placeholder is one of those below, filled in once; what is
filled in is never read again. Anything else in curly brackets stops the letter.
"""

import re
from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.publishing.article.words import day
from rights_requests.complaint import complaint_route
from rights_requests.models import Case

_PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")
COMPLAINT = "klage"

FILLED: dict[str, Callable[[Case], str]] = {
    "hilsen": lambda case: _("Hei %(name)s") % {"name": case.name} if case.name else _("Hei"),
    "navn": lambda case: case.name or _("deg"),
    "virksomhet": lambda case: case.controller.name,
    "referanse": lambda case: case.reference,
    "mottatt": lambda case: day(case.received_on),
    "dato": lambda _case: day(timezone.localdate()),
    "kontakt": lambda case: case.controller.email or case.controller.phone,
    COMPLAINT: lambda case: complaint_route(case.controller),
}

# What the program can't fill in: whoever writes the answer puts it there.
BY_HAND = {
    "kopi": gettext_lazy(
        "Sett inn kopien av opplysningene der det står {kopi}, eller skriv hvordan personen "
        "får den."
    )
}


def unknown(text: str) -> list[str]:
    """Return the placeholders that nobody knows, each once."""
    names = dict.fromkeys(_PLACEHOLDER.findall(text))
    return [name for name in names if name not in FILLED]


def faults(text: str, *, refused: bool) -> Iterator[str]:
    """Yield what is wrong with an answer, each as a sentence."""
    for name in unknown(text):
        told = _("{%(name)s} er ikke et felt vi kan fylle ut.") % {"name": name}
        yield str(BY_HAND.get(name, told))
    if refused and f"{{{COMPLAINT}}}" not in text:
        yield _("Et avslag må si hvor personen kan klage: ta med {klage} (art. 12 nr. 4).")


def filled(text: str, case: Case) -> str:
    """Return the letter. Raises KeyError for a placeholder that nobody knows."""
    return _PLACEHOLDER.sub(lambda found: FILLED[found[1]](case), text)


def inert(text: str) -> str:
    """Return a text that can stand in a letter: its brackets are no placeholders."""
    return text.replace("{", "(").replace("}", ")")
