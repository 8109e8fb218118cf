"""Records that don't fit together: each fault at its place, and nothing written."""

import pytest

from policies.document import schema as s
from policies.document.files import Fault, RegisterFileError, read
from policies.document.integrity import (
    TARGETS,
    BrokenRegisterError,
    check,
    is_field,
    problems,
    references,
)
from policies.document.layout import root, tables
from tests.conftest import COMPANIES, register_of

DOCUMENT = {"key": "kilde", "file": "kilde.txt", "sha256": "0" * 64}
EMPTY_FIELD = "Feltet «%s» finnes ikke eller er tomt."
TRANSFER = "Svar ja på overføring før du skriver land og grunnlag."
RECIPIENT = {"key": "bud", "name": "Bud", "kind_of": "category"}
CLAIM = {"key": "a", "kind_of": "claim", "text": "Vi er trygge."}


def company(**fields: object) -> s.Register:
    """Return a register with the fields."""
    return s.Register.model_validate({"key": "flex", "name": "Flex AS", **fields})


def with_span(**span: object) -> s.Register:
    """Return a company with one span on its first document."""
    about = {"document": "kilde", "lines": (1, 2), "field": "name", **span}
    return company(documents=[DOCUMENT], other_names=["FLEX"], sources=[about])


SPANS = {
    "an unknown document": (
        {"document": "avtale"}, "document", "«avtale» finnes ikke blant kildedokumentene."
    ),
    "lines the wrong way": ({"lines": (3, 2)}, "lines", "Første linje må komme før siste."),
    "an unknown field": ({"field": "colour"}, "field", EMPTY_FIELD % "colour"),
    "a field that is a method": ({"field": "walk"}, "field", EMPTY_FIELD % "walk"),
    "the spans themselves": ({"field": "sources"}, "field", EMPTY_FIELD % "sources"),
    "an empty text": ({"field": "email"}, "field", EMPTY_FIELD % "email"),
    "an unknown value": ({"field": "country"}, "field", EMPTY_FIELD % "country"),
    "an empty list": ({"field": "terms"}, "field", EMPTY_FIELD % "terms"),
    "an empty address": ({"field": "address"}, "field", EMPTY_FIELD % "address"),
    "an item not in the list": (
        {"field": "other_names", "item": "FLX"}, "item", "«FLX» står ikke i listen other_names."
    ),
    "a list without an item": (
        {"field": "other_names"}, "item", "«» står ikke i listen other_names."
    ),
    "an item of a text": (
        {"item": "Flex"}, "item",
        "Bare lister har punkter. Bruk «stated» for ordlyden i kilden.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPANS)
def test_span_that_points_at_nothing_is_told(name):
    span, field, message = SPANS[name]
    assert list(problems(with_span(**span))) == [(("sources", 0, field), message)]


@pytest.mark.parametrize(
    "span",
    [{}, {"lines": (2, 2)}, {"field": "other_names", "item": "FLEX"}, {"field": "key"}],
)
def test_span_on_a_filled_field_holds(span):
    assert list(problems(with_span(**span))) == []


def test_span_holds_on_an_address_and_on_false():
    span = {"document": "kilde", "lines": (1, 1)}
    party = {"key": "a", "role": "contact", "city": "Oslo"}
    register = company(
        documents=[DOCUMENT],
        parties=[
            {**party, "sources": [{**span, "field": "address"}, {**span, "field": "is_shown"}]}
        ],
    )
    assert list(problems(register)) == []
    assert not is_field(register.documents[0], "address")


RULES = {
    "a company without a name": ({"name": ""}, ("name",), "Skriv navnet på virksomheten."),
    "a doubtful claim that is shown": (
        {"assertions": [{**CLAIM, "is_shown": True, "doubt": "wrong"}]},
        ("assertions", 0, "is_shown"), "En tvilsom påstand kan ikke vises på siden.",
    ),
    "a claim hidden without a reason": (
        {"assertions": [CLAIM]},
        ("assertions", 0, "shown_reason"), "Skriv hvorfor utsagnet ikke vises på siden.",
    ),
    "an agreement that ends first": (
        {"recipients": [{
            **RECIPIENT, "agreement_signed_on": "2026-02-01", "agreement_expires_on": "2026-01-31",
        }]},
        ("recipients", 0, "agreement_expires_on"), "Avtalen går ut før den er inngått.",
    ),
    "an end without an ended activity": (
        {"activities": [{"key": "a", "name": "a", "ended_on": "2026-01-01"}]},
        ("activities", 0, "ended_on"), "En avsluttet behandling har en sluttdato, og bare den.",
    ),
    "an ended activity without an end": (
        {"activities": [{"key": "a", "name": "a", "status": "ended"}]},
        ("activities", 0, "ended_on"), "En avsluttet behandling har en sluttdato, og bare den.",
    ),
    **{
        f"a transfer nobody has told: {name}": (
            {"recipients": [RECIPIENT],
             "disclosures": [{"key": "a", "recipient": "bud", "transfer": answer, name: held}]},
            ("disclosures", 0, "transfer"), TRANSFER,
        )
        for answer, name, held in [
            (None, "transfer_country", "US"), ("no", "transfer_mechanism", "45"),
            (None, "transfer_certified", "no"), ("no", "transfer_safeguard", "vilkår"),
            (None, "transfer_copy_from", "oss"),
        ]
    },
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_record_against_its_own_rule_is_told(name):
    fields, place, message = RULES[name]
    assert list(problems(company(**fields))) == [(place, message)]


def test_records_that_keep_the_rules_hold():
    signed = {"agreement_signed_on": "2026-01-31", "agreement_expires_on": "2026-01-31"}
    about = {"key": "a", "recipient": "bud", "transfer": "yes", "transfer_country": "US"}
    register = company(
        recipients=[{**RECIPIENT, **signed}],
        disclosures=[about, {"key": "b", "recipient": "bud", "transfer": "no"}],
        activities=[{"key": "a", "name": "a", "status": "ended", "ended_on": "2026-01-01"}],
        assertions=[{**CLAIM, "is_shown": True}, {**CLAIM, "key": "b", "shown_reason": "gammelt"}],
    )
    assert list(problems(register)) == []


def test_key_is_unique_among_its_kind_in_the_whole_company():
    purpose = {"key": "salg", "text": "salg"}
    activities = [{"key": key, "name": key, "purposes": [purpose]} for key in ("salg", "kjop")]
    register = company(
        terms=[{"key": "salg", "name": "a", "kind_of": "data"}], activities=activities
    )
    message = "Nøkkelen «salg» er brukt før. Velg en annen."
    assert list(problems(register)) == [(("activities", 1, "purposes", 0, "key"), message)]


def test_reference_names_a_record_of_the_right_kind():
    use = {"key": "a", "category": "bud", "subjects": ["x", "y"], "purposes": []}
    register = company(
        recipients=[RECIPIENT], activities=[{"key": "a", "name": "a", "data_uses": [use]}]
    )
    place = ("activities", 0, "data_uses", 0)
    assert list(problems(register)) == [
        ((*place, "category"), "«bud» finnes ikke blant terms i filen."),
        ((*place, "subjects"), "«x» finnes ikke blant terms i filen."),
        ((*place, "subjects"), "«y» finnes ikke blant terms i filen."),
    ]


def test_faults_between_records_are_told_at_their_lines_in_the_file():
    text = (
        "key: flex\nname: Flex AS\nsources:\n- document: kilde\n  lines: [3, 2]\n  field: name\n"
        "systems:\n- key: kasse\n  name: kasse\n  supplier: bud\n"
    )
    with pytest.raises(RegisterFileError) as found:
        read(text.encode())
    assert found.value.faults == [
        Fault(4, "sources.document", "«kilde» finnes ikke blant kildedokumentene."),
        Fault(5, "sources.lines", "Første linje må komme før siste."),
        Fault(10, "systems.supplier", "«bud» finnes ikke blant recipients i filen."),
    ]


def test_check_raises_every_problem():
    register = company(name="", assertions=[CLAIM])
    with pytest.raises(BrokenRegisterError) as found:
        check(register)
    assert found.value.problems == list(problems(register))
    assert str(found.value) == (
        "Skriv navnet på virksomheten.; Skriv hvorfor utsagnet ikke vises på siden."
    )


@pytest.mark.parametrize("key", COMPANIES)
def test_company_of_a_file_holds_together(key):
    assert list(problems(register_of(key))) == []


def test_every_reference_leads_where_its_column_does():
    values = {table.model: table.value for table in (root(), *tables())}
    for table in tables():
        led = {name: values[model] for name, model in (table.refs | table.links).items()}
        assert led == {name: TARGETS[name] for name in references(table.value)}
