"""The form: plain words, one way to be reached, nothing typed is lost, no cookie."""

import pytest

from rights_requests.models import Case
from tests.policies.models.factories import make_company, make_policy, make_version
from tests.rights_requests.public.visiting import FORM, MARKETING, hidden, text_of

pytestmark = pytest.mark.django_db
FAULTS = {
    "rights": ({"rights": []}, "Velg minst én ting du vil.", "#id_rights_0"),
    "name": ({"name": ""}, "Skriv navnet ditt.", "#id_name"),
    "no contact": (
        {"email": ""},
        "Skriv en e-postadresse, et telefonnummer eller en postadresse.",
        "#id_email",
    ),
    "e-mail": (
        {"email": "kari"},
        "E-postadressen mangler @ eller noe etter den. Eksempel: kari@eksempel.no",
        "#id_email",
    ),
    "phone": (
        {"phone": "12"},
        "Telefonnummeret stemmer ikke. Eksempel: +47 22 39 69 00",
        "#id_phone",
    ),
    "another": ({"on_behalf": "child"}, "Skriv navnet på den det gjelder.", "#id_represented"),
    "whom": ({"on_behalf": ""}, "Velg hvem det gjelder.", "#id_on_behalf_0"),
    "unknown right": ({"rights": ["all"]}, "Velg blant det som står i listen.", "#id_rights_0"),
}


def test_form_sets_no_cookie_and_is_kept_by_nobody(company, visitor):
    page = visitor.client.get(FORM)
    assert (page.status_code, page.cookies.output()) == (200, "")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" not in page.headers["Vary"]


def test_form_takes_a_fixed_number_of_queries(company, visitor, django_assert_num_queries):
    visitor.client.get(FORM)  # what a version says is read once by each process
    with django_assert_num_queries(1):
        visitor.client.get(FORM)
    for number in range(3):
        make_version(make_policy(company, f"nr{number}"), 1)
    visitor.client.get(FORM)
    with django_assert_num_queries(1):
        visitor.client.get(FORM)


@pytest.mark.parametrize("path", [FORM, MARKETING])
def test_company_that_nobody_may_read_of_has_no_form(visitor, path):
    assert visitor.client.get(path).status_code == 404
    make_version(make_policy(make_company("flex"), visibility="staff"))
    assert visitor.client.get(path).status_code == 404


@pytest.mark.parametrize("path", [FORM, MARKETING])
def test_reproduced_company_is_closed_and_says_why(visitor, path):
    company = make_company("flex", origin="reproduced")
    make_version(make_policy(company))
    page = visitor.client.get(path)
    assert (page.status_code, "form" in hidden(page)) == (200, False)
    assert text_of(page).startswith("Skjemaet er stengt Siden om Flex AS er et eksempel")
    sent = visitor.client.post(path, {"email": "a@b.no", "rights": "access", "step": "send"})
    assert (sent.status_code, Case.objects.count()) == (409, 0)


def test_it_says_that_other_ways_count_as_much(company, visitor):
    assert "skrive til post@flex.no. Det gjelder like mye som skjemaet." in text_of(
        visitor.client.get(FORM)
    )


