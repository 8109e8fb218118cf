"""What the database itself refuses, on whichever engine runs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from policies.models import (
    Assertion,
    Controller,
    Disclosure,
    PolicyVersion,
    ProcessingActivity,
    Recipient,
    Record,
    RightStatement,
)
from policies.models.fields import TermField
from tests.policies.models.factories import MOMENT, make, make_company, make_policy, make_version

pytestmark = pytest.mark.django_db

KINDS = Record.__subclasses__() + [
    part for kind in Record.__subclasses__() for part in kind.__subclasses__()
]
TABLES = [kind for kind in KINDS if not kind._meta.abstract]
TERMS = [
    (model, field.name)
    for model in [Controller, *TABLES, PolicyVersion]
    for field in model._meta.fields
    if isinstance(field, TermField)
]


def refuses(constraint, row, **wrong):
    """Change a row, see the database refuse it, and return what a form would say."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**wrong)
    for name, value in wrong.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    return error.value.messages


@pytest.mark.parametrize("kind", TABLES)
def test_a_key_is_used_once_by_each_company_and_kind(load_company, kind):
    load_company("ntc", "finmug")
    copy = kind._default_manager.last()
    copy.pk, copy._state.adding = None, True
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        copy.save(force_insert=True)
    with pytest.raises(ValidationError) as error:
        copy.validate_constraints()
    assert error.value.messages == ["Nøkkelen er i bruk. Velg en annen."]
    copy.controller = make_company("ny")
    copy.save(force_insert=True)
    assert kind._default_manager.filter(key=copy.key, controller=copy.controller).count() == 1


@pytest.mark.parametrize(("scheme", "number"), [("no-orgnr", ""), (None, "312500000")])
def test_a_number_comes_with_its_register(scheme, number):
    said = refuses(
        "controller_number_with_scheme",
        make_company(),
        identifier_scheme=scheme,
        identifier_number=number,
    )
    assert said == ["Skriv både nummeret og hvilket register det hører til."]


@pytest.mark.parametrize("column", ["name", "key"])
def test_a_company_has_a_name_and_an_address(column):
    with pytest.raises(IntegrityError, match="controller_named"):
        Controller.objects.create(**{"name": "Flex AS", "key": "flex", column: ""})


def test_two_companies_have_two_addresses():
    make_company("flex")
    with pytest.raises(ValidationError) as error:
        Controller(key="flex", name="En annen").full_clean()
    assert error.value.message_dict == {"key": ["En annen virksomhet har denne adressen."]}
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        make_company("flex")


def test_an_agreement_ends_after_it_is_signed():
    day = date(2026, 1, 2)
    recipient = make(Recipient, make_company(), agreement_signed_on=day, agreement_expires_on=day)
    said = refuses("recipient_agreement_in_order", recipient, agreement_expires_on=date(2026, 1, 1))
    assert said == ["Avtalen går ut før den er inngått."]


@pytest.mark.parametrize(
    "detail",
    [
        {"transfer_country": "US"},
        {"transfer_mechanism": "45"},
        {"transfer_certified": "yes"},
        {"transfer_safeguard": "standardvilkår"},
        {"transfer_copy_from": "post@flex.no"},
    ],
)
@pytest.mark.parametrize("answer", [None, "no"])
def test_a_transfer_has_details_only_when_there_is_one(detail, answer):
    company = make_company()
    recipient = make(Recipient, company)
    disclosure = make(Disclosure, company, recipient=recipient, transfer="yes", **detail)
    said = refuses("disclosure_transfer_details", disclosure, transfer=answer)
    assert said == ["Svar ja på overføring før du skriver land og grunnlag."]


@pytest.mark.parametrize("wrong", [{"status": "ended"}, {"ended_on": date(2026, 1, 1)}])
def test_an_ended_activity_has_a_date_and_only_it(wrong):
    activity = make(ProcessingActivity, make_company())
    said = refuses("activity_ended_with_date", activity, **wrong)
    assert said == ["En avsluttet behandling har en sluttdato, og bare den."]


def test_a_doubtful_assertion_is_hidden():
    shown = make(Assertion, make_company(), kind_of="claim", is_shown=True, shown_reason="stemmer")
    said = refuses("assertion_doubtful_is_hidden", shown, doubt="doubtful")
    assert said == ["En tvilsom påstand kan ikke vises på siden."]


def test_an_assertion_is_hidden_for_a_reason():
    shown = make(Assertion, make_company(), kind_of="claim", is_shown=True)
    said = refuses("assertion_hidden_with_reason", shown, is_shown=False)
    assert said == ["Skriv hvorfor utsagnet ikke vises på siden."]


@pytest.mark.parametrize("days", [0, 366])
def test_a_promise_is_of_one_to_365_days(days):
    company = make_company()
    policy = make_policy(company)
    right = make(RightStatement, company, policy=policy, right="access", promised_days=365)
    said = refuses("right_promised_days", right, promised_days=days)
    assert said == ["Skriv et antall dager fra 1 til 365."]


def test_a_version_has_its_own_number():
    policy = make_policy(make_company())
    make_version(policy, 1)
    make_version(policy, 2)
    with pytest.raises(IntegrityError, match=r"(?i)unique|sealed row"):
        make_version(policy, 2)


def test_versions_are_counted_from_one():
    with pytest.raises(IntegrityError, match="version_number_from_one"):
        make_version(make_policy(make_company()), 0)


EMPTY = {
    "title": "",
    "company": "",
    "document": "",
    "article": "",
    "pdf": b"",
    "change_note": "",
    "published_by": "",
}
ERASED = {**EMPTY, "erased_at": MOMENT, "erased_by": "Kari", "erased_reason": "Etter krav"}


@pytest.mark.parametrize("missing", ["erased_by", "erased_reason"])
def test_a_version_is_erased_by_someone_for_a_reason(missing):
    version = make_version(make_policy(make_company()))
    rows = PolicyVersion.objects.filter(pk=version.pk)
    constraint = "version_erased_by_someone_for_a_reason"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**{**ERASED, missing: ""})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_version(version.policy, 2, **{missing: "noe"})
    assert rows.update(**ERASED) == 1


@pytest.mark.parametrize("kept", EMPTY)
def test_an_erased_version_is_empty(kept):
    version = make_version(make_policy(make_company()))
    with pytest.raises(IntegrityError, match="version_erased_is_empty"):
        PolicyVersion.objects.filter(pk=version.pk).update(
            **{**ERASED, kept: b"noe" if kept == "pdf" else "noe"}
        )


def test_every_vocabulary_is_held_by_the_database(load_company):
    make_version(load_company("ntc", "allprofil", "flex", "eksempelbutikken"))
    refused = []
    for model, name in TERMS:
        assert model._default_manager.exists()
        try:
            with transaction.atomic():
                # In one's own words: past the field's choices, straight to the column.
                model._default_manager.update(**{name: models.Value("i-egne-ord")})
        except IntegrityError:
            refused.append((model, name))
    assert refused == TERMS
