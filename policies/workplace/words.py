"""What was asked, as words; and which words of a text answer it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from policies.document.periods import check_period, written_period

LONGEST = 200  # characters
_MOST = 10  # words
# «§ 13», «§ 3-15» and «art. 6 nr. 1 bokstav f» are one thing; «§ 13 i loven» has no letter i.
# Everything else is words, and what isn't words is nothing.
_ASKED = re.compile(
    r"(?P<mark>§+|\b(?:art|artikkel|paragraf)\b\.?)\s*(?P<numbers>\d+(?:[-–]\d+)*)"
    r"(?:,?\s*(?:nr\.?\s*|\()(?P<nr>\d+)\)?)?"
    r"(?:,?\s*(?:bokstav\s+|\(|\s)(?P<letter>[a-hj-z]|i(?=\W*$))\)?)?(?!\w)"
    r"|(?P<word>[^\W_]+)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"§|[^\W_]+")
_MARKS = {"paragraf": ("paragraf",), "art": ("art", "artikkel"), "artikkel": ("art", "artikkel")}
_ENDING = re.compile(r"(?:enes|ene|ens|ers|ets|et|en|er|es|e|a|s)$")
_ENDINGS = ("", "a", "e", "en", "ene", "enes", "ens", "er", "ers", "es", "et", "ets", "s")
# They needn't be there when something else is asked for: «§ 13 i bokføringsloven».
_SMALL = re.compile(
    "av|de|den|det|eller|en|er|et|etter|for|fra|har|i|med|og|om|på|som|til|ved|å", re.IGNORECASE
)
_SHORTEST_STEM = 3
_BEFORE, _AROUND = 60, 180  # characters of a text around a hit

Part = tuple[str, bool]  # a piece of text, and whether it answers what was asked


@dataclass(frozen=True)
class Asked:
    """A word or law reference that must be there: any of its phrases, the last word begun."""

    phrases: tuple[tuple[str, ...], ...]
    is_begun: bool = False

    @property
    def word(self) -> str:
        """Return it when it is one word; empty when it is a law reference or a time."""
        return self.phrases[0][0] if self.phrases == (self.phrases[0][:1],) else ""

    def answers(self, tokens: list[str]) -> set[int]:
        """Return which words of a text answer it, by their places."""
        if self.word:
            alike = forms(self.word)
            return {
                n
                for n, token in enumerate(tokens)
                if token in alike or (self.is_begun and token.startswith(self.word))
            }
        return {
            n
            for phrase in self.phrases
            for start, token in enumerate(tokens)
            if token == phrase[0] and tuple(tokens[start : start + len(phrase)]) == phrase
            for n in range(start, start + len(phrase))
        }


@dataclass(frozen=True)
class Question:
    """What was asked: the text as it is shown again, and what each record must answer."""

    text: str
    asked: tuple[Asked, ...]
    is_shortened: bool = False


def question(written: str) -> Question:
    """Return what a person wrote as a question; quotes, marks and operators mean nothing."""
    text = " ".join(unicodedata.normalize("NFC", written.replace("\0", " ")).split())
    found = list(_ASKED.finditer(text[:LONGEST]))
    is_shortened = len(text) > LONGEST or len(found) > _MOST
    text = text[:LONGEST].strip()
    if period := _period(text):
        as_written = tuple(match["word"].lower() for match in found if match["word"])
        return Question(text, (Asked(((period,), as_written)),))
    weighty = [m for m in found if m["numbers"] or not _SMALL.fullmatch(m["word"])]
    return Question(text, tuple(_asked((weighty or found)[:_MOST])), is_shortened)


def _period(text: str) -> str:
    """Return «5 år» as it is stored, in small letters; empty when it isn't a time."""
    try:
        return check_period(written_period(text)).lower()
    except ValueError:
        return ""


def _asked(found: list[re.Match[str]]) -> Iterable[Asked]:
    last = found[-1] if found else None
    for match in found:
        if match["numbers"]:
            yield Asked(tuple(_references(match)))
        else:
            word = match["word"].lower()
            yield Asked(((word,),), is_begun=match is last and not word.isdigit())


def _references(match: re.Match[str]) -> Iterable[tuple[str, ...]]:
    """Yield the ways in which a reference to a law is written."""
    numbers = tuple(re.findall(r"\d+", match["numbers"]))
    nr, letter = match["nr"], (match["letter"] or "").lower()
    numbered = [("nr", nr), (nr,)] if nr else [()]
    lettered = [(letter,), ("bokstav", letter)] if letter else [()]
    for mark in _MARKS.get(match["mark"].lower().strip("."), ("paragraf",)):
        for part, last in product(numbered, lettered):
            yield (mark, *numbers, *part, *last)


@lru_cache(maxsize=256)
def forms(word: str) -> tuple[str, ...]:
    """Return a word with the endings that Norwegian words take: kunde, kunder, kundene."""
    stem = _ENDING.sub("", word)
    if len(stem) < _SHORTEST_STEM or not word.isalpha():
        return (word,)
    return tuple(dict.fromkeys([word, *(stem + ending for ending in _ENDINGS)]))


def tokens_of(text: str) -> list[str]:
    """Return the words of a text as the index has them."""
    return [_as_indexed(match[0]) for match in _TOKEN.finditer(text)]


def _as_indexed(token: str) -> str:
    return "paragraf" if token == "§" else token.lower()  # noqa: S105 - a word, not a secret


def marked(text: str, asked: Iterable[Asked]) -> tuple[Part, ...]:
    """Return a text in pieces, those that answer what was asked marked."""
    places = [match.span() for match in _TOKEN.finditer(text)]
    tokens = tokens_of(text)
    hits = sorted(set().union(*(each.answers(tokens) for each in asked)))
    parts: list[Part] = []
    at = 0
    for n in hits:
        start, end = places[n]
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(part for part in (*parts, (text[at:], False)) if part[0])


def is_answer(text: str, asked: Iterable[Asked]) -> bool:
    """Tell whether a text answers something of what was asked."""
    tokens = tokens_of(text)
    return any(each.answers(tokens) for each in asked)


def has_hit(parts: Iterable[Part]) -> bool:
    """Tell whether something is marked."""
    return any(is_hit for _text, is_hit in parts)


def excerpt(text: str, asked: Iterable[Asked]) -> tuple[Part, ...]:
    """Return the part of a text around its first hit, marked."""
    text, asked = " ".join(text.split()), tuple(asked)
    parts = marked(text, asked)
    if len(text) <= _AROUND or not has_hit(parts):
        return parts
    first = 0
    for piece, is_hit in parts:
        if is_hit:
            break
        first += len(piece)
    start = text.rfind(" ", 0, first - _BEFORE) + 1 if first > _BEFORE else 0
    end = text.find(" ", start + _AROUND)
    cut = text[start:] if end < 0 else f"{text[start:end]} …"
    return marked(f"… {cut}" if start else cut, asked)