@pytest.mark.parametrize(("changes", "said", "place"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_told_first_and_leads_to_its_field(company, visitor, changes, said, place):
    page = visitor.review(**changes)
    body = page.content.decode()
    assert f'href="{place}">{said}</a>' in body
    assert f'id="{place[1:]}"' in body
    assert 'id="faults"' in body
    assert 'tabindex="-1"\n           autofocus' in body
    assert " ".join(body.split("<title>")[1].split("</title>")[0].split()) == (
        "Feil: Bruk rettighetene dine – Flex AS"
    )
    assert "Jeg handlet i fjor." in body
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "way", [{"email": "a@b.no"}, {"phone": "22 39 69 00"}, {"address": "Storgata 1\n0155 Oslo"}]
)
def test_any_one_way_to_be_reached_is_enough(company, visitor, way):
    page = visitor.review(**{"email": "", **way})
    assert text_of(page).startswith("Se over før du sender")


def test_marketing_alone_asks_for_no_name(company, visitor):
    page = visitor.review(rights=["marketing"], name="")
    assert text_of(page).startswith("Se over før du sender")


def test_review_shows_and_carries_every_answer(company, visitor):
    page = visitor.review(on_behalf="child", represented="Lille Per", text="En\nto")
    said = text_of(page)
    for shown in ("innsyn", "sletting", "Barnet ditt, Lille Per", "Per Hansen", "En to"):
        assert shown in said
    carried = hidden(page)
    assert carried["rights"] == ["access", "erasure"]
    assert carried["represented"] == ["Lille Per"]
    assert carried["text"] == ["En\nto"]
    assert Case.objects.count() == 0


def test_edit_goes_back_with_everything_typed(company, visitor):
    sent = {**hidden(visitor.review(phone="22 39 69 00", known_as="kunde 7")), "step": "edit"}
    page = visitor.client.post(FORM, sent)
    body = page.content.decode()
    assert text_of(page).startswith("Bruk rettighetene dine hos Flex AS")
    for typed in ("Per Hansen", "per@eksempel.no", "22 39 69 00", "kunde 7"):
        assert f'value="{typed}"' in body
    assert "Jeg handlet i fjor.</textarea>" in body
    assert body.count("checked") == 3  # two rights, and oneself
    assert "Rett dette" not in body


@pytest.mark.parametrize("mark", ["<script>alert(1)</script>", "<b>x", "{{ 7 }}", '"><img src=x>'])
def test_misuse_17_markup_is_shown_as_text(company, visitor, mark):
    about = {"name": mark, "known_as": mark, "address": mark, "text": mark}
    for page in (visitor.review(**about), visitor.review(rights=[], **about)):
        body = page.content.decode()
        assert "<script>alert" not in body
        assert "<b>x" not in body
        assert "<img" not in body
        assert page.status_code == 200


@pytest.mark.parametrize(
    "odd", ["Per\u2028Bcc: alle@b.no", "Per\r\nBcc: alle@b.no", "a\0b", "Per\u202e", "x" * 301]
)
def test_misuse_16_odd_signs_are_refused_at_their_field(company, visitor, odd):
    page = visitor.review(name=odd)
    assert 'href="#id_name"' in page.content.decode()


def test_misuse_21_a_long_text_is_refused_and_kept(company, visitor):
    page = visitor.review(text="æ" * 5001)
    assert "Skriv høyst 5000 tegn. Nå er det 5001." in text_of(page)
    assert "æ" * 5001 in page.content.decode()
    assert visitor.client.post(FORM, {"text": "x" * 6_000_000}).status_code == 400


BORN, D_NUMBER = "15108695088", "55010100061"


@pytest.mark.parametrize("number", [BORN, "151086 95088", "15 10 86 950 88", D_NUMBER])
@pytest.mark.parametrize("name", ["text", "name", "known_as", "address"])
def test_misuse_23_a_birth_number_is_noticed_and_taken_out(company, visitor, number, name):
    typed = f"Jeg er {number} altså"
    page = visitor.review(**{name: typed})
    assert "Teksten ser ut til å ha et fødselsnummer" in text_of(page)
    assert "Feil:" in page.content.decode().split("</title>")[0]
    without = visitor.review(**{name: typed, "number": "remove"})
    assert hidden(without)[name] == ["Jeg er altså"]
    kept = visitor.review(**{name: typed, "number": "keep"})
    assert (hidden(kept)[name], hidden(kept)["number"]) == ([typed], ["keep"])


def test_other_numbers_are_let_through(company, visitor):
    page = visitor.review(text="Ordre 12345678901, tlf. 22 39 69 00, 2026-11-22")
    assert text_of(page).startswith("Se over")


def test_notice_says_who_why_and_how_long(shop, visitor):
    said = text_of(visitor.client.get("/eksempelbutikken/rettigheter/"))
    for part in (
        "Ansvarlig Eksempelbutikken AS",
        "personvernforordningen art. 6 nr. 1 c, art. 12 og art. 5 nr. 2",
        "Lagringstid ikke oppgitt",
        "Du kan klage til Datatilsynet",
    ):
        assert part in said
