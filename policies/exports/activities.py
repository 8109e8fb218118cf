"""The two tables of art. 30: what the company does itself, and what it does for others.

The columns stand in the order of art. 30, and are called what Datatilsynet's page «Protokoll over
behandlingsaktiviteter» calls them (read 22 November 2026). Datatilsynet's own sheet marks what is
mandatory, and leaves room for more columns; so does this.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.exports import telling
from policies.exports.known import Known
from policies.exports.sheets import (
    Cell,
    Choice,
    Column,
    Row,
    Scope,
    Sheet,
    given,
    known,
    on,
    unknown,
    word,
)

_LAW = "art. 30 nr. {} {}"


def _one(letter: str) -> str:
    return _LAW.format(1, letter)


def _two(letter: str) -> str:
    return _LAW.format(2, letter)


def controller(register: Known, choice: Choice) -> Sheet:
    """Return the controller's record (art. 30 no. 1)."""
    company = (telling.company(register.register),)
    beside = telling.beside(register.register)
    roles = {a.role for a in register.register.activities}
    shared = {role: telling.joint(register.register, role) for role in roles}
    found = [
        a
        for a in register.register.activities
        if a.role != t.ProcessingRole.PROCESSOR and choice.covers(a.status)
    ]
    columns = (*_controller_columns(), *_more_columns(choice))
    rows = tuple(
        _controller_row(register, a, (company, (*shared[a.role], *beside)), choice) for a in found
    )
    return Sheet(
        "behandlinger",
        _("Behandlinger"),
        columns,
        rows,
        _(
            "Det virksomheten er behandlingsansvarlig for, alene eller sammen med andre "
            "(personvernforordningen art. 30 nr. 1). Behandlinger der rollen ikke er avklart, "
            "står også her."
        ),
        _nothing(choice),
    )


def _controller_columns() -> tuple[Column, ...]:
    return (
        Column("aktivitet", _("Behandlingsaktivitet"), is_key=True),
        Column(
            "ansvarlig",
            _("Behandlingsansvarlig, med kontaktopplysninger"),
            _one("a"),
            is_once=True,
        ),
        Column(
            "andre-parter",
            _("Felles behandlingsansvarlig, representant og personvernombud"),
            _one("a"),
            is_once=True,
        ),
        Column("formaal", _("Formålene med behandlingen"), _one("b"), width=36),
        Column("registrerte", _("Kategoriene av registrerte"), _one("c")),
        Column("opplysninger", _("Kategoriene av personopplysninger"), _one("c"), width=32),
        Column("mottakere", _("Kategoriene av mottakere"), _one("d"), width=36),
        Column(
            "overforinger",
            _("Overføringer til en tredjestat eller en internasjonal organisasjon"),
            _one("e"),
            telling.if_relevant(),
            width=32,
        ),
        Column(
            "garantier",
            _("Nødvendige garantier ved overføring"),
            _one("e"),
            telling.if_compelling(),
        ),
        Column(
            "slettefrister",
            _("Planlagte tidsfrister for sletting"),
            _one("f"),
            telling.if_possible(),
            width=36,
        ),
        Column(
            "sikkerhet",
            _("Tekniske og organisatoriske sikkerhetstiltak"),
            _one("g"),
            telling.if_possible(),
            width=56,
        ),
    )


def _controller_row(
    register: Known, activity: s.Activity, parties: tuple[Cell, Cell], choice: Choice
) -> Row:
    uses = activity.data_uses
    subjects = register.named(key for use in uses for key in use.subjects)
    cells = (
        (activity.name,),
        *parties,
        known(*(purpose.text for purpose in activity.purposes)),
        known(*subjects),
        known(*dict.fromkeys(register.called(use) for use in uses)),
        telling.recipients(register, activity),
        telling.transfers(register, activity),
        telling.safeguards(register, activity),
        telling.deadlines(register, activity),
        telling.measures(register.measures(activity)),
        *_more(register, activity, choice),
    )
    return _row(activity, cells)


def _row(activity: s.Activity, cells: tuple[Cell, ...]) -> Row:
    laws = tuple(dict.fromkeys(p.legal_basis or "" for p in activity.purposes)) or ("",)
    role = str(activity.role or "")
    return Row(activity.record, cells, str(activity.status), role, activity.owner, laws)


def _more_columns(choice: Choice) -> Iterator[Column]:
    """Yield the columns that art. 30 doesn't demand."""
    if choice.scope == Scope.EVERY:
        yield Column("status", _("Status"), is_key=True, width=14)
    yield Column("beskrivelse", _("Beskrivelse"), width=36)
    yield Column("rolle", _("Virksomhetens rolle"), width=20)
    yield Column("grunnlag", _("Behandlingsgrunnlag"), width=36)
    yield Column("kilder", _("Hvor opplysningene kommer fra"), width=32)
    yield Column("systemer", _("Systemer"))
    yield Column("eier", _("Ansvarlig i virksomheten"), width=20)
    yield Column("dpia", _("Vurdering av personvernkonsekvenser (DPIA)"), width=20)
    yield Column("automatisk", _("Automatiserte avgjørelser"), width=20)
    yield Column("profilering", _("Profilering"), width=20)
    yield Column("gjennomgang", _("Neste gjennomgang"), width=14)


