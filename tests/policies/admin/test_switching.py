"""A form belongs to the company it was opened in."""

import pytest
from django.urls import reverse

from policies.models import Controller, System, Term
from policies.workplace.active import SESSION_KEY
from tests.policies.admin.sending import choose, errors, filled
from tests.policies.models.factories import make, make_company

SAID = (
    "Du byttet virksomhet i en annen fane, til Ntc AS. Det du skrev her, gjelder Flex AS, og er "
    "ikke lagret ennå. Lagre igjen for å lagre det der."
)


@pytest.fixture
def two(staff_client):
    """Return two companies, the first of them chosen."""
    found = make_company("flex"), make_company("ntc")
    choose(staff_client, found[0])
    return found


def test_an_add_form_sent_after_a_switch_is_asked_about_and_then_kept(staff_client, two):
    flex, ntc = two
    path = reverse("admin:policies_system_add")
    supplier = make_recipient(flex)
    sent = filled(staff_client.get(path), name="Kasse", supplier=supplier.pk)
    choose(staff_client, ntc)
    answer = staff_client.post(path, sent)
    assert errors(answer) == {"__all__": [SAID]}
    kept = filled(answer)
    assert (kept["name"], kept["supplier"]) == (["Kasse"], [str(supplier.pk)])
    assert System.objects.count() == 0
    assert staff_client.session[SESSION_KEY] == ntc.pk
    assert staff_client.post(path, kept).status_code == 302
    made = System.objects.get()
    assert (made.controller, made.supplier) == (flex, supplier)
    assert staff_client.session[SESSION_KEY] == flex.pk


def make_recipient(company):
    return company.recipients.create(key="bdo", name="BDO")


def test_a_changed_record_is_asked_about_too(staff_client, two):
    flex, ntc = two
    term = make(Term, flex, name="kunder")
    path = reverse("admin:policies_term_change", args=[term.pk])
    sent = filled(staff_client.get(path), name="folk")
    choose(staff_client, ntc)
    answer = staff_client.post(path, sent)
    assert errors(answer) == {"__all__": [SAID]}
    assert staff_client.post(path, filled(answer)).status_code == 302
    term.refresh_from_db()
    assert (term.name, term.controller) == ("folk", flex)


@pytest.mark.parametrize("key", ["", "\x00", "ukjent", "x" * 5000])
def test_a_company_that_is_not_there_makes_no_record_elsewhere_unasked(staff_client, two, key):
    path = reverse("admin:policies_term_add")
    sent = filled(staff_client.get(path), name="kunder", _company=key)
    answer = staff_client.post(path, sent)
    if key in {"", "\x00"}:  # nobody's form: of the active company
        assert Term.objects.get().controller == two[0]
    else:
        said = "Skjemaet gjaldt en annen virksomhet, som ikke finnes lenger. Ingenting er lagret."
        assert errors(answer) == {"__all__": [said]}
        assert Term.objects.count() == 0


def test_a_new_company_is_of_none(staff_client, two):
    path = reverse("admin:policies_controller_add")
    sent = filled(staff_client.get(path), name="Allprofil AS", key="allprofil")
    assert "_company" not in sent
    choose(staff_client, two[1])
    assert staff_client.post(path, sent).status_code == 302
    assert Controller.objects.filter(key="allprofil").count() == 1
