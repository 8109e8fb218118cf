"""What is in use isn't deleted, from its page, from the list, or as a row of another page."""

import pytest
from django.urls import reverse

from policies.models import (
    Cookie,
    DataUse,
    Disclosure,
    Policy,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    System,
    Term,
    Website,
)
from tests.policies.admin.sending import errors, heading, send, text
from tests.policies.models.factories import make, make_company, make_policy, make_version


def address(record, page="delete"):
    args = [] if page == "changelist" else [record.pk]
    return reverse(f"admin:policies_{record._meta.model_name}_{page}", args=args)


@pytest.fixture
def company(db):
    return make_company()


def used(company, kind):
    """Return a record that others name, and what is said when one would delete it."""
    recipient = make(Recipient, company, name="BDO")
    activity = make(ProcessingActivity, company, name="Salg")
    if kind == "recipient":
        make(System, company, name="Kasse", supplier=recipient)
        make(Disclosure, company, recipient=recipient, why="regnskap")
        return recipient, (
            "BDO brukes i systemet «Kasse» og utleveringen «regnskap». "
            "Avslutt den i stedet for å slette."
        )
    if kind == "ended":
        recipient.ended_on = "2026-01-01"
        recipient.save()
        make(System, company, name="Kasse", supplier=recipient)
        return recipient, "BDO brukes i systemet «Kasse». Den er avsluttet, og blir stående."
    if kind == "activity":
        purpose = make(Purpose, company, activity=activity, text="selge")
        make(RetentionRule, company, purpose=purpose, criterion="kjøpet er glemt")
        return activity, (
            "Salg brukes i lagringsregelen «kjøpet er glemt». Avslutt den i stedet for å slette."
        )
    term = make(Term, company, name="kunder", kind_of="subject")
    use = make(DataUse, company, activity=activity, items=["navn"])
    use.subjects.add(term)
    return term, "kunder brukes i opplysningene «navn». Ta den ut der først."


KINDS = pytest.mark.parametrize("kind", ["recipient", "ended", "activity", "term"])


@KINDS
def test_what_is_in_use_is_refused_and_told_where(staff_client, company, kind):
    record, said = used(company, kind)
    for method in ("get", "post"):
        page = getattr(staff_client, method)(address(record), {"post": "yes"})
        assert heading(page).strip() == f"«{record}» kan ikke slettes"
        assert text(page).count(said) == 1
    shown = page.content.decode()
    assert shown.count("Avslutt i stedet") == (kind in {"recipient", "activity"})
    assert type(record).objects.filter(pk=record.pk).count() == 1


@KINDS
def test_it_is_refused_from_the_list_too_with_all_that_was_chosen(staff_client, company, kind):
    record, said = used(company, kind)
    other = type(record).objects.create(controller=company, key="annen", name="Annen")
    chosen = {"action": "delete_selected", "_selected_action": [record.pk, other.pk]}
    page = staff_client.post(address(record, "changelist"), {**chosen, "post": "yes"})
    assert (heading(page).strip(), text(page).count(said)) == ("Ingenting er slettet", 1)
    assert type(record).objects.filter(pk__in=[record.pk, other.pk]).count() == 2


def test_many_uses_are_counted_beyond_the_first(staff_client, company):
    recipient = make(Recipient, company, name="BDO")
    for n in range(7):
        make(System, company, f"s{n}", name=f"S{n}", supplier=recipient)
    said = "systemet «S3», systemet «S4» og 2 til. Avslutt"
    assert text(staff_client.get(address(recipient))).count(said) == 1


def test_refusals_take_as_many_queries_for_many(
    staff_client, company, django_assert_max_num_queries
):
    for n in range(9):
        recipient = make(Recipient, company, f"r{n}", name=f"R{n}")
        make(System, company, f"s{n}", name=f"S{n}", supplier=recipient)
    everyone = list(Recipient.objects.values_list("pk", flat=True))
    chosen = {"action": "delete_selected", "_selected_action": everyone, "post": "yes"}
    path = address(recipient, "changelist")
    staff_client.get(path)
    with django_assert_max_num_queries(32):
        page = staff_client.post(path, chosen)
    assert text(page).count("Avslutt den i stedet for å slette.") == 9


def test_what_nobody_names_is_deleted_after_a_question(staff_client, company):
    website = make(Website, company, host="flex.no")
    make(Cookie, company, website=website, name="_ga")
    asked = staff_client.get(address(website))
    assert heading(asked).strip() == "Slette «flex.no»?"
    assert text(asked).count("Informasjonskapsel: _ga") == 1
    staff_client.post(address(website), {"post": "yes"})
    assert (Website.objects.count(), Cookie.objects.count()) == (0, 0)


def test_several_are_deleted_after_a_question(staff_client, company):
    for key in "ab":
        make(Term, company, key, name=key)
    term = Term.objects.first()
    chosen = {
        "action": "delete_selected",
        "_selected_action": list(Term.objects.values_list("pk", flat=True)),
    }
    asked = staff_client.post(address(term, "changelist"), chosen)
    assert heading(asked).strip() == "Slette disse?"
    staff_client.post(address(term, "changelist"), {**chosen, "post": "yes"})
    assert Term.objects.count() == 0


def test_a_published_policy_is_not_deleted(staff_client, company):
    policy = make_policy(company)
    make_version(policy)
    for method in ("get", "post"):
        page = getattr(staff_client, method)(address(policy), {"post": "yes"})
        assert text(page).count("Erklæring for Flex AS er publisert, og blir stående.") == 1
    assert Policy.objects.count() == 1


def test_a_row_in_use_is_not_deleted_with_its_page(staff_client, company):
    activity = make(ProcessingActivity, company, name="Salg")
    purpose = make(Purpose, company, activity=activity, text="selge")
    use = make(DataUse, company, activity=activity, items=["navn"])
    use.purposes.add(purpose)
    answer = send(staff_client, address(activity, "change"), **{"purposes-0-DELETE": "on"})
    said = "selge brukes i opplysningene «navn». Ta den ut der først."
    assert (errors(answer), text(answer).count(said)) == ({}, 2)  # on the list, and at the rows
    assert Purpose.objects.count() == 1
