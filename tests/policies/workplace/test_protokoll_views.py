"""The page «Protokoll» and its files: what is shown, sent, refused and logged."""

import io
import json
import zipfile
import zlib
from datetime import timedelta
from itertools import count

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policies.exports import pdf
from policies.exports.sheets import Choice, Variant
from policies.models import (
    Controller,
    ExportJob,
    JobState,
    Recipient,
    RegisterDay,
    RegisterSnapshot,
)
from policies.publishing.publish import publish_policy
from policies.workplace import days, jobs
from policies.workplace.deliver import Form, Order
from privacyhub.audit.models import Event, Kind
from tests.policies.admin.sending import choose, filled
from tests.policies.models.factories import make, make_company, make_member

PAGE, SEND = "/admin/protokoll/", "/admin/protokoll/last-ned/"
SMALL, LARGE = "finmug", "eksempelbutikken"


@pytest.fixture
def settings_here(settings):
    """Make files in this process: another couldn't see the test's database."""
    settings.EXPORTS_APART = False


@pytest.fixture
def shop(load_company, staff_client, settings_here):
    """Return the example shop, worked on."""
    company = load_company(LARGE).controller
    choose(staff_client, company)
    return company


def ask(client, form, **about):
    return client.post(SEND, {"form": form, **about})


def change(company):
    activity = company.activities.first()
    activity.description += "x"
    activity.save()


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_page_shows_every_activity_and_says_once_what_is_alike(shop, staff_client):
    page = staff_client.get(PAGE)
    assert [row["name"][0] for row in page.context["rows"]] == [
        a.name for a in shop.activities.all()
    ]
    assert page.context["facts"][0].label.startswith("Behandlingsansvarlig")
    html = page.content.decode()
    assert html.count("<rect") == sum(map(len, page.context["flow"].boxes))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"eier": "daglig leder"}, ["Bestilling, levering og betaling", "Jobbsøkere"]),
        ({"lov": "6-1-a", "eier": "nettansvarlig"}, ["Statistikk om nettstedet"]),
        ({"rolle": "processor"}, []),
        ({"status": "ended"}, []),
        ({"eier": "ikke-avklart"}, []),
    ],
)
def test_preview_is_filtered(shop, staff_client, asked, names):
    page = staff_client.get(PAGE, asked)
    assert [row["name"][0] for row in page.context["rows"]] == names
    assert page.context["matching"] == len(names)


def test_preview_has_every_sheet_and_variant(shop, staff_client):
    page = staff_client.get(PAGE, {"felt": "pliktig", "behandlinger": "alle", "ark": "lagring"})
    assert page.context["sheet"].id == "lagring"
    assert [sheet.id for sheet, _query, _current in page.context["sheets"]] == [
        "behandlinger",
        "databehandler",
        "opplysninger",
        "mottakere",
        "lagring",
    ]
    assert staff_client.get(PAGE, {"ark": "finnes-ikke"}).context["sheet"].id == "behandlinger"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("x", "Skriv datoen som dd.mm.åååå, for eksempel 01.02.2026."),
        ("01.01.2999", "Dagen har ikke vært ennå. Velg i dag eller en dag før."),
        ("01.01.2001", "Eksempelbutikken AS ble lagt inn "),
    ],
)
def test_wrong_day_is_told_at_its_field(shop, staff_client, day, message):
    page = staff_client.get(PAGE, {"dag": day})
    assert str(page.context["form"].errors["dag"][0]).startswith(message)
    sent = ask(staff_client, "json", dag=day, felt="pliktig", eier="daglig leder")
    assert str(sent.context["form"].errors["dag"][0]).startswith(message)
    html = sent.content.decode()
    assert f'value="{day}"' in html
    assert '<option value="pliktig" selected>' in html
    assert '<option value="daglig leder" selected>' in html
    assert not Event.objects.filter(kind=Kind.EXPORTED).exists()


def test_register_of_an_older_format_is_told_and_still_taken_out(
    shop, staff, staff_client, monkeypatch
):
    """Of today the tables tell, whatever is kept: only a day that has been can be too old."""
    ask(staff_client, "register")
    old = b'{"key": "eksempelbutikken", "name": "A", "skostorrelse": 44}'
    RegisterSnapshot.objects.update(content=zlib.compress(old))
    assert json.loads(ask(staff_client, "json").content)["virksomhet"]["navn"] != "A"
    day = f"{timezone.localdate():%d.%m.%Y}"
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    staff_client.force_login(staff)
    choose(staff_client, shop)
    page = ask(staff_client, "json", dag=day)
    (message,) = page.context["form"].errors["dag"]
    assert "eldre format. Last ned «Hele registeret (JSON)» i stedet." in message
    assert ask(staff_client, "register", dag=day).content == old


