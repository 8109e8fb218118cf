"""What a page says, to eyes and ears, and which of it isn't Norwegian."""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po
from django import conf
from django.apps import apps

ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "label", "summary")
SILENT = {"script", "style", "template", "svg"}
LETTERS = re.compile(r"[^\W\d_]+")
# Addresses, paths, files, columns, masked codes and references are no words of any language.
# Possessive: a text of thousands of letters is tried by the tests too.
CODE = re.compile(
    r"(?<!\w)\w*+\*{3,}|H-\w{4}-\w{4}|"
    r"(?<!\S)[^\s/@_]*+[/@_]\S*|\b\w++\.(?:no|txt|example)\b|%\(?\w++\)?s?|\{\w*+\}|&\w++;|"
    r"<[^>]*>"
)
# Words that both languages have, and names.
SHARED = set(
    """
    administrator all alle and as at be by data den der det dig digital do dpv er ett feil filter
    form fra format gift hash i id in info inn it kari log logo lov man media men mer meter model
    navn no november over part passkey per personvernhub post q register san side so start status
    stop system tar til time to type under var vet via
    """.split()  # noqa: SIM905
)
# Common English words that the catalogues may lack and Norwegian doesn't have.
COMMON = set(
    """
    the and add another change changed choose delete deleted edit error errors save saved search
    select selected submit view user users your you please this that with without from which field
    fields required enter valid invalid home history permission permissions remove show hide
    unknown none yes not are was were has have been true false next previous back close cancel
    confirm reset upload download name date page pages list item items row rows result results
    successfully missing empty activity recipient purpose controller policy policies cookie website
    """.split()  # noqa: SIM905
)


class Reading(HTMLParser):
    """Every text of a page that somebody meets, one for each element or attribute."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent += 1
        about = {name: value or "" for name, value in attrs}
        self.texts += [about[name] for name in ATTRIBUTES if name in about]
        if tag == "input" and about.get("type") in {"submit", "button", "reset"}:
            self.texts.append(about.get("value", ""))
        self.texts += [
            text for name in about if name.startswith("data-") for text in for_scripts(about[name])
        ]

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.texts.append(data)


def for_scripts(value):
    """Return the texts that a script shows: sentences, and those within JSON."""
    if value.startswith("["):
        return []
    if value.startswith("{"):
        options = json.loads(value).get("options", {})
        return [options[name] for name in ("addText", "deleteText") if name in options]
    return [value] if " " in value else []


def texts_of(response):
    """Return every text of a page, without the white space around it."""
    found = (" ".join(text.split()) for text in Reading(response.content.decode()).texts)
    return [text for text in found if text]


def _catalogues(language):
    """Return what each application's catalogue holds: texts and their translations."""
    folders = [Path(conf.__file__).parent, *(Path(app.path) for app in apps.get_app_configs())]
    for folder in folders:
        for domain in ("django", "djangojs"):
            source = folder / f"locale/{language}/LC_MESSAGES/{domain}.po"
            if source.exists():
                with source.open("rb") as file:
                    yield from (message for message in read_po(file) if message.id)


def parts_of(text):
    """Return a text's singular and plural, or the text alone."""
    return text if isinstance(text, list | tuple) else [text]


def words(text):
    """Return the words of a text in small letters, code left out."""
    return {word.lower() for word in LETTERS.findall(CODE.sub(" ", text)) if len(word) > 1}


@cache
def english():
    """Return the words of English that no Norwegian text of the libraries has."""
    theirs = {word for m in _catalogues("en") for part in parts_of(m.id) for word in words(part)}
    ours = {w for m in _catalogues("nb") for part in parts_of(m.string) for w in words(part)}
    return (theirs - ours - SHARED) | COMMON


@cache
def untranslated():
    """Return every whole text of the libraries that has another wording in Norwegian."""
    said = {part for m in _catalogues("nb") for part in parts_of(m.string)}
    texts = {part for m in _catalogues("en") for part in parts_of(m.id)}
    return {text for text in texts - said if len(text) > 2}


@cache
def _countries():
    norwegian, english = Locale("nb").territories, Locale("en").territories
    names = {name for code, name in english.items() if norwegian.get(code) != name}
    return names - set(norwegian.values())


WRONG = re.compile(
    r"\bNone\b|\bUkjent\b|\bTrue\b|\bFalse\b|\b\d{4}-\d\d-\d\d\b|(?i:vennligst|påkrevet|påkrevd)"
)


def wrong_in(text):
    """Return what makes a text wrong for our readers: English, and forms we don't use."""
    if text in Locale("nb").territories.values():
        return set()
    found = words(text) & english()
    found |= set(WRONG.findall(text))
    found |= {text} & (untranslated() | _countries() | {"-", "--", "---------"})
    return found


def wrong(response):
    """Return the wrong texts of a page, each with what is wrong in it."""
    return {text: found for text in texts_of(response) if (found := wrong_in(text))}
