"""Where data comes from, why, to whom it goes and where in the world: a drawing and its table.

Laid out in four columns by hand: graphviz would be a program beside Python, and four columns
need no search for places. svg.py writes the elements; it leaves text as it is given, so every
text goes through `_text`.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

import svg
from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.exports.known import Going, Known
from policies.exports.places import is_outside
from policies.exports.sheets import Choice, none, unknown, word
from policies.exports.text import clean
from policies.publishing.article.words import country, listed

MOST = 20  # boxes in a column; the rest are one box
_WIDTH, _BOX, _HIGH, _GAP, _TOP = 1200, 246, 40, 8, 40
_LONGEST = 34  # letters in a box
_COLUMNS = 4
_INK, _LINE, _FILL, _EDGE = "#1e2024", "#767b84", "#eef4fa", "#00509e"
_WARNING_FILL, _WARNING_EDGE = "#fdf0cf", "#8a6100"


@dataclass(frozen=True)
class Flow:
    """What is drawn: the boxes of each column, and which are joined to which in the next."""

    columns: tuple[str, ...]
    boxes: tuple[tuple[str, ...], ...]
    links: frozenset[tuple[int, int, int]]  # column, place in it, place in the next
    outside: frozenset[str]
    rows: tuple[tuple[str, ...], ...] = ()
    description: str = ""


@dataclass(frozen=True)
class _Place:
    """Where in the world data goes: `country` when it is a known one outside the EEA."""

    text: str
    is_doubtful: bool = False
    is_far: bool = False
    country: str | None = None


@dataclass
class _Column:
    """A column being filled: each text gets a place, and those that come late share the last."""

    places: dict[str, int] = field(default_factory=dict)

    def place(self, text: str) -> int:
        """Return where a text stands."""
        return min(self.places.setdefault(text, len(self.places)), MOST - 1)

    def texts(self) -> tuple[str, ...]:
        """Return what the boxes say."""
        found = tuple(self.places)
        if len(found) <= MOST:
            return found
        more = _("og %(number)d til") % {"number": len(found) - MOST + 1}
        return (*found[: MOST - 1], more)


def flow(register: s.Register, choice: Choice) -> Flow:
    """Return the flow of a register's activities."""
    known = Known(register)
    columns = tuple(_Column() for _place in range(_COLUMNS))
    links: set[tuple[int, int, int]] = set()
    places: set[_Place] = set()
    rows: list[tuple[str, ...]] = []
    activities = [a for a in register.activities if choice.covers(a.status)]
    for activity in activities:
        why = columns[1].place(activity.name)
        sources = list(_sources(activity))
        links |= {(0, columns[0].place(source), why) for source in sources}
        going = list(_going(known, activity))
        for recipient, place in going:
            whom, where = columns[2].place(recipient), columns[3].place(place.text)
            links |= {(1, why, whom), (2, whom, where)}
            places.add(place)
        rows.append(_row(activity, sources, going))
    return Flow(
        (_("Hvor fra"), _("Hvorfor"), _("Til hvem"), _("Hvor i verden")),
        tuple(column.texts() for column in columns),
        frozenset(links),
        frozenset(place.text for place in places if place.is_far),
        _shortened(rows),
        _described(len(activities), len(columns[2].places), places),
    )


def _sources(activity: s.Activity) -> Iterator[str]:
    for source in activity.data_sources:
        told = word(source.kind_of)
        yield f"{told}: {source.organisation}" if source.organisation else told
    if not activity.data_sources:
        yield unknown()


def _going(known: Known, activity: s.Activity) -> Iterator[tuple[str, _Place]]:
    """Yield each recipient with the place that the data goes to."""
    for going in known.going(activity):
        yield going.recipient.name, _place(going)


def _place(going: Going) -> _Place:
    """Return where data goes, as it is stated: a recipient's country doesn't say that it leaves."""
    its = going.recipient.country
    if going.leaves == t.Answer.YES and going.disclosure:
        return _transferred(going.disclosure.transfer_country)
    if going.leaves == t.Answer.NO:
        return _Place(country(its) if its and not is_outside(its) else _("innenfor EØS"))
    if is_outside(its):
        about = {"country": country(its or "")}
        return _Place(_("%(country)s, overføring ikke avklart") % about, is_doubtful=True)
    return _Place(country(its) if its else unknown(), is_doubtful=True)


def _transferred(where: str | None) -> _Place:
    if where is None:
        return _Place(_("utenfor EØS, landet er ikke avklart"), is_doubtful=True, is_far=True)
    if not is_outside(where):
        return _Place(country(where))
    told = _("%(country)s, utenfor EØS") % {"country": country(where)}
    return _Place(told, is_far=True, country=where)


