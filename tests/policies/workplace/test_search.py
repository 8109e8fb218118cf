"""The search over the whole register: what it finds, how it says it, and what it never shows."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.models import (
    Controller,
    Cookie,
    DataUse,
    Disclosure,
    Party,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    RightStatement,
    System,
    Website,
)
from policies.models.history import MODELS
from policies.workplace.search import search
from policies.workplace.words import question
from tests.policies.models.factories import make, make_company, make_policy

SEARCH = reverse("admin:search")
BOOKS = "bokføringsloven § 13"


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def sales(company):
    return make(ProcessingActivity, company, name="Salg og levering")


def found(company, asked, **options):
    """Return the hits of a question by kind and name."""
    results = search(company, question(asked), MODELS, **options)
    return [
        (hit.model.__name__, "".join(text for text, _is_hit in hit.name))
        for _kind, hits in results.groups
        for hit in hits
    ]


def first(company, asked):
    """Return the first hit of a question."""
    return search(company, question(asked), MODELS).groups[0][1][0]


def marks(parts):
    return [text for text, is_hit in parts if is_hit]


@pytest.mark.parametrize(
    "asked",
    ["blåbær", "BLÅBÆR", "blåb", " blåbær  ", "«blåbær»", '"blåbær" --', "(blåbær*", "blåbær\0"],
)
def test_a_word_is_found_however_it_is_written(company, asked):
    wanted = make(Recipient, company, name="Blåbær AS")
    make(Recipient, company, "bla", name="Blabar AS")
    assert found(company, asked) == [("Recipient", wanted.name)]


@pytest.mark.parametrize(
    "asked",
    [BOOKS, "bokføringsloven §13", "§ 13", "§13", "paragraf 13", "§§ 13 i bokføringsloven"],
)
def test_a_law_is_found_by_its_paragraph(company, sales, asked):
    make(Purpose, company, activity=sales, text="føre regnskap", law_reference=BOOKS)
    make(Purpose, company, "a", activity=sales, text="bokføringsloven § 130, 13 dager")
    make(Purpose, company, "b", activity=sales, text="13 varer etter bokføringsloven § 4")
    assert found(company, asked) == [("Purpose", "føre regnskap")]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("art. 6", ["selge", "spørre"]),
        ("artikkel 6", ["selge", "spørre"]),
        ("art 6 nr. 1 f", ["spørre"]),
        ("Art. 6 nr. 1 bokstav F", ["spørre"]),
        ("art. 6(1)(f)", ["spørre"]),
        ("art. 6 nr. 1", ["selge", "spørre"]),
        ("berettiget interesse", ["spørre"]),
        ("art. 7", []),
    ],
)
def test_a_basis_is_found_by_what_it_is_called(company, sales, asked, names):
    make(Purpose, company, activity=sales, text="selge", legal_basis="6-1-b")
    make(Purpose, company, "f", activity=sales, text="spørre", legal_basis="6-1-f")
    make(Purpose, company, "x", activity=sales, text="6 ganger", law_reference="art. 61 nr. 6")
    assert found(company, asked) == [("Purpose", name) for name in names]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("kunde", True),
        ("kundene", True),
        ("kund", True),
        ("levering kunde", True),
        ("kunde levering", True),
        ("leveri kunde", False),  # the last word alone may be begun
        ("kunde leveri", True),
        ("kunde ansatt", False),
        ("ku", True),
        ("levering av varer til en kunde", True),
        ("til", True),
        ("unde", False),
    ],
)
def test_every_word_must_be_there_and_the_last_may_be_begun(company, asked, is_found):
    make(ProcessingActivity, company, name="Levering", description="Varer til kunder")
    assert bool(found(company, asked)) == is_found


@pytest.mark.parametrize("asked", ["5 år", "5 ÅR", "P5Y"])
def test_a_time_is_found_as_people_write_it(company, asked):
    make(RetentionRule, company, period="P5Y", starts_from="salget")
    make(RetentionRule, company, "x", period="P6Y", starts_from="salget")
    assert found(company, asked) == [("RetentionRule", "5 år etter salget")]


def test_lists_and_countries_are_searched_as_people_read_them(company, sales):
    make(DataUse, company, activity=sales, items=["kjøreseddel", "ærlighet"])
    make(Recipient, company, name="Sky", country="IE")
    assert found(company, "ærlighet") == [("DataUse", "kjøreseddel, ærlighet")]
    hit = first(company, "irland")
    assert (hit.label, marks(hit.text)) == ("Land", ["Irland"])


@pytest.fixture
def google(company, sales):
    """Return a recipient that other records name."""
    google = make(Recipient, company, name="Google")
    make(System, company, name="Analytics", supplier=google)
    site = make(Website, company, host="eksempel.no")
    make(Cookie, company, website=site, name="_ga", provider=google)
    make(RetentionRule, company, criterion="så lenge du er kunde", recipient=google)
    make(Disclosure, company, recipient=google, why="statistikk").activities.add(sales)
    return google


CONCERNED = [
    ("ProcessingActivity", "Salg og levering"),
    ("RetentionRule", "så lenge du er kunde"),
    ("Recipient", "Google"),
    ("Disclosure", "statistikk"),
    ("System", "Analytics"),
    ("Cookie", "_ga"),
]


def test_a_recipient_brings_what_concerns_it(company, google):
    assert found(company, "google") == CONCERNED
    assert found(company, "goog", kind=Disclosure) == [("Disclosure", "statistikk")]
    hit = first(company, "google")
    assert (hit.concerns, marks(hit.name)) == ("Google", [])
    assert found(company, "google salg") == []
    make(System, company, "x", name="Google Analytics", supplier=google)
    assert first(company, "analytics").concerns == ""


def test_many_recipients_of_one_name_bring_themselves_alone(company, google):
    Recipient.objects.bulk_create(
        Recipient(controller=company, key=f"r{n}", name=f"Google {n}") for n in range(20)
    )
    assert {kind for kind, _name in found(company, "google")} == {"Recipient"}


def test_a_part_leads_to_its_field_on_the_page_where_it_is_edited(company, sales):
    make(Purpose, company, "a", activity=sales, text="annet", position=1)
    make(Purpose, company, "b", activity=sales, text="levere", interest="selge", position=2)
    hit = first(company, "selge")
    page = reverse("admin:policies_processingactivity_change", args=[sales.pk])
    assert hit.href == f"{page}#id_purposes-1-interest"
    assert hit.place == "Formål i behandlingen Salg og levering"
    assert (hit.label, marks(hit.text)) == ("Interesse", ["selge"])


def test_every_part_says_of_what_and_is_opened_there(company, google):
    policy = make_policy(company, title="Erklæringen")
    make(RightStatement, company, policy=policy, right="access", how="med skjemaet")
    make(Party, company, role="dpo", name="Ombudet vårt")
    asked = {
        "skjemaet": ("Rettighet i erklæringen Erklæringen", "policy", policy, "rights-0-how"),
        "ombudet": ("", "controller", company, "parties-0-name"),
        "statistikk": (
            "Utlevering til mottakeren Google",
            "recipient",
            google,
            "disclosures-0-why",
        ),
        "_ga": (
            "Informasjonskapsel på nettstedet eksempel.no",
            "website",
            Website.objects.get(),
            "cookies-0-name",
        ),
    }
    for words, (place, page, above, field) in asked.items():
        hit = first(company, words)
        address = reverse(f"admin:policies_{page}_change", args=[above.pk])
        assert (hit.place, hit.href) == (place, f"{address}#id_{field}")


def test_every_hit_leads_to_a_field_that_is_there(staff_client, load_company):
    company = load_company("eksempelbutikken").controller
    asked = ("og", "art. 6", "statistikk", "storbritannia", "5 år", "e-post")
    hits = [
        hit
        for words in asked
        for _kind, group in search(company, question(words), MODELS).groups
        for hit in group
    ]
    pages = {
        page: staff_client.get(page).content.decode()
        for page in {hit.href.partition("#")[0] for hit in hits}
    }
    lost = [
        hit.href
        for hit in hits
        if f'id="{hit.href.partition("#")[2]}"' not in pages[hit.href.partition("#")[0]]
    ]
    assert (lost, len(hits) > 50) == ([], True)


def test_what_is_called_so_comes_first_and_kinds_stand_as_in_the_menu(company):
    make(Recipient, company, "a", name="Sky", description="regnskap")
    make(Recipient, company, "b", name="Regnskap AS")
    make(System, company, name="Regnskap")
    make(ProcessingActivity, company, name="Regnskap")
    assert found(company, "regnskap") == [
        ("ProcessingActivity", "Regnskap"),
        ("Recipient", "Regnskap AS"),
        ("Recipient", "Sky"),
        ("System", "Regnskap"),
    ]


def test_a_long_text_is_cut_around_what_was_asked(company):
    filler = "ord " * 100
    make(Recipient, company, name="Sky", description=f"{filler}nålen i høystakken {filler}")
    hit = first(company, "nålen")
    said = "".join(text for text, _is_hit in hit.text)
    assert (marks(hit.text), said[:2], said[-2:]) == (["nålen"], "… ", " …")
    assert 100 < len(said) < 200


@pytest.mark.parametrize("hits", [1, 3])
def test_queries_do_not_grow_with_hits(
    company, google, django_assert_num_queries, staff_client, hits
):
    for n in range(hits):
        activity = make(ProcessingActivity, company, f"a{n}", name="x")
        make(Purpose, company, f"p{n}", activity=activity, text="blåbær")
        make(Disclosure, company, f"d{n}", recipient=google, what="blåbær").activities.add(activity)
    with django_assert_num_queries(5):  # recipients, counts, page, two kinds
        assert len(found(company, "blåbær")) == 2 * hits
    with django_assert_num_queries(9):  # the same three, six kinds
        assert len(found(company, "google")) == 6 + 2 * hits
    with django_assert_num_queries(2):
        assert found(company, "finnesikke") == []
    staff_client.get(SEARCH)
    with django_assert_num_queries(8):  # also session, user, and desk
        staff_client.get(SEARCH, {"q": "blåbær"})


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.text(max_size=60) | st.text("\"*():^+-&|!<>'\\§%_ aåNOTR1\0", max_size=40))
def test_no_question_is_an_error(asked):
    company = Controller.objects.first() or make_company()
    if not company.recipients.exists():
        make(Recipient, company, name="NOT Aå 1 (R)")
    results = search(company, question(asked), MODELS)
    assert results.count == sum(len(hits) for _kind, hits in results.groups)


def test_only_the_company_that_is_worked_on_is_searched(company):
    other = make_company("ntc", name="Blåbær AS")
    make(Recipient, other, name="Blåbær")
    assert found(company, "blåbær") == []
    assert found(other, "blåbær") == [("Controller", "Blåbær AS"), ("Recipient", "Blåbær")]


def test_only_kinds_that_may_be_seen_are_found(company, google):
    models = [model for model in MODELS if model is not Recipient]
    assert search(company, question("google"), models).kinds == ()
