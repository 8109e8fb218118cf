"""The pages of erasing, as two people use them, and as everybody else meets them."""

import pytest
from django.test import Client

from policies.document.terms import Role
from policies.models import CompanyErasure, Controller, ErasureRequest, Party
from tests.policies.admin.sending import heading, text, told
from tests.policies.models.factories import (
    make,
    make_company,
    make_member,
    make_policy,
    make_version,
)

ERASE = "/admin/virksomheter/flex/slett/"
CONFIRM, WITHDRAW = f"{ERASE}bekreft/", f"{ERASE}trekk/"
WHY = "Avtalen er sagt opp."


@pytest.fixture
def own(db):
    own = make_company("flex", email="post@flex.no", other_names=["Fleksi"])
    make(Party, own, role="contact", name="Ola Nordmann", email="ola@flex.no")
    make_version(make_policy(own))
    return own


@pytest.fixture
def second(pia):
    """Return a client of the other person."""
    client = Client()
    client.force_login(pia)
    return client


@pytest.fixture
def proposed(staff_client, own):
    answer = staff_client.post(ERASE, {"reason": WHY}, follow=True)
    assert told(answer) == ["Forslaget er lagret. En annen installasjonsadministrator må bekrefte."]
    return answer


def test_the_first_page_tells_what_goes_and_what_stays(staff_client, own):
    page = staff_client.get(ERASE)
    said = text(page)
    assert heading(page) == "Slett Flex AS"
    assert "Publiserte versjoner, med nettside, PDF og JSON 1" in said
    assert "Personer og parter 1" in said
    assert "Sikkerhetskopier, og kopier andre har tatt." in said


def test_the_whole_way(staff_client, second, own, proposed):
    number = own.pk
    assert "Du har foreslått det selv. En annen må bekrefte." in text(proposed)
    assert WHY in text(second.get(CONFIRM))
    answer = second.post(CONFIRM, {"typed": "flex"}, follow=True)
    assert told(answer) == ["Virksomheten er slettet."]
    assert answer.redirect_chain == [(f"/admin/slettede-virksomheter/{number}/", 302)]
    said = text(answer)
    assert heading(answer) == f"Slettet virksomhet nr. {number}"
    assert (WHY in said, "Pia" in said, "Kari" in said, "Flex" in said) == (True, True, True, False)
    assert f"Slettet virksomhet nr. {number}" in text(second.get("/admin/slettede-virksomheter/"))
    assert Controller.objects.count() == 0


def test_the_one_who_proposed_is_not_let_on(staff_client, own, proposed):
    assert staff_client.get(CONFIRM).url == ERASE
    assert staff_client.post(CONFIRM, {"typed": "flex"}).url == ERASE
    assert (Controller.objects.count(), CompanyErasure.objects.count()) == (1, 0)


def test_without_a_proposal_there_is_nothing_to_confirm(second, own):
    assert second.post(CONFIRM, {"typed": "flex"}).url == ERASE
    assert Controller.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "Flex AS", "ntc"])
def test_the_address_is_typed_by_hand(second, own, proposed, typed):
    page = second.post(CONFIRM, {"typed": typed})
    error = "Det er ikke adressen. Skriv «flex»." if typed else "Skriv adressen."
    assert error in text(page)
    assert Controller.objects.count() == 1


NAMED = ["Flex AS", "FLEX", "Fleksi", "post@flex.no", "ola nordmann", "ola@flex.no"]


@pytest.mark.parametrize("name", NAMED)
def test_the_reason_names_nobody_and_is_not_lost(staff_client, own, name):
    typed = f"Avtalen med {name} er sagt opp."
    page = staff_client.post(ERASE, {"reason": typed})
    assert "Teksten blir stående. Ta bort «" in text(page)
    assert typed in text(page)
    assert ErasureRequest.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  ", "a\0b", "x" * 1001])
