"""The log's page: whose events, filtered, page by page, and as a file that tells of itself."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth import get_user_model

from privacyhub.audit.models import Event, Kind
from privacyhub.audit.record import record
from tests.policies.admin.sending import choose, heading, text
from tests.policies.models.factories import make_company, make_member

LOG, EXPORT = "/admin/logg/", "/admin/logg/eksport/"


@pytest.fixture
def own(db):
    return make_company("flex")


@pytest.fixture
def boss(staff_client, own):
    """Return a client of an installation administrator, with nothing in the log yet."""
    Event.objects.all().erase()
    return staff_client


@pytest.fixture
def member(client, own):
    """Return what signs a member of the company in, with nothing in the log yet."""

    def signed_in(role):
        client.force_login(make_member(f"{role}@eksempel.no", "flex", roles=(role,)))
        Event.objects.all().erase()
        return client

    return signed_in


def at(day, month=11):
    return datetime(2026, month, day, 11, tzinfo=UTC)


def tell(company, name, by="Kari", kind=Kind.CHANGED, now=None):
    return record(kind, by=by, company=company, called=name, now=now or at(1))


def names(page):
    return [event["sentence"].partition("«")[2].rstrip("»") for event in page.context["events"]]


def test_the_newest_stands_first_in_words(boss, own):
    tell(own, "Gammel", now=at(1))
    tell(own, "Ny", by="Ola", kind=Kind.ADDED, now=at(2))
    page = boss.get(LOG)
    assert heading(page) == "Logg for Flex AS"
    assert "02.11.2026 kl. 12.00 Ola la til «Ny» 01.11.2026 kl. 12.00 Kari endret «Gammel»" in text(
        page
    )


def test_an_empty_log_says_so_and_so_does_an_empty_choice(boss):
    assert "Ingen hendelser ennå." in text(boss.get(LOG))
    assert "Ingen hendelser passer. Vis alt" not in text(boss.get(LOG))
    assert "Ingen hendelser passer." in text(boss.get(LOG, {"tekst": "x"}))


def test_another_company_s_events_are_not_shown(boss, own):
    tell(make_company("ntc"), "Deres")
    tell(own, "Vår")
    tell(None, "Alles")
    assert names(boss.get(LOG)) == ["Alles", "Vår"]
    assert "hele installasjonen" in text(boss.get(LOG))


@pytest.mark.parametrize("role", ["approver", "ombud", "administrator"])
def test_what_no_company_owns_is_the_installation_administrator_s(member, own, role):
    reader = member(role)
    tell(None, "Alles")
    tell(own, "Vår")
    page = reader.get(LOG)
    assert names(page) == ["Vår"]
    assert ("Last ned som CSV" in text(page)) == (role == "approver")


def test_how_members_signed_in_is_shown_and_how_others_did_is_not(member, own):
    reader = member("approver")
    make_company("ntc")
    for person in (get_user_model().objects.get(), make_member("ola@eksempel.no", "ntc")):
        for kind in (Kind.SIGNED_IN, Kind.FACTOR_CHANGED, Kind.CHANGED):
            record(kind, by=person, subject=person)
    told = [event["kind"] for event in reader.get(LOG).context["events"]]
    assert told == [Kind.FACTOR_CHANGED, Kind.SIGNED_IN]
    assert "hele installasjonen" not in text(reader.get(LOG))


def test_without_a_company_there_is_only_what_no_company_owns(boss, own):
    own.delete()
    tell(None, "Alles")
    assert names(boss.get(LOG)) == ["Alles"]


def test_the_company_worked_on_is_the_one_shown(boss, own):
    theirs = make_company("ntc")
    tell(theirs, "Deres")
    tell(own, "Vår")
    choose(boss, theirs)
    assert names(boss.get(LOG)) == ["Deres"]


FILTERS = [
    ({"hva": "added"}, ["Lagt til"]),
    ({"hvem": "ola"}, ["Lagt til"]),
    ({"hvem": "KARI@"}, ["Midt i"]),
    ({"tekst": "lagt"}, ["Lagt til"]),
    ({"fra": "02.11.2026"}, ["Lagt til", "Midt i"]),
    ({"til": "02.11.2026"}, ["Midt i", "Først"]),
    ({"fra": "2.11.26", "til": "2026-11-02"}, ["Midt i"]),
    ({"gjelder": "x/1"}, []),
    ({"hva": "added", "hvem": "kari"}, []),
    ({"tekst": "%"}, []),
]


@pytest.mark.parametrize(("asked", "found"), FILTERS)
def test_filters(boss, own, staff, asked, found):
    tell(own, "Først", now=at(1))
    tell(own, "Midt i", by=staff, now=at(2))
    tell(own, "Lagt til", by="Ola", kind=Kind.ADDED, now=at(3))
    assert names(boss.get(LOG, asked)) == found


def test_a_day_begins_at_midnight_in_norway(boss, own):
    tell(own, "Sent", now=datetime(2026, 11, 1, 23, 30, tzinfo=UTC))
    assert names(boss.get(LOG, {"fra": "02.11.2026"})) == ["Sent"]
    assert names(boss.get(LOG, {"til": "01.11.2026"})) == []


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"fra": "i går"}, "Skriv datoen som dd.mm.åååå, for eksempel 01.02.2026."),
        ({"til": "31.02.2026"}, "Skriv datoen som dd.mm.åååå, for eksempel 01.02.2026."),
        ({"fra": "02.11.2026", "til": "01.11.2026"}, "Til og med er før fra og med."),
    ],
)
def test_a_wrong_date_is_told_at_its_field_and_stays_there(boss, own, asked, error):
    tell(own, "Noe")
    page = boss.get(LOG, asked)
    assert (names(page), error in text(page)) == ([], True)
    assert all(f'value="{typed}"' in page.content.decode() for typed in asked.values())
    assert boss.get(EXPORT, asked).status_code == 404


@pytest.mark.parametrize("asked", [{"hva": "noe"}, {"hvem": "x" * 300}])
def test_what_nobody_can_choose_is_an_error_and_not_a_crash(boss, own, asked):
    tell(own, "Noe")
    assert names(boss.get(LOG, asked)) == []


@pytest.mark.parametrize("side", ["0", "-1", "x", "9" * 40, "²"])
def test_a_page_that_is_no_number_is_the_first(boss, own, side):
    tell(own, "Noe")
    assert names(boss.get(LOG, {"side": side})) == ["Noe"]


def test_fifty_fill_a_page_and_the_filter_goes_along(boss, own):
    for number in range(60):
        tell(own, f"nr. {number}")
    first = boss.get(LOG, {"hva": "changed"})
    assert (len(names(first)), first.context["newer"]) == (50, "")
    older = boss.get(LOG + first.context["older"])
    assert (len(names(older)), older.context["older"]) == (10, "")
    assert older.context["newer"] == "?hva=changed&side=1"
    assert older.context["export"] == "eksport/?hva=changed"


def test_a_page_takes_as_many_queries_for_three_as_for_one(boss, own, django_assert_num_queries):
    boss.get(LOG)
    for count in (1, 2):
        for _time in range(count):
            tell(own, "Noe")
        with django_assert_num_queries(4):
            boss.get(LOG)


def rows(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_the_file_holds_what_is_filtered_and_is_told_of(boss, own, staff):
    tell(own, "Med", kind=Kind.ADDED)
    tell(own, "Uten")
    tell(make_company("ntc"), "Deres", kind=Kind.ADDED)
    answer = boss.get(EXPORT, {"hva": "added", "fra": "01.11.2026"})
    assert [row[7] for row in rows(answer)] == ["Gjelder", "Med"]
    told = Event.objects.get(kind=Kind.LOG_EXPORTED)
    assert (told.actor, told.company_key) == ("Kari", "flex")
    assert told.details == {"selection": ["Hva: added", "Fra og med: 01.11.2026"]}


def test_the_file_is_streamed_and_kept_by_nobody(boss, own):
    answer = boss.get(EXPORT)
    assert (answer.streaming, answer.headers["Content-Type"]) == (True, "text/csv; charset=utf-8")
    assert {"private", "no-store"} < set(answer.headers["Cache-Control"].split(", "))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="logg-flex-20')
    assert [row[0] for row in rows(answer)] == ["Tidspunkt"]


def test_the_file_takes_as_many_queries_for_three_as_for_one(boss, own, django_assert_num_queries):
    rows(boss.get(EXPORT))
    for count in (1, 2):
        for _time in range(count):
            tell(own, "Noe")
        with django_assert_num_queries(7):
            rows(boss.get(EXPORT))


def test_the_file_of_a_company_has_what_its_page_shows(member, own):
    approver = member("approver")
    tell(None, "Alles")
    tell(own, "Vår")
    assert [row[7] for row in rows(approver.get(EXPORT))] == ["Gjelder", "Vår"]


def test_the_page_has_labels_and_nothing_inline(boss, own):
    tell(own, "<script>alert(1)</script>")
    page = boss.get(LOG).content.decode()
    main = page[page.index('id="content"') :]
    assert (main.count("<h1"), "<script>" in main, " style=" in main) == (1, False, False)
    for name in ("hva", "hvem", "fra", "til", "tekst"):
        assert f'<label for="id_{name}">' in main


def test_the_front_page_leads_to_the_log(boss):
    assert f'href="{LOG}"' in boss.get("/admin/").content.decode()
