"""Columns take what the values take, and say in Norwegian what they don't."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.validators import validate_slug
from django.db import connection
from django.forms import modelform_factory
from django.utils.text import capfirst

from policies.document import terms as t
from policies.models import Controller, DataUse, Purpose
from policies.models.fields import AsValue, ItemsField, LineField, ProseField, TermField

CONTROL = "Teksten har et usynlig styretegn (U+{}). Skriv den uten."
EMAIL = "E-postadressen mangler @ eller noe etter den. Eksempel: kari@eksempel.no"
PHONE = "Telefonnummeret stemmer ikke. Eksempel: +47 22 39 69 00"
URL = "Skriv hele adressen, og begynn med https://"
HOST = "Skriv bare adressen til nettstedet, med små bokstaver: eksempel.no"
TIME = "Skriv tall og enhet: «5 år», «3 år og 6 måneder», «30 dager». I en fil: P5Y, P3Y6M."


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("Line", "ring\x07", CONTROL.format("0007")),
        ("Line", "to\nlinjer", CONTROL.format("000A")),
        ("Line", "snu\u202eom", CONTROL.format("202E")),
        ("Email", "kari", EMAIL),
        ("Email", "kari@", EMAIL),
        ("Phone", "ring oss", PHONE),
        ("Phone", "12", PHONE),
        ("Url", "javascript:alert(1)", URL),
        ("Url", 'https://a.no/"onload', URL),
        ("Host", "https://flex.no/", HOST),
        ("Host", "Flex.no", HOST),
        ("Duration", "fem år", TIME),
        ("Duration", "5Y", TIME),
        ("Country", "Norge", "Skriv landet med to store bokstaver, for eksempel NO."),
        ("Key", "Flex AS", "Bruk små bokstaver a–z, tall og bindestrek."),
        ("Line", "x" * 301, "Verdien stemmer ikke."),
    ],
)
def test_a_value_that_does_not_fit_is_explained(kind, text, said):
    with pytest.raises(ValidationError) as error:
        LineField(kind=kind, max_length=400).clean(text, None)
    assert error.value.messages == [said]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("Line", "Ærlig talt – «ja»"),
        ("Email", "kari@eksempel.no"),
        ("Phone", "22 39 69 00"),
        ("Phone", "+358 9 1234567"),
        ("Url", "https://eksempel.no/a?b=c#d"),
        ("Host", "blåbær.no"),
        ("Duration", "P3Y6M"),
    ],
)
def test_a_value_that_fits_is_kept(kind, text):
    assert LineField(kind=kind).clean(text, None) == text


def test_prose_may_have_lines_but_no_control_characters():
    assert ProseField().clean("én\nto", None) == "én\nto"
    with pytest.raises(ValidationError) as error:
        ProseField().clean("én\x1bto", None)
    assert error.value.messages == [CONTROL.format("001B")]


def test_prose_has_the_line_ends_of_files_also_when_a_browser_sends_it():
    assert ProseField().clean("én\r\nto", None) == "én\nto"


def test_prose_that_is_too_long_says_how_long():
    form = modelform_factory(Purpose, fields=["interest"])({"interest": "x" * 5001})
    assert form.errors == {
        "interest": ["Teksten er for lang. Den har 5001 tegn, og kan ha høyst 5000."]
    }


def test_a_term_that_is_not_a_choice_is_refused():
    form = modelform_factory(Controller, fields=["origin"])({"origin": "ukjent"})
    assert form.errors == {"origin": ["«ukjent» er ikke blant valgene. Velg et annet."]}


def test_the_database_is_told_the_vocabulary():
    field = TermField(vocabulary=t.Answer)
    field.set_attributes_from_name("answer")
    assert field.db_check(connection) == "\"answer\" IN ('no', 'yes')"


def test_nothing_chosen_reads_ikke_avklart():
    form = modelform_factory(Controller, fields=["legal_form", "country", "calendar_country"])()
    first = {name: next(iter(field.choices)) for name, field in form.fields.items()}
    assert {name: (value, str(label)) for name, (value, label) in first.items()} == {
        "legal_form": ("", "Ikke avklart"),
        "country": ("", "Ikke avklart"),
        "calendar_country": ("", "Som landet over"),
    }


def test_a_term_with_a_default_must_be_chosen():
    form = modelform_factory(Controller, fields=["origin"])()
    assert form.fields["origin"].choices == [(v, capfirst(says)) for v, says in t.Origin.choices]


def test_nothing_chosen_is_stored_as_unknown():
    form = modelform_factory(Controller, fields=["legal_form"])({"legal_form": ""})
    assert form.is_valid()
    assert form.instance.legal_form is None


def test_items_are_written_one_on_each_line():
    form = modelform_factory(DataUse, fields=["items"])({"items": " navn \r\n\r\ne-post\r\n"})
    assert form.is_valid()
    assert form.instance.items == ["navn", "e-post"]
    shown = modelform_factory(DataUse, fields=["items"])(instance=form.instance)
    assert shown["items"].value() == "navn\ne-post"


def test_an_item_is_held_to_the_rules_of_a_line():
    typed = {"items": "navn\r\nring\x07\r\n"}
    form = modelform_factory(DataUse, fields=["items"])(typed)
    assert form.errors == {"items": [CONTROL.format("0007")]}
    assert form["items"].value() == typed["items"]


@pytest.mark.parametrize(
    ("before", "sent", "changed"),
    [
        (["navn", "e-post"], "navn\r\ne-post", False),
        (["navn", "e-post"], "e-post\r\nnavn", True),
        (None, "", False),
        ([], "navn", True),
    ],
)
def test_items_know_whether_they_changed(before, sent, changed):
    assert ItemsField().formfield().has_changed(before, sent) is changed


def test_required_items_are_asked_for():
    field = ItemsField().formfield()
    field.required = True
    with pytest.raises(ValidationError) as error:
        field.clean("\n")
    assert error.value.messages == [str(field.error_messages["required"])]


def test_items_of_a_vocabulary_are_ticked():
    form_class = modelform_factory(Purpose, fields=["marketing_channels"])
    form = form_class({"marketing_channels": ["email", "brevdue"]})
    offered = [(value, capfirst(says)) for value, says in t.Channel.choices]
    assert form.fields["marketing_channels"].choices == offered
    assert form.errors == {
        "marketing_channels": ["«brevdue» er ikke blant valgene. Velg et annet."]
    }


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (LineField(kind="Email"), {"max_length": 300}),
        (
            LineField(validators=[validate_slug]),
            {"max_length": 300, "validators": [validate_slug]},
        ),
        (ProseField(blank=False), {}),
        (TermField(vocabulary=t.Answer, null=True), {"null": True, "values": ["no", "yes"]}),
        (ItemsField(vocabulary=t.Channel), {}),
    ],
)
def test_a_migration_tells_only_what_the_database_holds(field, written):
    assert field.deconstruct()[3] == written


def test_a_rule_equals_itself_so_that_migrations_see_no_change():
    assert {AsValue("Key"), AsValue("Key")} == {AsValue("Key")}
    assert AsValue("Key") != AsValue("Line")


@pytest.mark.django_db
def test_the_migrations_make_the_models():
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert out.getvalue() == "No changes detected\n"
