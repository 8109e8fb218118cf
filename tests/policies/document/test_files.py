"""Bad register files: every mistake at its line, and never anything but a clear error."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policies.document.files import MAX_BYTES, Fault, RegisterFileError, read, write
from tests.conftest import FIXTURES

START = "key: flex\nname: Flex AS\n"  # what is added to it begins on line 3
FAST = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))

NOT_YAML = "Dette er ikke gyldig YAML. Sjekk innrykk, kolon og anførselstegn."
NO_FIELDS = "Filen må begynne med felter, for eksempel «key: eksempel»."
NO_ANCHORS = "Skriv innholdet helt ut. Ankere (& og *) er ikke tillatt."
NO_TAGS = "Fjern merket «!…». Bare vanlige verdier er tillatt."
ONE_WORD = "Et feltnavn må være ett ord."
MISSING = "Feltet mangler. Skriv det inn."
UNKNOWN = "Feltet finnes ikke. Sjekk stavemåten, eller fjern det."
TOGETHER = "Skriv både nummeret og hvilket register det hører til."
WRONG_NUMBER = (
    "Organisasjonsnummeret stemmer ikke. Et norsk nummer har ni sifre. "
    "Sjekk om to har byttet plass."
)
DOCUMENT = f"documents:\n- key: kilde\n  file: kilde.txt\n  sha256: {'0' * 64}\n"
RIGHT = "policies:\n- key: personvern\n  title: Personvern\n  rights:\n  - key: innsyn\n"

STRUCTURE = {
    "empty": ("", 1, "", NO_FIELDS),
    "only a comment": ("# kommer\n", 1, "", NO_FIELDS),
    "an empty document": ("---\n", 1, "", NO_FIELDS),
    "a list at the top": ("- key: flex\n", 1, "", NO_FIELDS),
    "a text at the top": ("flex\n", 1, "", NO_FIELDS),
    "several documents": (f"{START}---\nkey: ntc\n", 3, "", "Filen har flere dokumenter. Ha ett "
    "register i hver fil."),
    "an open list": ("key: flex\nname: [a\n", 3, "", NOT_YAML),
    "a wrong indent": ("key: flex\n  name: a\n", 2, "", NOT_YAML),
    "half a character": (START + 'city: "\\ud800"\n', 3, "", NOT_YAML),
    "an anchor": ("key: flex\nname: &navn Flex\n", 2, "name", NO_ANCHORS),
    "an alias": ("key: flex\nname: *navn\n", 2, "name", NO_ANCHORS),
    "a bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "a", NO_ANCHORS),
    "an object of Python": (
        "key: flex\nname: !!python/object/apply:os.system [ls]\n", 2, "name", NO_TAGS
    ),
    "a tag of YAML": ("key: flex\nname: !!str Flex\n", 2, "name", NO_TAGS),
    "a list as a name": (f"{START}? [a]\n: b\n", 3, "", ONE_WORD),
    "an alias as a name": (f"{START}*a : b\n", 3, "", ONE_WORD),
    "levels without end": (f"{START}city: {'[' * 99}\n", 3, "city", "Filen har for mange nivåer."),
    "a field twice": (
        f"{START}name: Flex\n", 3, "name", "Feltet står også på linje 2. Behold ett av dem."
    ),
}  # fmt: skip

VALUES = {
    "a text for a list": (
        "other_names: FLEX\n", 3, "other_names",
        "«FLEX» er ikke en liste. Skriv for eksempel [a, b].",
    ),
    "nothing for a list": (
        "terms:\n", 3, "terms", "«ingenting» er ikke en liste. Skriv for eksempel [a, b]."
    ),
    "a text for a record": (
        "terms:\n- kunder\n", 4, "terms", "Her skal det stå felter, ikke «kunder»."
    ),
    "a list for a text": ("city: [Oslo]\n", 3, "city", "Her skal det stå tekst, ikke en liste."),
    "fields for a text": (
        "city: {navn: Oslo}\n", 3, "city", "Her skal det stå tekst, ikke en gruppe felter."
    ),
    "nothing for a text": ("city:\n", 3, "city", "Her skal det stå tekst, ikke ingenting."),
    "an unknown field": ("nmae: Flex\n", 3, "nmae", UNKNOWN),
    "a merge of fields": ("<<: {city: Oslo}\n", 3, "<<", UNKNOWN),
    "a missing field": ("terms:\n- key: kunder\n  name: kunder\n", 4, "terms.kind_of", MISSING),
    "a word outside the list": (
        "origin: '%(vår)s {0}'\n", 3, "origin",
        "«%(vår)s {0}» er ikke et av valgene. Velg én av: "
        "own (virksomhetens eget register), reproduced (gjengitt fra en kildetekst), "
        "example (oppdiktet eksempel).",
    ),
    "a date of another form": (
        f"{DOCUMENT}  dated_on: 31.12.2018\n", 7, "documents.dated_on",
        "«31.12.2018» er ikke en dato. Skriv for eksempel 2026-11-22.",
    ),
    "a moment for a date": (
        f"{DOCUMENT}  dated_on: 2018-07-17T12:00:00\n", 7, "documents.dated_on",
        "«2018-07-17T12:00:00» er ikke en dato. Skriv for eksempel 2026-11-22.",
    ),
    "a date that isn't": (
        f"{DOCUMENT}  dated_on: 2018-02-30\n", 7, "documents.dated_on",
        "«2018-02-30» er ikke en dato. Skriv for eksempel 2026-11-22.",
    ),
    "neither true nor false": (
        "systems:\n- key: kasse\n  name: kasse\n  is_shown: kanskje\n", 6, "systems.is_shown",
        "«kanskje» er verken true eller false.",
    ),
    "words for a number": (
        f"{RIGHT}    right: access\n    promised_days: mange\n", 9, "policies.rights.promised_days",
        "«mange» er ikke et helt tall. Skriv for eksempel 14.",
    ),
    "too small a number": (
        f"{RIGHT}    right: access\n    promised_days: 0\n", 9, "policies.rights.promised_days",
        "Tallet må være minst 1.",
    ),
    "too large a number": (
        f"{RIGHT}    right: access\n    promised_days: 366\n", 9, "policies.rights.promised_days",
        "Tallet kan ikke være over 365.",
    ),
    "a number of 5,000 digits": (
        f"{RIGHT}    right: access\n    promised_days: {'9' * 5000}\n", 9,
        "policies.rights.promised_days", "Tallet er for stort.",
    ),
    "three lines for two": (
        "sources:\n- {document: a, lines: [1, 2, 3], field: name}\n", 4, "sources.lines",
        "«en liste» passer ikke her.",
    ),
}  # fmt: skip

FORMS = {
    "country: Norge": ("country", "«Norge» har feil form. Skriv for eksempel NO."),
    "email: kari": (
        "email", "E-postadressen mangler @ eller noe etter den. Eksempel: kari@eksempel.no"
    ),
    "phone: ring oss": ("phone", "Telefonnummeret stemmer ikke. Eksempel: +47 22 39 69 00"),
    "phone: '+47 2239'": (
        "phone", "Telefonnummeret stemmer ikke. Eksempel: +47 22 39 69 00"
    ),
    "phone: '+47 1'": ("phone", "Telefonnummeret stemmer ikke. Eksempel: +47 22 39 69 00"),
    "authority_url: javascript:alert(1)": (
        "authority_url",
        "«javascript:alert(1)» har feil form. Skriv for eksempel https://eksempel.no/personvern.",
    ),
    'authority_url: https://a.no/"onclick="b': (
        "authority_url",
        '«https://a.no/"onclick="b» har feil form. '
        "Skriv for eksempel https://eksempel.no/personvern.",
    ),
    "websites: [{key: a, host: 'https://a.no'}]": (
        "websites.host", "«https://a.no» har feil form. Skriv for eksempel eksempel.no."
    ),
    "websites: [{key: Nett Butikk}]": (
        "websites.key", "«Nett Butikk» har feil form. Skriv for eksempel flex-as."
    ),
    "terms: [{key: a, name: a, kind_of: data, dpv: e-post}]": (
        "terms.dpv", "«e-post» har feil form. Skriv for eksempel pd:EmailAddress."
    ),
    "documents: [{key: a, file: a, sha256: abc}]": (
        "documents.sha256", "«abc» har feil form. Skriv for eksempel 64 tegn fra sha256sum."
    ),
}  # fmt: skip

NUMBERS = {
    "identifier_scheme: no-orgnr\nidentifier_number: '974761466'\n": (4, WRONG_NUMBER),
    "identifier_scheme: fi-vat\nidentifier_number: FI29256342\n": (
        4, "Nummeret stemmer ikke med reglene for finsk mva-nummer. Sjekk sifrene."
    ),
    "identifier_number: '974761467'\n": (3, TOGETHER),
    "identifier_scheme: no-orgnr\n": (1, TOGETHER),
}  # fmt: skip

PERIODS = ("5 år", "-P5Y", "PT", "P", f"P{'9' * 30}D", "P5Y P3M")


def faults_of(content: bytes | str) -> list[Fault]:
    """Return the mistakes in a file."""
    with pytest.raises(RegisterFileError) as found:
        read(content.encode() if isinstance(content, str) else content)
    return found.value.faults


@pytest.mark.parametrize("name", STRUCTURE)
def test_file_that_is_not_plain_is_refused_at_its_line(name):
    text, *fault = STRUCTURE[name]
    assert faults_of(text) == [Fault(*fault)]


@pytest.mark.parametrize("name", VALUES)
def test_wrong_value_is_told_at_its_line(name):
    text, *fault = VALUES[name]
    assert faults_of(START + text) == [Fault(*fault)]


@pytest.mark.parametrize("text", FORMS)
def test_wrong_form_shows_a_right_one(text):
    assert faults_of(START + text) == [Fault(3, *FORMS[text])]


@pytest.mark.parametrize("text", NUMBERS)
def test_number_that_cannot_be_is_told_at_its_field(text):
    line, message = NUMBERS[text]
    assert faults_of(START + text) == [Fault(line, "identifier_number", message)]


@pytest.mark.parametrize("period", PERIODS)
def test_period_that_is_no_duration_is_refused(period):
    text = f"retention_rules:\n- key: alt\n  period: {period}\n"
    message = "Skriv tall og enhet: «5 år», «3 år og 6 måneder», «30 dager». I en fil: P5Y, P3Y6M."
    assert faults_of(START + text) == [Fault(5, "retention_rules.period", message)]


@pytest.mark.parametrize("code", ["0000", "0007", "001B", "0085", "202E", "2066"])
def test_escaped_control_character_is_told_at_its_field(code):
    message = f"Teksten har et usynlig styretegn (U+{code}). Skriv den uten."
    assert faults_of(f'{START}city: "a\\u{code}b"\n') == [Fault(3, "city", message)]


@pytest.mark.parametrize("code", ["0000", "0007", "001B", "FFFF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_raw_control_character_is_told_at_its_line(code, mark):
    message = f"Filen har et usynlig styretegn (U+{code}). Fjern det."
    assert faults_of(f"{mark}{START}city: æ{chr(int(code, 16))}\n") == [Fault(3, "", message)]


def test_line_break_is_allowed_in_a_text_and_not_in_a_line():
    start = f"{START}recipients:\n- key: a\n  kind_of: category\n"
    register = read(f'{start}  name: a\n  description: "b\\r\\nc"\n'.encode())
    assert register.recipients[0].description == "b\nc"
    message = "Teksten har et usynlig styretegn (U+000A). Skriv den uten."
    assert faults_of(f'{start}  name: "a\\nb"\n') == [Fault(6, "recipients.name", message)]


def test_text_that_is_not_utf8_is_told_at_its_line():
    message = "Filen er ikke lagret som UTF-8."
    assert faults_of("name: Blåbær\n".encode("latin-1")) == [Fault(1, "", message)]
    assert faults_of("name: Flex\n".encode("utf-16")) == [Fault(1, "", message)]
    assert faults_of(b"\xef\xbb\xbfkey: a\nb\xff") == [Fault(2, "", message)]
    assert faults_of(b"\xef\xbb\xbfkey: a\n\xff") == [Fault(2, "", message)]


def test_file_over_the_limit_is_refused_unread():
    text = f"{START}city: {'x' * 10_000_000}\n"
    message = f"Filen er for stor: {len(text)} byte. Grensen er {MAX_BYTES}."
    assert faults_of(text) == [Fault(1, "", message)]


def test_text_is_too_long_from_one_character_over():
    recipient = f"{START}recipients:\n- {{key: a, kind_of: category, name: %s, description: %s}}\n"
    longest = read((recipient % ("n" * 300, "d" * 5000)).encode()).recipients[0]
    assert (len(longest.name), len(longest.description)) == (300, 5000)
    assert faults_of(recipient % ("n" * 301, "d" * 5001)) == [
        Fault(4, "recipients.name", "Teksten er for lang. Grensen er 300 tegn."),
        Fault(4, "recipients.description", "Teksten er for lang. Grensen er 5000 tegn."),
    ]
    assert len(faults_of(f"{START}city: {'x' * 4_000_000}\n")) == 1


def test_every_mistake_is_told_in_the_order_of_the_file():
    text = "name: Flex\nterms:\n- name: kunder\n  kind_of: data\n  colour: blå\nland: NO\n"
    assert faults_of(text) == [
        Fault(1, "key", MISSING),
        Fault(3, "terms.key", MISSING),
        Fault(5, "terms.colour", UNKNOWN),
        Fault(6, "land", UNKNOWN),
    ]


def test_scheme_that_is_wrong_is_told_once():
    text = f"{START}identifier_scheme: orgnr\nidentifier_number: '1'\n"
    assert [(fault.line, fault.field) for fault in faults_of(text)] == [(3, "identifier_scheme")]


def test_fault_is_written_with_its_line_and_field():
    assert str(Fault(3, "terms.key", "Feil.")) == "Linje 3, felt terms.key: Feil."
    assert str(Fault(1, "", "Feil.")) == "Linje 1: Feil."
    assert str(RegisterFileError([Fault(1, "", "A."), Fault(2, "b", "C.")])) == (
        "Linje 1: A.\nLinje 2, felt b: C."
    )


def test_plain_words_are_read_as_text_and_not_as_yaml_types():
    register = read(f"{START}country: NO\npostcode: 0155\ncity: 'null'\nstreet: 1.10\n".encode())
    assert (register.country, register.postcode) == ("NO", "0155")
    assert (register.city, register.street) == ("null", "1.10")
    document = read(f"\ufeff{START}{DOCUMENT}  dated_on: 2018-07-17\n".encode()).documents[0]
    assert document.dated_on.isoformat() == "2018-07-17"


def test_foreign_number_is_accepted():
    text = f"{START}identifier_scheme: fi-vat\nidentifier_number: FI29256341\n"
    assert read(text.encode()).identifier_number == "FI29256341"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "javascript:alert(1)", "{{ 7*7 }}"])
def test_markup_in_a_text_is_only_text(text):
    register = read(f"{START}city: '{text}'\n".encode())
    assert register.city == text
    assert read(write(register).encode()) == register


def is_settled(content: bytes) -> bool:
    """Tell whether the content is a register that can be kept, or has faults at its lines."""
    try:
        register = read(content)
    except RegisterFileError as error:
        last = content.count(b"\n") + 2
        return bool(error.faults) and all(1 <= f.line <= last and f.message for f in error.faults)
    return read(write(register).encode()) == register


@FAST
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
@example(b"\xff\xfe")
@example(b"...\n")
@example(b"a: \x00")
def test_arbitrary_content_is_never_a_register(content):
    assert faults_of(content) != []
    assert is_settled(content)


PIECES = (
    *("key", "name", "flex", "terms", ": ", ":\n", "\n", "- ", "  ", "[", "]", "{", "}", ", "),
    *("&a", "*a", "!!str ", "? ", "|", ">", '"', "'", "#", "---\n", "...\n", "%YAML 1.1\n", "~"),
)


@FAST
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_pieces_of_yaml_give_a_register_or_a_clear_error(pieces):
    assert is_settled((START + "".join(pieces)).encode())


@FAST
@given(st.data())
def test_damaged_file_gives_a_register_or_a_clear_error(data):
    whole = (FIXTURES / "flex.yaml").read_bytes()
    first = data.draw(st.integers(0, len(whole)))
    last = data.draw(st.integers(first, min(len(whole), first + 40)))
    assert is_settled(whole[:first] + data.draw(st.binary(max_size=10)) + whole[last:])