def test_a_reason_is_asked_for(staff_client, own, reason):
    page = staff_client.post(ERASE, {"reason": reason})
    assert page.context["form"].errors.keys() == {"reason"}
    assert ErasureRequest.objects.count() == 0


def test_a_word_that_holds_the_name_is_no_name(staff_client, own):
    staff_client.post(ERASE, {"reason": "De ville ha mer fleksible avtaler, reflexer."})
    assert ErasureRequest.objects.count() == 1


def test_a_second_proposal_changes_nothing(second, own, proposed):
    answer = second.post(ERASE, {"reason": "En annen grunn."}, follow=True)
    assert told(answer) == ["Noen har alt foreslått å slette virksomheten."]
    assert ErasureRequest.objects.get().reason == WHY


def test_a_proposal_is_withdrawn(staff_client, second, own, proposed):
    assert second.get(WITHDRAW).status_code == 404
    answer = staff_client.post(WITHDRAW, follow=True)
    assert told(answer) == ["Forslaget er trukket. Ingenting er slettet."]
    assert told(staff_client.post(WITHDRAW, follow=True)) == ["Det er ikke noe forslag å trekke."]
    assert ErasureRequest.objects.count() == 0


def test_two_who_confirm_at_once_erase_once(second, own, proposed, monkeypatch):
    from policies.erasing import views  # noqa: PLC0415

    def withdrawn_meanwhile(company, *, by):
        ErasureRequest.objects.all().delete()
        return confirm(company, by=by)

    confirm = views.confirm
    monkeypatch.setattr(views, "confirm", withdrawn_meanwhile)
    answer = second.post(CONFIRM, {"typed": "flex"}, follow=True)
    assert told(answer) == ["Forslaget gjelder ikke lenger. Ingenting er slettet."]
    assert Controller.objects.count() == 1


ADDRESSES = [ERASE, CONFIRM, "/admin/slettede-virksomheter/", "/admin/slettede-virksomheter/1/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_for_others_the_pages_are_closed(client, own, address):
    assert client.get(address).url == f"/admin/login/?next={address}"
    client.force_login(make_member("ola@eksempel.no", "flex", roles=set(Role) - {Role.OMBUD}))
    assert client.get(address).status_code == 403
    assert client.post(address, {"reason": WHY, "typed": "flex"}).status_code == 403
    assert (Controller.objects.count(), ErasureRequest.objects.count()) == (1, 0)


@pytest.mark.parametrize("path", ["virksomheter/ukjent/slett/", "slettede-virksomheter/404/"])
def test_what_does_not_exist_is_not_found(staff_client, own, path):
    assert staff_client.get(f"/admin/{path}").status_code == 404


def test_nothing_is_erased_without_a_token(second, own, proposed):
    second.handler.enforce_csrf_checks = True
    assert second.post(CONFIRM, {"typed": "flex"}).status_code == 403


def test_the_choice_of_company_leads_here_for_those_who_may(staff_client, own):
    assert f'href="{ERASE}"' in staff_client.get("/admin/virksomheter/").content.decode()
    staff_client.force_login(make_member("ola@eksempel.no", "flex"))
    assert f'href="{ERASE}"' not in staff_client.get("/admin/virksomheter/").content.decode()


def test_a_company_is_not_deleted_in_passing(staff_client, own):
    own.policies.all()[0].versions.erase(by="x", reason="y")
    answer = staff_client.post(f"/admin/policies/controller/{own.pk}/delete/", {"post": "yes"})
    assert (answer.status_code, Controller.objects.count()) == (403, 1)


def test_headings_and_tables_are_in_order_and_nothing_is_inline(second, own, proposed):
    for address in (ERASE, CONFIRM, "/admin/slettede-virksomheter/"):
        page = second.get(address).content.decode()
        main = page[page.index('id="content"') :]
        assert (main.count("<h1"), "<script>" in main, " style=" in main) == (1, False, False)