def test_showing_anew_takes_what_is_chosen_to_the_address_without_the_token(shop):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member("p@flex.no", LARGE, roles=["approver"]))
    page = client.get(PAGE)
    token = page.context["csrf_token"]
    asked = {"felt": "pliktig", "eier": "daglig leder", "status": "", "ark": "lagring"}
    sent = client.post(SEND, {"form": "vis", "csrfmiddlewaretoken": str(token), **asked})
    assert sent.url == f"{PAGE}?felt=pliktig&eier=daglig+leder&ark=lagring"
    shown = client.get(sent.url)
    assert shown.context["sheet"].id == "lagring"
    assert shown.context["form"].is_narrowed
    assert not page.context["form"].is_narrowed


def test_every_sheet_is_sent_as_csv_in_one_file(shop, staff_client):
    sent = ask(staff_client, "csv-alle", felt="pliktig")
    stem = f"protokoll-{LARGE}-{timezone.localdate():%Y-%m-%d}-pliktig"
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{stem}-csv.zip"'
    with zipfile.ZipFile(io.BytesIO(sent.content)) as zipped:
        assert zipped.namelist() == [
            "innhold.txt",
            "sha256sum.txt",
            *sorted(f"{stem}-{sheet}.csv" for sheet in SHEETS[:-1]),
        ]
        one = ask(staff_client, "csv", felt="pliktig", ark="lagring").content
        assert zipped.read(f"{stem}-lagring.csv") == one


@pytest.mark.parametrize("queries_of", [1, 3])
def test_page_takes_the_same_queries_for_any_size(
    staff_client, db, queries_of, django_assert_num_queries
):
    company = make_company("flex")
    choose(staff_client, company)
    staff_client.get(PAGE)
    for number in range(queries_of):
        make(Recipient, company, f"r{number}", name=f"R {number}", kind_of="organisation")
    with django_assert_num_queries(28):
        staff_client.get(PAGE)


def test_looking_writes_nothing(shop, staff_client):
    staff_client.get(PAGE)
    assert RegisterDay.objects.count() == ExportJob.objects.count() == 0


