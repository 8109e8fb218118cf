"""What a company and its records know of themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, RestrictedError

from policies.document.build import build
from policies.models import (
    Controller,
    Cookie,
    DataSource,
    DataUse,
    Disclosure,
    Party,
    Policy,
    PolicyVersion,
    ProcessingActivity,
    Recipient,
    RetentionRule,
    RightStatement,
    SourceDocument,
    System,
    Term,
    Website,
)
from policies.models.company import RESERVED_KEYS
from policies.models.policy import RESERVED_POLICY_KEYS
from tests.policies.models.factories import make, make_company, make_policy, make_version

ORGNR = (
    "Organisasjonsnummeret stemmer ikke. Et norsk nummer har ni sifre. "
    "Sjekk om to har byttet plass."
)
RESERVED = "Adressen er i bruk av Personvernhub selv. Velg en annen."


def faults(record, *fields):
    """Return what is wrong with a record, by field."""
    names = {field.name for field in record._meta.fields}
    with pytest.raises(ValidationError) as error:
        record.full_clean(
            exclude=names - set(fields), validate_unique=False, validate_constraints=False
        )
    return error.value.message_dict


@pytest.mark.parametrize("number", ["312500001", "3125000", "931 055 41O", "132500000"])
def test_a_wrong_organisation_number_is_told_at_the_field(number):
    company = Controller(identifier_scheme="no-orgnr", identifier_number=number)
    assert faults(company) == {"identifier_number": [ORGNR]}


def test_a_wrong_number_of_another_register_names_the_register():
    company = Controller(identifier_scheme="fi-vat", identifier_number="FI123")
    said = "Nummeret stemmer ikke med reglene for finsk mva-nummer. Sjekk sifrene."
    assert faults(company) == {"identifier_number": [said]}


@pytest.mark.parametrize(
    ("scheme", "number", "shown"),
    [
        ("no-orgnr", "312500000", "312 500 000"),
        ("no-orgnr", "312 500 000", "312 500 000"),
        ("fi-vat", "FI20774740", "FI20774740"),
        ("other", "hva som helst", "hva som helst"),
        (None, "", ""),
    ],
)
def test_a_right_number_is_shown_as_people_write_it(scheme, number, shown):
    company = Controller(identifier_scheme=scheme, identifier_number=number)
    company.clean()
    assert company.shown_number == shown


@pytest.mark.parametrize("key", sorted(RESERVED_KEYS))
def test_a_company_cannot_take_an_address_of_ours(key):
    assert faults(Controller(key=key), "key") == {"key": [RESERVED]}


@pytest.mark.parametrize("key", sorted(RESERVED_POLICY_KEYS))
def test_a_policy_cannot_take_an_address_of_ours(key):
    assert faults(Policy(key=key), "key") == {"key": [RESERVED]}


@pytest.mark.django_db
def test_addresses():
    policy = make_policy(make_company("flex"), "ansatte")
    assert policy.controller.get_absolute_url() == "/flex/"
    assert policy.get_absolute_url() == "/flex/ansatte/"


@pytest.mark.parametrize("kind", [Controller, Party])
def test_an_address_is_written_on_one_line(kind):
    assert kind(street="Storgata 1", postcode="0155", city="Oslo").address == (
        "Storgata 1, 0155 Oslo"
    )
    assert kind(city="Oslo").address == "Oslo"
    assert kind().address == ""


@pytest.mark.parametrize(
    ("record", "called"),
    [
        (Controller(name="Flex AS"), "Flex AS"),
        (Party(role="dpo", name="Kari"), "Kari"),
        (Party(role="dpo"), "personvernombud"),
        (Website(host="flex.no", name="butikken"), "flex.no"),
        (Website(name="butikken"), "butikken"),
        (Website(), "nettsted uten adresse"),
        (Cookie(name="_ga", purpose="telle"), "_ga"),
        (Cookie(purpose="telle"), "telle"),
        (Cookie(), "informasjonskapsel"),
        (Disclosure(why="regnskap", what="bilag"), "regnskap"),
        (Disclosure(what="bilag"), "bilag"),
        (Disclosure(), "utlevering"),
        (DataUse(items=["navn", "alder"]), "navn, alder"),
        (DataUse(category=Term(name="kontakt")), "kontakt"),
        (DataUse(), "opplysninger"),
        (DataSource(description="når du ringer", kind_of="person"), "når du ringer"),
        (DataSource(kind_of="person"), "personen selv"),
        (DataSource(), "kilde"),
        (RetentionRule(criterion="kjøpet er gjort", period="P5Y"), "kjøpet er gjort"),
        (RetentionRule(period="P5Y", starts_from="årets slutt"), "5 år etter årets slutt"),
        (RetentionRule(), "ikke avklart"),
        (RightStatement(right="access"), "innsyn (art. 15)"),
        (SourceDocument(title="Erklæring", file="a.txt"), "Erklæring"),
        (SourceDocument(file="a.txt"), "a.txt"),
        (Policy(title="Personvern", controller=Controller(name="Flex AS")), "Personvern (Flex AS)"),
        (PolicyVersion(title="Personvern", number=3), "Personvern – versjon 3"),
    ],
)
def test_a_record_is_called_by_what_people_know_of_it(record, called):
    assert str(record) == called


@pytest.mark.django_db
def test_a_used_recipient_is_not_deleted():
    company = make_company()
    recipient = make(Recipient, company, name="Bitpro AS")
    system = make(System, company, supplier=recipient)
    with pytest.raises(RestrictedError) as error:
        recipient.delete()
    assert error.value.restricted_objects == {system}


@pytest.mark.django_db
def test_a_used_category_is_not_deleted():
    company = make_company()
    term = make(Term, company, name="kontakt")
    use = make(DataUse, company, activity=make(ProcessingActivity, company), category=term)
    with pytest.raises(RestrictedError) as error:
        term.delete()
    assert error.value.restricted_objects == {use}


def test_a_company_is_deleted_with_its_whole_register(load_company):
    company = load_company("flex", "ntc").controller
    before = build("flex")
    company.delete()
    assert [c.key for c in Controller.objects.all()] == ["flex"]
    assert build("flex") == before
    assert Term.objects.exclude(controller__key="flex").count() == 0


@pytest.mark.django_db
def test_a_company_with_a_published_version_is_not_deleted():
    policy = make_policy(make_company())
    version = make_version(policy)
    with pytest.raises(ProtectedError) as error:
        policy.controller.delete()
    assert error.value.protected_objects == {version}


@pytest.mark.django_db
def test_a_version_knows_whether_it_is_intact():
    policy = make_policy(make_company())
    assert make_version(policy, 1).is_intact is True
    assert make_version(policy, 2, document="et annet").is_intact is False
    assert make_version(policy, 3, pdf=b"en annen").is_intact is False
