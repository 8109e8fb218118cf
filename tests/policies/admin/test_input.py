"""Bad input gets a Norwegian error at its field, and nothing typed is lost."""

import pytest
from django.urls import reverse

from policies.models import (
    Assertion,
    Controller,
    Cookie,
    DataSource,
    DataUse,
    Party,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    SourceDocument,
    Term,
    Website,
)
from policies.models.fields import ItemsField, LineField, ProseField
from policies.models.record import MAX_POSITION
from tests.policies.admin.sending import Fields, errors, filled, send, title
from tests.policies.models.factories import make, make_company, make_policy

CONTROL = "Teksten har et usynlig styretegn (U+0007). Skriv den uten."
SCRIPT = "<script>alert(1)</script>"
ORGNR = (
    "Organisasjonsnummeret stemmer ikke. Et norsk nummer har ni sifre. "
    "Sjekk om to har byttet plass."
)


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"identifier_scheme": "no-orgnr", "identifier_number": "312500001"},
            {"identifier_number": [ORGNR]},
        ),
        (
            {"identifier_number": "312500000"},
            {"identifier_number": ["Skriv både nummeret og hvilket register det hører til."]},
        ),
        ({"street": "Storgata\x071"}, {"street": [CONTROL]}),
        ({"other_names": "Flex\x07"}, {"other_names": [CONTROL]}),
        (
            {"email": "kari"},
            {"email": ["E-postadressen mangler @ eller noe etter den. Eksempel: kari@eksempel.no"]},
        ),
        (
            {"phone": "ring"},
            {"phone": ["Telefonnummeret stemmer ikke. Eksempel: +47 22 39 69 00"]},
        ),
        (
            {"authority_url": "javascript:alert(1)"},
            {"authority_url": ["Skriv hele adressen, og begynn med https://"]},
        ),
        (
            {"country": "Norge"},
            {"country": ["«Norge» er ikke blant valgene. Velg et annet."]},
        ),
    ],
)
def test_a_company_is_told_what_is_wrong_and_loses_nothing(staff_client, typed, said):
    company = make_company()
    answer = send(staff_client, change(company), **typed)
    assert errors(answer) == said
    kept = Fields(answer.content.decode()).sent
    assert {name: kept[name] for name in typed if name != "country"} == {
        name: [value] for name, value in typed.items() if name != "country"
    }
    assert Controller.objects.get().identifier_number == ""


@pytest.mark.parametrize("key", ["Flex AS", "admin", "flex_as"])
def test_an_address_is_explained(staff_client, key):
    said = errors(
        send(staff_client, reverse("admin:policies_controller_add"), name="Flex", key=key)
    )
    assert list(said) == ["key"]
    assert Controller.objects.count() == 0


RECORDS = [
    (Recipient, {"agreement_signed_on": "02.01.2026", "agreement_expires_on": "01.01.2026"}),
    (Recipient, {"agreement_signed_on": "31.02.2026"}),
    (Recipient, {"description": "ring\x07"}),
    (ProcessingActivity, {"status": "ended"}),
    (Assertion, {"doubt": "wrong", "is_shown": "on"}),
    (Assertion, {"shown_reason": ""}),
    (RetentionRule, {"period": "fem år"}),
    (Website, {"host": "https://flex.no"}),
    (Website, {"consent_url": "flex.no"}),
    (Party, {"role": "sjef"}),
    (Term, {"dpv": "e-post"}),
    (SourceDocument, {"sha256": "abc"}),
    (SourceDocument, {"dated_on": "i fjor"}),
]
WORDS = [
    {"agreement_expires_on": ["Avtalen går ut før den er inngått."]},
    {"agreement_signed_on": ["Skriv datoen slik: 22.11.2026."]},
    {"description": [CONTROL]},
    {"ended_on": ["En avsluttet behandling har en sluttdato, og bare den."]},
    {"is_shown": ["En tvilsom påstand kan ikke vises på siden."]},
    {"shown_reason": ["Skriv hvorfor utsagnet ikke vises på siden."]},
    {
        "period": [
            "Skriv tall og enhet: «5 år», «3 år og 6 måneder», «30 dager». I en fil: P5Y, P3Y6M."
        ]
    },
    {"host": ["Skriv bare adressen til nettstedet, med små bokstaver: eksempel.no"]},
    {"consent_url": ["Skriv hele adressen, og begynn med https://"]},
    {"role": ["«sjef» er ikke blant valgene. Velg et annet."]},
    {"dpv": ["Skriv dpv: eller pd: og begrepet, for eksempel pd:EmailAddress."]},
    {"sha256": ["Skriv de 64 tegnene fra sha256sum: 0–9 og a–f."]},
    {"dated_on": ["Skriv datoen slik: 22.11.2026."]},
]
HELD = {
    Assertion: {"kind_of": "claim", "text": "trygt", "shown_reason": "tvil"},
    Party: {"role": "dpo"},
    SourceDocument: {"file": "a.txt", "sha256": "0" * 64},
    Term: {"name": "navn"},
    Recipient: {"name": "BDO"},
    ProcessingActivity: {"name": "Salg"},
}


@pytest.mark.parametrize(("case", "said"), list(zip(RECORDS, WORDS, strict=True)))
def test_a_record_is_told_what_is_wrong_and_loses_nothing(staff_client, case, said):
    model, typed = case
    record = make(model, make_company(), **HELD.get(model, {}))
    before = model._default_manager.values().get()
    answer = send(staff_client, change(record), **typed)
    assert errors(answer) == said
    kept = Fields(answer.content.decode()).sent
    written = {name: value for name, value in typed.items() if value != "sjef"}
    assert {name: kept[name] for name in written} == {n: [v] for n, v in written.items()}
    assert model._default_manager.values().get() == before