def _row(
    activity: s.Activity, sources: list[str], going: list[tuple[str, _Place]]
) -> tuple[str, ...]:
    purposes = [purpose.text for purpose in activity.purposes]
    why = f"{activity.name}: {listed(purposes)}" if purposes else activity.name
    whom = listed(dict.fromkeys(name for name, _place in going)) or unknown()
    where = listed(dict.fromkeys(place.text for _name, place in going)) or unknown()
    return listed(dict.fromkeys(sources)), why, whom, where


def _shortened(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    if len(rows) <= MOST:
        return tuple(rows)
    more = _("og %(number)d til") % {"number": len(rows) - MOST + 1}
    return (*rows[: MOST - 1], ("", more, "", ""))


def _described(activities: int, recipients: int, places: set[_Place]) -> str:
    far = listed(sorted({country(place.country) for place in places if place.country}))
    if any(place.is_doubtful for place in places):
        far = _("%(far)s. Noe er ikke avklart") % {"far": far} if far else unknown()
    about = {"why": activities, "whom": recipients, "far": far or none()}
    return (
        _(
            "Flyten av opplysninger: %(why)d behandlinger og %(whom)d mottakere. Land utenfor EØS: "
            "%(far)s. Tabellen under bildet sier det samme."
        )
        % about
    )


def drawing(found: Flow) -> str:
    """Return the flow as SVG, with its description for those who can't see it."""
    high = _TOP + max(map(len, found.boxes), default=0) * (_HIGH + _GAP) + _GAP
    picture = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, high),
        class_=["flow-picture"],
        elements=[*_lines(found), *_headings(found), *_boxes(found)],
        extra={"role": "img", "aria-label": escape(found.description, quote=True)},
    )
    return str(picture)


def address(found: Flow) -> str:
    """Return the drawing as an address that a picture can have, with nothing to fetch."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawing(found).encode()).decode()


def _left(column: int) -> float:
    return column * (_WIDTH - _BOX - 2) / (_COLUMNS - 1) + 1


def _middle(place: int) -> float:
    return _TOP + place * (_HIGH + _GAP) + _HIGH / 2


def _lines(found: Flow) -> Iterator[svg.Element]:
    for column, here, there in sorted(found.links):
        start, end = _left(column) + _BOX, _left(column + 1)
        bend = (end - start) / 2
        yield svg.Path(
            d=[
                svg.M(start, _middle(here)),
                svg.C(start + bend, _middle(here), end - bend, _middle(there), end, _middle(there)),
            ],
            fill="none",
            stroke=_LINE,
            stroke_width=1.5,
        )


def _headings(found: Flow) -> Iterator[svg.Element]:
    for column, title in enumerate(found.columns):
        yield svg.Text(
            text=_text(title),
            x=_left(column),
            y=22,
            class_=["flow-heading"],
            font_size=17,
            font_weight="bold",
            fill=_INK,
            font_family="Inter, sans-serif",
        )


def _boxes(found: Flow) -> Iterator[svg.Element]:
    for column, texts in enumerate(found.boxes):
        for place, text in enumerate(texts):
            yield from _box(_left(column), _middle(place), text, is_far=text in found.outside)


def _box(left: float, middle: float, text: str, *, is_far: bool) -> Iterable[svg.Element]:
    lines = _wrapped(text)
    start = middle + 5 - (len(lines) - 1) * 8
    yield svg.Rect(
        x=left,
        y=middle - _HIGH / 2,
        width=_BOX,
        height=_HIGH,
        rx=6,
        fill=_WARNING_FILL if is_far else _FILL,
        stroke=_WARNING_EDGE if is_far else _EDGE,
    )
    for number, line in enumerate(lines):
        yield svg.Text(
            text=_text(line),
            x=left + 10,
            y=start + number * 16,
            font_size=13,
            fill=_INK,
            font_family="Inter, sans-serif",
        )


def _wrapped(text: str) -> list[str]:
    """Return a text on one line or two, cut off where it is longer."""
    lines, words = [""], clean(text).split()
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if len(longer) <= _LONGEST:
            lines[-1] = longer
        elif not lines[-1]:  # one word longer than a line
            lines[-1] = words[0][: _LONGEST - 1] + "…"
        elif len(lines) == 1:
            lines.append("")
            continue
        else:
            lines[-1] = lines[-1][: _LONGEST - 2] + " …"
            break
        words.pop(0)
    return [line for line in lines if line] or [""]


def _text(text: str) -> str:
    return escape(clean(text), quote=False)
