"""What staff are told after saving and deleting, and where they go then."""

import re

import pytest
from django.urls import reverse

from policies.models import ProcessingActivity, Recipient, Term
from policies.workplace.gaps import gaps_of, place_of
from tests.policies.admin.sending import filled, send, text, told
from tests.policies.models.factories import make, make_company, make_policy

WHOLE = {
    "email": "a@b.no",
    "street": "Storgata 1",
    "identifier_scheme": "other",
    "identifier_number": "1",
    "has_recipients": "no",
    "transfers_outside_eea": "no",
    "authority": "datatilsynet",
}


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


def add(model):
    return reverse(f"admin:policies_{model._meta.model_name}_add")


def after(client, answer):
    """Return where one comes to, and what is told there."""
    return answer.url, told(client.get(answer.url))


@pytest.fixture
def term(db):
    return make(Term, make_company(), name="kunder")


def list_of(model):
    return reverse(f"admin:policies_{model._meta.model_name}_changelist")


@pytest.mark.parametrize(
    ("button", "place"), [("_continue", change), ("_addanother", add), ("_save", list_of)]
)
def test_saving_is_told_and_leads_where_the_button_says(staff_client, term, button, place):
    answer = send(staff_client, change(term), name="folk", **{button: "1"})
    assert after(staff_client, answer) == (place(term), ["Lagret."])
    new = send(staff_client, add(Term), name="andre", **{button: "1"})
    made = Term.objects.get(name="andre")
    assert after(staff_client, new) == (place(made), ["Lagret."])


def test_the_list_is_filtered_as_it_was(staff_client, term):
    path = f"{change(term)}?_changelist_filters=kind_of__exact%3Ddata"
    answer = send(staff_client, path, name="folk", _save="1")
    assert answer.url == f"{list_of(Term)}?kind_of__exact=data"
    gone = f"{reverse('admin:policies_term_delete', args=[term.pk])}?{path.partition('?')[2]}"
    assert staff_client.post(gone, {"post": "yes"}).url == answer.url


def test_what_the_page_still_lacks_is_told_with_the_way_to_the_first(staff_client):
    company = make_company(**WHOLE | {"email": ""})
    make_policy(company)
    found = gaps_of(company)
    assert len(found) == 3
    answer = send(staff_client, change(company), city="Oslo", _continue="1")
    said = "Lagret. Siden sier fortsatt at 3 ting ikke er oppgitt."
    link = f'<a href="{place_of(company, found[0])}">Ta den første</a>'
    assert told(staff_client.get(answer.url)) == [f"{said} {link}"]


def test_nothing_is_said_to_lack_before_there_is_a_page(staff_client):
    company = make_company()
    answer = send(staff_client, change(company), city="Oslo", _continue="1")
    assert told(staff_client.get(answer.url)) == ["Lagret."]


def test_a_whole_page_is_said_to_be_so(staff_client, load_company):
    company = load_company("eksempelbutikken").controller
    while found := gaps_of(company):  # leave out what the page says isn't stated
        pytest.fail(f"The example lacks {found}")
    answer = send(staff_client, change(company), city="Bodø", _continue="1")
    assert told(staff_client.get(answer.url)) == ["Lagret. Siden sier ikke at noe mangler."]


def test_a_deletion_is_told_by_name(staff_client, term):
    path = reverse("admin:policies_term_delete", args=[term.pk])
    answer = staff_client.post(path, {"post": "yes"})
    assert after(staff_client, answer) == (list_of(Term), ["«kunder» er slettet."])


def test_markup_in_a_name_is_only_text_in_a_message(staff_client, term):
    Term.objects.filter(pk=term.pk).update(name="<b>kunder</b>")
    path = reverse("admin:policies_term_delete", args=[term.pk])
    page = staff_client.post(path, {"post": "yes"}, follow=True)
    assert page.content.decode().count("«&lt;b&gt;kunder&lt;/b&gt;» er slettet.") == 1


def test_what_is_opened_in_a_window_of_its_own_answers_it(staff_client, term):
    sent = filled(staff_client.get(change(term)), _popup="1", name="folk")
    answer = staff_client.post(change(term), sent)
    assert answer.template_name[-1] == "admin/popup_response.html"
    new = staff_client.post(add(Term), sent)
    assert new.template_name[-1] == "admin/popup_response.html"
    gone = reverse("admin:policies_term_delete", args=[term.pk])
    answer = staff_client.post(gone, {"post": "yes", "_popup": "1"})
    assert answer.template_name[-1] == "admin/popup_response.html"


def test_a_list_without_rows_leads_on(staff_client):
    make_company()
    page = staff_client.get(list_of(Recipient))
    said = "Ingen mottakere. Nesten alle har noen: e-post, regnskap, nettsted."
    assert text(page).count(said) == 1


def test_a_search_without_hits_says_so_and_shows_all_again(staff_client, term):
    page = staff_client.get(list_of(Term), {"q": "leverandører"})
    assert text(page).count("Ingen treff på «leverandører».") == 1
    filtered = staff_client.get(list_of(Term), {"kind_of__exact": "subject"})
    assert text(filtered).count("Ingenting passer til filteret.") == 1
    assert [p.content.decode().count('<a href="?">Vis alle</a>') for p in (page, filtered)] == [
        1,
        1,
    ]


def test_a_list_tells_yes_and_no_and_terms_in_words(staff_client, staff):
    company = make_company()
    make(Recipient, company, name="BDO", role="processor")
    make(Recipient, company, "egen", name="Egen")
    page = staff_client.get(list_of(Recipient)).content.decode()
    told_in_rows = re.findall(r'<td class="field-role">([^<]*)</td>', page)
    assert told_in_rows == ["Databehandler", "Ikke avklart"]
    people = staff_client.get(reverse("admin:accounts_user_changelist")).content.decode()
    assert people.count('<td class="field-is_superuser">Ja</td>') == 1


def test_what_is_unknown_or_not_ours_is_told_alike(staff_client, term):
    answer = staff_client.get(reverse("admin:policies_term_change", args=[98765]))
    missing = staff_client.get("/admin/finnes/ikke/")
    for page in (answer, missing):
        assert page.status_code == 404
        assert text(page).count("Vi fant ikke dette, eller du har ikke tilgang.") == 1


def test_a_large_company_is_led_to_the_front_page_in_place_of_waiting(staff_client):
    company = make_company()
    make_policy(company)
    recipient = make(Recipient, company)
    ProcessingActivity.objects.bulk_create(
        ProcessingActivity(controller=company, key=f"a-{n}", name=f"Nr. {n}") for n in range(501)
    )
    answer = send(staff_client, change(recipient), name="Skyen AS", _continue="1")
    said = after(staff_client, answer)[1]
    front = f'<a href="{reverse("admin:index")}">Se hva som gjenstår på forsiden</a>'
    assert said == [f"Lagret. {front}"]
