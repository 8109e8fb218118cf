"""The record of processing activities (art. 30): a pure function of a register's values."""

from datetime import date

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.exports import activities, details, telling
from policies.exports.known import Known
from policies.exports.sheets import Choice, Fact, Protokoll, Scope, Sheet, Variant, first_upper


def protokoll(register: s.Register, day: date, choice: Choice) -> Protokoll:
    """Return the record of a register as it stood on a day."""
    known = Known(register)
    return Protokoll(
        company=register.key,
        name=register.name,
        day=day,
        choice=choice,
        note=telling.note(register),
        facts=tuple(_facts(register, choice)),
        sheets=tuple(sheet.of(choice.variant) for sheet in _sheets(known, choice)),
    )


def _sheets(known: Known, choice: Choice) -> list[Sheet]:
    found = [
        activities.controller(known, choice),
        activities.processor(known, choice),
        details.data(known, choice),
        details.recipients(known, choice),
        details.retention(known, choice),
    ]
    # Cookies are a matter of ekomloven, not of art. 30.
    return found if choice.variant == Variant.MANDATORY else [*found, details.cookies(known)]


def _facts(register: s.Register, choice: Choice) -> list[Fact]:
    """Return who is responsible (art. 30 no. 1 a and no. 2 a), and what the file holds."""
    others = (t.PartyRole.JOINT_CONTROLLER, t.PartyRole.CONTACT)
    told = [text for role in others for text in telling.parties(register, role)]
    return [
        Fact(_("Virksomhet"), (telling.company(register),)),
        *(Fact(*_split(text)) for text in (*telling.beside(register), *told)),
        Fact(_("Omfang"), (_scope(choice),)),
    ]


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    label, _colon, told = text.partition(": ")
    return label, (told,)


def _scope(choice: Choice) -> str:
    told = _("det art. 30 krever") if choice.variant == Variant.MANDATORY else _("alle felt")
    which = _("behandlinger i bruk")
    if choice.scope == Scope.EVERY:
        which = _("alle behandlinger, med status")
    return first_upper(f"{which}, {told}")
