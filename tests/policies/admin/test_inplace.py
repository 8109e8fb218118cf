"""A recipient is made where it is chosen, without a new window."""

import pytest
from django.urls import reverse

from policies.models import (
    Cookie,
    Disclosure,
    ProcessingActivity,
    Recipient,
    RetentionRule,
    System,
    Website,
)
from policies.models.history import history_of
from tests.policies.admin.sending import errors, filled, send
from tests.policies.models.factories import make, make_company

BOTH = "Velg en mottaker i listen, eller skriv en ny. Ikke begge deler."


def address(record_or_model, page="change"):
    args = [record_or_model.pk] if page == "change" else []
    return reverse(f"admin:policies_{record_or_model._meta.model_name}_{page}", args=args)


@pytest.fixture
def company(db):
    return make_company()


def new(name, does="", prefix="supplier"):
    return {f"{prefix}-new_name": name, f"{prefix}-new_does": does}


def test_a_supplier_is_made_and_chosen(staff_client, company):
    make(Recipient, company, "a", name="A", position=3)
    system = make(System, company, name="Kasse")
    answer = send(staff_client, address(system), **new(" Bitpro AS ", "drifter\r\nkassen"))
    assert answer.status_code == 302
    system.refresh_from_db()
    made = system.supplier
    assert (made.name, made.description) == ("Bitpro AS", "drifter\nkassen")
    assert (made.controller, made.key, made.position) == (company, "bitpro-as", 4)
    row = history_of(Recipient).get(id=made.pk)
    assert (row.history_type, row.history_user.name) == ("+", "Kari")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (new("", "drifter"), "Skriv navnet på mottakeren."),
        (new("bdo as"), "bdo as finnes fra før. Velg den i listen."),
        (
            new("Gamle AS"),
            "Gamle AS finnes fra før, men er avsluttet. Ta den i bruk igjen først.",
        ),
        (new("Ring\x07"), "Teksten har et usynlig styretegn (U+0007). Skriv den uten."),
        (
            new("Ny", "ring\x07"),
            "Teksten har et usynlig styretegn (U+0007). Skriv den uten.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_stays(staff_client, company, typed, said):
    make(Recipient, company, "bdo", name="BDO AS")
    make(Recipient, company, "gamle", name="Gamle AS", ended_on="2026-01-01")
    system = make(System, company, name="Kasse")
    answer = send(staff_client, address(system), **typed)
    assert errors(answer) == {"supplier": [said]}
    kept = filled(answer)
    assert {name: kept[name] for name in typed} == {n: [text] for n, text in typed.items()}
    assert answer.content.decode().count('<details class="new" open>') == 1
    assert Recipient.objects.count() == 2


def test_one_is_chosen_or_written_not_both(staff_client, company):
    held = make(Recipient, company, name="BDO")
    system = make(System, company, name="Kasse")
    answer = send(staff_client, address(system), supplier=held.pk, **new("Ny"))
    assert errors(answer) == {"supplier": [BOTH]}
    assert filled(answer)["supplier"] == [str(held.pk)]


def test_the_name_of_another_company_s_recipient_is_free(staff_client, company):
    make(Recipient, make_company("ntc"), name="BDO")
    system = make(System, company, name="Kasse")
    send(staff_client, address(system), **new("BDO"))
    system.refresh_from_db()
    assert system.supplier.controller == company


def test_two_rows_that_write_one_name_share_it(staff_client, company):
    site = make(Website, company, host="flex.no")
    for n in range(2):
        make(Cookie, company, f"c{n}", website=site, name=f"_c{n}")
    typed = {
        **new("Google", "måler", "cookies-0-provider"),
        **new("google", "", "cookies-1-provider"),
    }
    assert send(staff_client, address(site), **typed).status_code == 302
    made = Recipient.objects.get()
    assert (made.name, made.cookies.count()) == ("Google", 2)
    other = {
        **new("Meta", "måler", "cookies-0-provider"),
        **new("Meta", "annonserer", "cookies-1-provider"),
    }
    sent = {f"cookies-{n}-provider": "" for n in range(2)} | other
    said = "Du har skrevet Meta to ganger, med ulik tekst."
    assert errors(send(staff_client, address(site), **sent)) == {"cookies-1-provider": [said]}


def test_a_required_recipient_may_be_a_new_one(staff_client, company):
    answer = send(staff_client, address(Disclosure, "add"), **new("BDO", prefix="recipient"))
    assert answer.status_code == 302
    assert Disclosure.objects.get().recipient.name == "BDO"


def test_a_rule_on_an_activity_s_page_may_be_of_a_new_one(staff_client, company):
    activity = make(ProcessingActivity, company, name="Salg")
    make(RetentionRule, company, activity=activity, period="P1Y")
    send(staff_client, address(activity), **new("BDO", prefix="retention_rules-0-recipient"))
    assert RetentionRule.objects.get().recipient.name == "BDO"


def test_no_form_opens_new_windows(staff_client, load_company):
    load_company("ntc")
    for model in (ProcessingActivity, System, Website, Recipient):
        page = staff_client.get(address(model.objects.first())).content.decode()
        assert (page.count("data-popup"), page.count("related-widget-wrapper")) == (0, 0)