def test_a_cookie_lasts_no_longer_than_the_page_can_say(staff_client):
    company = make_company()
    cookie = make(Cookie, company, website=make(Website, company, host="flex.no"))
    answer = send(staff_client, change(cookie), lifetime_seconds="345600001")
    said = "Så lenge varer ingen informasjonskapsel. Skriv tiden i sekunder."
    assert errors(answer) == {"lifetime_seconds": [said]}


def test_the_title_says_that_something_is_wrong(staff_client):
    term = make(Term, make_company(), name="kunder")
    answer = send(staff_client, change(term), name="")
    assert title(answer) == "Feil: kunder – Endre kategori – Personvernhub"


def test_a_wrong_row_is_told_at_its_field(staff_client):
    activity = make(ProcessingActivity, make_company(), name="Salg")
    row = {"purposes-TOTAL_FORMS": 1, "purposes-0-position": 0, "purposes-0-text": "ring\x07"}
    answer = send(staff_client, change(activity), **row)
    assert errors(answer) == {"purposes-0-text": [CONTROL]}
    assert filled(answer)["purposes-0-text"] == ["ring\x07"]
    assert Purpose.objects.count() == 0


def texts(model, prefix=""):
    """Return markup for every field that takes free text."""
    kinds = (LineField, ProseField, ItemsField)
    return {
        f"{prefix}{field.name}": SCRIPT
        for field in model._meta.fields
        if isinstance(field, kinds) and not getattr(field, "vocabulary", None)
    }


def test_markup_in_every_text_of_an_activity_is_only_text(staff_client):
    company = make_company()
    activity = make(ProcessingActivity, company, name="Salg")
    policy = make_policy(company)
    policy.activities.add(activity)
    typed = texts(ProcessingActivity) | {"automated_decisions": "yes", "profiling": "yes"}
    for prefix, model in (
        ("purposes", Purpose),
        ("data_uses", DataUse),
        ("data_sources", DataSource),
    ):
        typed |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-position": 0}
        typed |= texts(model, f"{prefix}-0-")
    typed |= {"purposes-0-is_marketing": "on", "purposes-0-legal_basis": "6-1-f"}
    send(staff_client, change(activity), **typed)
    activity.refresh_from_db()
    assert {getattr(activity, name) for name in texts(ProcessingActivity)} == {SCRIPT}
    page = staff_client.get(reverse("admin:policy-preview", args=[policy.pk])).content.decode()
    assert page.count("<script") == 0
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 5


def test_markup_in_a_name_is_only_text_in_the_admin(staff_client):
    term = make(Term, make_company(), name=SCRIPT)
    for address in (reverse("admin:policies_term_changelist"), change(term)):
        page = staff_client.get(address).content.decode()
        assert page.count(SCRIPT) == 0


def test_last_place_there_is_does_not_stop_the_next(staff_client, load_company):
    load_company("flex")
    term = Term.objects.first()
    term.position = MAX_POSITION
    term.save()
    url = reverse("admin:policies_term_add")
    answer = staff_client.post(
        url, {"controller": term.controller_id, "kind_of": "data", "name": "Ny", "position": 0}
    )
    assert answer.status_code == 302
    assert Term.objects.get(name="Ny").position == MAX_POSITION


@pytest.mark.parametrize("wrong", ["x", "9" * 30, "-1", "²"])
def test_action_on_what_is_no_id_changes_nothing(staff_client, load_company, wrong):
    policy = load_company("flex")
    posted = {"action": "delete_selected", "_selected_action": [wrong], "post": "yes"}
    answer = staff_client.post(reverse("admin:policies_policy_changelist"), posted)
    assert answer.status_code in {200, 302}
    assert type(policy).objects.count() == 1


ODD = [
    "id__in=" + "9" * 30,
    "name__regex=(",
    "name__regex=(a%2B)%2B%24",
    "position__range=1",
    "position__gt=" + "9" * 30,
    "key__contains=a",
    "sources__contains=a",
    "controller__key=flex",
    "finnes_ikke=1",
    "kind_of__exact__year=1",
]


@pytest.mark.parametrize("asked", ODD)
def test_list_asked_for_what_no_filter_asks_shows_itself_whole(staff_client, asked):
    make(Term, make_company(), name="kunder")
    path = reverse("admin:policies_term_changelist")
    answer = staff_client.get(f"{path}?{asked}")
    assert (answer.status_code, answer.url) == (302, f"{path}?e=1")
    assert len(staff_client.get(answer.url).context["cl"].result_list) == 1


def test_list_answers_its_own_filters(staff_client):
    make(Term, make_company(), name="kunder", kind_of="subject")
    path = reverse("admin:policies_term_changelist")
    found = {
        kind: len(staff_client.get(path, {"kind_of__exact": kind}).context["cl"].result_list)
        for kind in ("subject", "data", "finnes-ikke")
    }
    assert found == {"subject": 1, "data": 0, "finnes-ikke": 0}


def test_what_was_seen_may_be_nested_without_end(staff_client):
    term = make(Term, make_company(), name="kunder")
    answer = send(staff_client, change(term), name="ny", _seen="x", _was="[" * 100_000)
    assert answer.status_code == 200
    assert filled(answer)["name"] == ["ny"]