@pytest.mark.parametrize(
    ("form", "end", "kind"),
    [
        ("json", ".json", "application/json"),
        ("csv", "-behandlinger.csv", "text/csv; charset=utf-8"),
        ("register", ".json", "application/json"),
        (
            "xlsx",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "sletteliste",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("kalender", ".ics", "text/calendar; charset=utf-8"),
    ],
)
def test_files_are_sent_and_logged(shop, staff_client, form, end, kind):
    file = ask(staff_client, form)
    name = file.headers["Content-Disposition"].split('"')[1]
    assert (file.status_code, file.headers["Content-Type"]) == (200, kind)
    assert name.endswith(f"{LARGE}-{timezone.localdate():%Y-%m-%d}{end}")
    event = Event.objects.get(kind=Kind.EXPORTED)
    assert (event.subject_name, event.company_key) == (name, LARGE)
    assert event.details == {"format": form}


def test_choice_reaches_the_file(shop, staff_client):
    asked = {"felt": "pliktig", "behandlinger": "alle", "ark": "lagring"}
    tree = json.loads(ask(staff_client, "json", **asked).content)
    assert tree["utvalg"] == {"felt": "pliktig", "behandlinger": "alle"}
    sent = ask(staff_client, "csv", **asked)
    assert "-pliktig-alle-lagring.csv" in sent.headers["Content-Disposition"]
    assert sent.content.decode("utf-8-sig").startswith('Gjelder;"Planlagt') or (
        sent.content.decode("utf-8-sig").startswith("Gjelder;Planlagt")
    )


def test_same_day_is_the_same_bytes(shop, staff_client):
    first, again = (ask(staff_client, "json").content for _time in range(2))
    assert first == again
    kept = ask(staff_client, "register").content
    assert json.loads(kept)["key"] == LARGE


def test_sheet_that_is_not_told_of_is_refused_in_words(shop, staff_client):
    sent = ask(staff_client, "csv", felt="pliktig", ark="informasjonskapsler")
    message = "Arket er ikke med i utvalget. Velg «alle felt»."
    assert sent.context["form"].errors == {"felt": [message]}
    assert message in sent.content.decode()
    assert not Event.objects.filter(kind=Kind.EXPORTED).exists()


def test_unknown_form_is_refused_in_words(shop, staff_client):
    assert "Velg hva du vil laste ned." in ask(staff_client, "exe").content.decode()


def test_long_work_is_a_job_with_its_file(shop, staff_client, django_capture_on_commit_callbacks):
    shop.activities.exclude(key="nyhetsbrev").update(status="draft")
    for number in range(20):
        shop.activities.create(key=f"x{number}", name="Ny", position=number, status="draft")
    with django_capture_on_commit_callbacks(execute=True):
        waiting = ask(staff_client, "pdf")
    job = ExportJob.objects.get()
    assert waiting.url == reverse("admin:protokoll-job", args=[job.pk])
    page = staff_client.get(waiting.url)
    assert page.context["is_done"]
    assert page.context["state"] == {
        "text": "Filen er klar.",
        "over": True,
        "done": job.done,
        "parts": job.parts,
    }
    assert staff_client.get(f"{waiting.url}status/").json()["over"]
    assert not Event.objects.filter(kind=Kind.EXPORTED).exists()
    file = staff_client.post(f"{waiting.url}hent/")
    assert file.content.startswith(b"%PDF")
    assert Event.objects.get(kind=Kind.EXPORTED).subject_name == job.file_name
    assert ExportJob.objects.get().sha256 == pdf.sha256(file.content).hexdigest()


def test_job_is_known_to_its_company_alone(shop, staff_client):
    other = make_company("andre")
    job = jobs.order(other, make_member("a@b.no"), Order(Form.PDF, timezone.localdate()))
    for path in ("", "status/"):
        assert staff_client.get(f"{PAGE}filer/{job.pk}/{path}").status_code == 404
    assert staff_client.post(f"{PAGE}filer/{job.pk}/hent/").status_code == 404
    choose(staff_client, other)
    page = staff_client.get(f"{PAGE}filer/{job.pk}/")
    assert page.context["state"]["text"] == "Venter på å begynne."
    assert staff_client.post(f"{PAGE}filer/{job.pk}/hent/").status_code == 404


def waiting(company, user, **about):
    told = {"ordered_at": timezone.now(), "told_at": timezone.now(), "day": timezone.localdate()}
    told |= {"form": "json", "variant": "alt", "scope": "i-bruk"}
    return ExportJob.objects.create(controller=company, ordered_by=user, **told | about)


def test_command_makes_what_waits_and_what_a_gone_process_left(shop, staff):
    now = timezone.now()
    first = waiting(shop, staff)
    left = waiting(shop, staff, state="running", told_at=now - timedelta(minutes=11))
    tired = waiting(shop, staff, tries=2)
    call_command("make_exports")
    states = dict(ExportJob.objects.values_list("pk", "state"))
    assert states == {first.pk: "done", left.pk: "done", tired.pk: "failed"}


def test_one_file_is_made_at_a_time_however_many_are_ordered(shop, staff):
    busy = waiting(shop, staff, state="running", told_at=timezone.now())
    later = waiting(shop, staff)
    assert jobs.make_waiting() == 0
    ExportJob.objects.filter(pk=busy.pk).update(state="done")
    assert jobs.make_waiting() == 1
    assert ExportJob.objects.get(pk=later.pk).state == "done"


def test_job_that_another_process_takes_is_left_to_it_with_the_rest(shop, staff, monkeypatch):
    waiting(shop, staff)
    waiting(shop, staff)
    monkeypatch.setattr(QuerySet, "update", lambda *_args, **_about: 0)
    with CaptureQueriesContext(connection) as asked:
        assert jobs.make_waiting() == 0
    assert len(asked) == 2  # whether one is made, and which wait


def test_who_orders_twice_gets_the_file_that_is_on_its_way(shop, staff):
    wanted = Order(Form.PDF, timezone.localdate())
    first = jobs.order(shop, staff, wanted)
    assert jobs.order(shop, staff, wanted).pk == first.pk
    assert jobs.order(shop, make_member("a@b.no"), wanted).pk != first.pk
    other = Order(Form.PDF, timezone.localdate(), Choice(Variant.MANDATORY))
    assert jobs.order(shop, staff, other).pk != first.pk
    change(shop)  # what is on its way may have been read before it
    after = jobs.order(shop, staff, wanted)
    assert after.pk != first.pk
    assert jobs.order(shop, staff, wanted).pk == after.pk
    ExportJob.objects.update(state="done")
    assert jobs.order(shop, staff, wanted).pk != first.pk


def test_job_that_fails_says_so_and_lets_the_next_be_made(shop, staff, staff_client, caplog):
    failing = waiting(shop, staff, form="csv")
    later = waiting(shop, staff, day="1999-01-01")
    good = waiting(shop, staff)
    ExportJob.objects.filter(pk=failing.pk).update(scope="ukjent")
    assert jobs.make_waiting() == 1
    states = dict(ExportJob.objects.values_list("pk", "state"))
    assert states == {failing.pk: "failed", later.pk: "failed", good.pk: "done"}
    page = staff_client.get(f"{PAGE}filer/{failing.pk}/")
    assert page.context["is_failed"]
    assert "export job" in caplog.text


def test_page_leads_back_to_what_one_has_ordered(shop, staff, staff_client):
    mine = waiting(shop, staff, state="running", done=1, parts=4)
    waiting(shop, make_member("a@b.no", LARGE))
    done = waiting(shop, staff, state="done", file_name="protokoll.json")
    page = staff_client.get(PAGE)
    assert [(each["name"], each["state"]) for each in page.context["ordered"]] == [
        ("protokoll.json", "Filen er klar."),
        ("Protokoll", "Del 1 av 4 er ferdig."),
    ]
    for job in (mine, done):
        assert f'href="{PAGE}filer/{job.pk}/"' in page.content.decode()
    assert staff_client.get(PAGE, {"dag": "x"}).context["ordered"]


def test_files_are_forgotten_after_a_day(shop, staff):
    old = waiting(shop, staff, ordered_at=timezone.now() - timedelta(hours=25))
    new = waiting(shop, staff)
    assert jobs.forget() == 1
    assert not ExportJob.objects.filter(pk=old.pk).exists()
    assert ExportJob.objects.filter(pk=new.pk).exists()


def test_package_holds_everything_with_the_policies_in_force(
    load_company, staff, staff_client, settings_here, django_capture_on_commit_callbacks
):
    policy = load_company(SMALL)
    publish_policy(policy, by=staff)
    choose(staff_client, policy.controller)
    with django_capture_on_commit_callbacks(execute=True):
        sent = ask(staff_client, "pakke")
    if sent.status_code == 302:
        sent = staff_client.post(f"{sent.url}hent/")
    day = f"{timezone.localdate():%Y-%m-%d}"
    stem = f"protokoll/protokoll-{SMALL}-{day}"
    with zipfile.ZipFile(io.BytesIO(sent.content)) as zipped:
        assert set(zipped.namelist()) == {
            "innhold.txt",
            "sha256sum.txt",
            "avtaler/databehandleravtaler.xlsx",
            "erklaeringer/personvern-versjon-1.json",
            "erklaeringer/personvern-versjon-1.pdf",
            f"{stem}.json",
            f"{stem}.pdf",
            f"{stem}.xlsx",
            *(f"{stem}-{sheet}.csv" for sheet in SHEETS),
            f"sletteliste/sletteliste-{SMALL}.xlsx",
        }
        version = policy.versions.get()
        assert zipped.read("erklaeringer/personvern-versjon-1.pdf") == bytes(version.pdf)
        book = openpyxl.load_workbook(io.BytesIO(zipped.read("avtaler/databehandleravtaler.xlsx")))
    assert "Databehandleravtaler" in book.sheetnames


SHEETS = (
    "behandlinger",
    "databehandler",
    "opplysninger",
    "mottakere",
    "lagring",
    "informasjonskapsler",
)


def test_withdrawn_and_unpublished_policies_are_left_out(shop, staff_client):
    from policies.workplace.deliver import _policies  # noqa: PLC0415

    assert list(_policies(shop, timezone.localdate())) == []


def test_reader_looks_and_takes_nothing_out(shop, db):
    reader = Client()
    reader.force_login(make_member("les@flex.no", LARGE, roles=["reader"]))
    page = reader.get(PAGE)
    assert (page.status_code, page.context["may_export"]) == (200, False)
    assert b"Last ned" not in page.content
    assert ask(reader, "json").status_code == 403
    assert not Event.objects.filter(kind=Kind.EXPORTED).exists()


def test_deletion_list_is_shown(shop, staff_client):
    page = staff_client.get("/admin/sletteliste/")
    rules = shop.retention_rules.count()
    assert len(page.context["dated"]) + len(page.context["undated"]) == rules
    html = page.content.decode()
    assert f"alt fra {timezone.localdate().year - 6} og før" in html
    assert "Et regnskapsår er regnet som kalenderåret." in html
    assert "Legg i kalenderen" in html


def test_deletion_list_without_a_date_offers_no_calendar(shop, staff_client):
    shop.retention_rules.exclude(period="").delete()
    html = staff_client.get("/admin/sletteliste/").content.decode()
    assert "Ingen dato" in html
    assert "Legg i kalenderen" not in html
    assert "regnskapsår" not in html


def test_what_a_recipient_touches_leads_to_each_record(shop, staff_client):
    recipient = Recipient.objects.get(controller=shop, key="tellerhuset")
    page = staff_client.get(reverse("admin:recipient-touches", args=[recipient.pk]))
    assert [name for name, _records in page.context["places"]] == [
        "Behandlinger",
        "Systemer",
        "Nettsteder",
        "Personvernerklæringer",
    ]
    for _name, records in page.context["places"]:
        for _called, address in records:
            assert staff_client.get(address.split("#")[0]).status_code == 200
    assert staff_client.get(reverse("admin:recipient-touches", args=[987654])).status_code == 404


def test_changed_country_says_what_it_touches(shop, staff_client):
    recipient = Recipient.objects.get(controller=shop, key="brevdue")
    address = reverse("admin:policies_recipient_change", args=[recipient.pk])
    page = staff_client.get(address)
    said = staff_client.post(address, filled(page, country="US"), follow=True)
    assert told(said)[0].startswith("Land, rolle eller avtale er endret for Brevdue Eksempel AB.")
    touches = reverse("admin:recipient-touches", args=[recipient.pk])
    assert f'href="{touches}"' in told(said)[0]
    found = staff_client.get(touches).context["todos"]
    text = "Brevdue Eksempel AB er i USA. Sjekk at det stemmer at ingenting overføres dit"
    assert {todo.text for todo, _address in found} == {text}
    page = staff_client.get(address)
    again = staff_client.post(address, filled(page, description="ny tekst"), follow=True)
    assert not told(again)[0].startswith("Land, rolle")


def test_register_that_never_stands_still_is_told_on_every_page(shop, staff_client, monkeypatch):
    touches = reverse(
        "admin:recipient-touches", args=[Recipient.objects.filter(controller=shop).first().pk]
    )

    number = count()

    def torn(_company):
        make(Recipient, shop, f"ny{next(number)}", name="Ny", kind_of="organisation")
        raise KeyError

    monkeypatch.setattr(days, "content_of", torn)
    message = "Registeret blir endret akkurat nå. Prøv igjen om litt."
    for sent in (staff_client.get(PAGE), ask(staff_client, "json"), ask(staff_client, "csv")):
        assert sent.context["form"].errors["dag"] == [message]
    for path in ("/admin/sletteliste/", touches):
        assert told(staff_client.get(path, follow=True)) == [message]


def test_whoever_signs_in_again_comes_to_the_page_of_the_file(shop, staff, staff_client):
    """Signing in sends back with GET to what was posted."""
    job = waiting(shop, staff)
    assert staff_client.get(SEND).url == PAGE
    assert staff_client.get(f"{PAGE}filer/{job.pk}/hent/").url == f"{PAGE}filer/{job.pk}/"


def test_one_sheet_is_the_one_that_is_asked_for_of_any_size(shop):
    for form in (Form.CSV, Form.DELETION, Form.CALENDAR, Form.REGISTER):
        assert not Order(form, timezone.localdate(), sheet="lagring").takes_long(100_000)
    assert Order(Form.EVERY_CSV, timezone.localdate()).takes_long(100_000)


def test_company_that_nobody_works_on(staff_client, db):
    assert staff_client.get(PAGE).status_code == 404


def test_job_that_is_rolled_back_is_never_made(shop, staff):
    with transaction.atomic():
        jobs.order(shop, staff, Order(Form.JSON, timezone.localdate()))
        transaction.set_rollback(True)
    assert ExportJob.objects.count() == 0
    assert JobState.values == ["waiting", "running", "done", "failed"]
    assert Controller.objects.count() == 1
