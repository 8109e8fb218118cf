"""What is wrong with a value, and what would be right, in Norwegian."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from policies.document import terms

_LONGEST_SHOWN = 60


def explain(error: Any) -> str:
    """Return one sentence or two for an error from the values (a pydantic ErrorDetails)."""
    found = _SENTENCES.get(error["type"])
    about = {"value": _short(error.get("input")), **error.get("ctx", {})}
    if found is None:
        return _("«%(value)s» passer ikke her.") % about
    return found(about)


def _short(value: Any) -> str:
    if value is None:
        return _("ingenting")
    if isinstance(value, dict | list):
        return _("en gruppe felter") if isinstance(value, dict) else _("en liste")
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _pattern(about: dict[str, Any]) -> str:
    examples = {
        "^[a-z0-9]+": "flex-as",
        "^[A-Z]{2}": "NO",
        "^[0-9a-f]": _("64 tegn fra sha256sum"),
        "^(https": "https://eksempel.no/personvern",
        "^([a-zæ": "eksempel.no",
        "^([a-z0-9æ": "eksempel.no",
        "^((dpv": "pd:EmailAddress",
    }
    example = next((e for p, e in examples.items() if about["pattern"].startswith(p)), "")
    return _("«%(value)s» har feil form. Skriv for eksempel %(example)s.") % {
        **about,
        "example": example,
    }


def _choice(about: dict[str, Any]) -> str:
    allowed = about["expected"].replace("'", "").replace(" or ", ", ").split(", ")
    labels = _labels().get(tuple(allowed), {})
    told = [f"{value} ({labels[value]})" if value in labels else value for value in allowed]
    return _("«%(value)s» er ikke et av valgene. Velg én av: %(allowed)s.") % {
        **about,
        "allowed": ", ".join(told),
    }


@cache
def _labels() -> dict[tuple[str, ...], dict[str, str]]:
    """Return the labels of each closed vocabulary by its values."""
    vocabularies = [v for v in vars(terms).values() if isinstance(v, type) and v is not TextChoices]
    found = [v for v in vocabularies if issubclass(v, TextChoices)]
    return {tuple(v.values): {value: str(label) for value, label in v.choices} for v in found}


def _ours(about: dict[str, Any]) -> str:
    return str(about["error"])


_Sentence = Callable[[dict[str, Any]], str]
_SENTENCES: dict[str, _Sentence] = {
    "missing": lambda a: _("Feltet mangler. Skriv det inn.") % a,
    "extra_forbidden": lambda a: _("Feltet finnes ikke. Sjekk stavemåten, eller fjern det.") % a,
    "string_type": lambda a: _("Her skal det stå tekst, ikke %(value)s.") % a,
    "string_unicode": lambda a: _("Teksten har tegn som ikke kan lagres.") % a,
    "string_too_long": lambda a: _("Teksten er for lang. Grensen er %(max_length)d tegn.") % a,
    "string_pattern_mismatch": _pattern,
    "enum": _choice,
    "tuple_type": lambda a: _("«%(value)s» er ikke en liste. Skriv for eksempel [a, b].") % a,
    "list_type": lambda a: _("«%(value)s» er ikke en liste. Skriv for eksempel [a, b].") % a,
    "model_type": lambda a: _("Her skal det stå felter, ikke «%(value)s».") % a,
    "model_attributes_type": lambda a: _("Her skal det stå felter, ikke «%(value)s».") % a,
    "int_parsing": lambda a: _("«%(value)s» er ikke et helt tall. Skriv for eksempel 14.") % a,
    "int_parsing_size": lambda a: _("Tallet er for stort.") % a,
    "int_type": lambda a: _("«%(value)s» er ikke et helt tall. Skriv for eksempel 14.") % a,
    "bool_parsing": lambda a: _("«%(value)s» er verken true eller false.") % a,
    "bool_type": lambda a: _("«%(value)s» er verken true eller false.") % a,
    "greater_than_equal": lambda a: _("Tallet må være minst %(ge)s.") % a,
    "less_than_equal": lambda a: _("Tallet kan ikke være over %(le)s.") % a,
    "value_error": _ours,
}
for _kind in (
    "date_from_datetime_parsing",
    "date_parsing",
    "date_type",
    "date_from_datetime_inexact",
):
    _SENTENCES[_kind] = lambda a: (
        _("«%(value)s» er ikke en dato. Skriv for eksempel 2026-11-22.") % a
    )