def _more(register: Known, activity: s.Activity, choice: Choice) -> Iterator[Cell]:
    if choice.scope == Scope.EVERY:
        yield (_standing(activity),)
    yield given(activity.description)
    yield (word(activity.role),)
    yield _bases(activity.purposes)
    yield known(*dict.fromkeys(telling.source(x) for x in activity.data_sources))
    yield known(*(register.systems[key].name for key in activity.systems))
    yield known(activity.owner)
    yield (word(activity.dpia),)
    yield _answered(activity.automated_decisions, activity.automated_decision)
    yield _answered(activity.profiling, activity.profiling_description)
    yield known(on(activity.next_review_on))


def _standing(activity: s.Activity) -> str:
    ended = on(activity.ended_on)
    return f"{activity.status.label} {ended}".strip()


def _bases(purposes: Iterable[s.Purpose]) -> Cell:
    """Return what allows each purpose; what is the same for all is said once."""
    told = [(purpose.text, telling.basis(purpose)) for purpose in purposes]
    if len({basis for _text, basis in told}) == 1:
        return (told[0][1],)
    return tuple(f"{text}: {basis}" for text, basis in told) or (unknown(),)


def _answered(answer: t.Answer | None, more: str) -> Cell:
    return (f"{word(answer)}: {more}" if more else word(answer),)


def processor(register: Known, choice: Choice) -> Sheet:
    """Return the processor's record (art. 30 no. 2): a row for each activity and client."""
    company = (telling.company(register.register),)
    beside = telling.beside(register.register)
    found = [
        (activity, client)
        for activity in register.register.activities
        if activity.role == t.ProcessingRole.PROCESSOR and choice.covers(activity.status)
        for client in clients(activity)
    ]
    found.sort(key=lambda each: each[1].casefold())  # by client, else as the register has them
    columns = (*_processor_columns(), *_more_columns(choice))
    rows = tuple(_processor_row(register, a, (company, (c,), beside), choice) for a, c in found)
    return Sheet(
        "databehandler",
        _("Databehandler for andre"),
        columns,
        rows,
        _("Det virksomheten gjør på vegne av andre (personvernforordningen art. 30 nr. 2)."),
        _("Ingen behandlinger der virksomheten er databehandler for andre, er med i utvalget."),
    )


def clients(activity: s.Activity) -> Cell:
    """Return on whose behalf an activity is done; several stand with a semicolon between."""
    return known(*(name.strip() for name in activity.processor_for.split(";") if name.strip()))


def _processor_columns() -> tuple[Column, ...]:
    return (
        Column("aktivitet", _("Behandlingsaktivitet"), is_key=True),
        Column(
            "databehandler",
            _("Databehandler, med kontaktopplysninger"),
            _two("a"),
            is_once=True,
        ),
        Column(
            "oppdragsgiver",
            _("Behandlingsansvarlig vi opptrer på vegne av, med kontaktopplysninger"),
            _two("a"),
        ),
        Column("andre-parter", _("Representant og personvernombud"), _two("a"), is_once=True),
        Column(
            "behandling",
            _("Kategoriene av behandling på vegne av den behandlingsansvarlige"),
            _two("b"),
            width=40,
        ),
        Column(
            "overforinger",
            _("Overføringer til en tredjestat eller en internasjonal organisasjon"),
            _two("c"),
            telling.if_relevant(),
            width=32,
        ),
        Column(
            "garantier",
            _("Nødvendige garantier ved overføring"),
            _two("c"),
            telling.if_compelling(),
        ),
        Column(
            "sikkerhet",
            _("Tekniske og organisatoriske sikkerhetstiltak"),
            _two("d"),
            telling.if_possible(),
            width=56,
        ),
        Column("opplysninger", _("Kategoriene av personopplysninger"), width=32),
        Column("mottakere", _("Kategoriene av mottakere"), width=36),
    )


def _processor_row(
    register: Known, activity: s.Activity, parties: tuple[Cell, Cell, Cell], choice: Choice
) -> Row:
    cells = (
        (activity.name,),
        *parties,
        known(activity.description, *(purpose.text for purpose in activity.purposes)),
        telling.transfers(register, activity),
        telling.safeguards(register, activity),
        telling.measures(register.measures(activity)),
        known(*dict.fromkeys(register.called(use) for use in activity.data_uses)),
        telling.recipients(register, activity),
        *_more(register, activity, choice),
    )
    return _row(activity, cells)


def _nothing(choice: Choice) -> str:
    if choice.scope == Scope.EVERY:
        return _("Ingen behandlinger er registrert.")
    return _("Ingen behandlinger er registrert som i bruk.")
