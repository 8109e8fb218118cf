"""The files that leave the house: what each form is made of, and how long it takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from policies.exports import deletion, details, pdf, telling, text, xlsx
from policies.exports.flow import flow
from policies.exports.known import Known
from policies.exports.package import File, package
from policies.exports.protokoll import protokoll
from policies.exports.sheets import Choice, Protokoll, Scope, Sheet, Variant
from policies.models import Controller, Policy, PolicyVersion
from policies.workplace.days import Kept, register_on
from privacyhub.calendar import calendar

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, JSON, ZIP = "text/csv; charset=utf-8", "application/json", "application/zip"
ICS = "text/calendar; charset=utf-8"
_MANY, _VERY_MANY = 150, 20_000  # rows that a PDF, and a sheet, take some seconds for

Progress = Callable[[int, int], None]


class Form(StrEnum):
    """What can be asked for."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"  # one sheet
    EVERY_CSV = "csv-alle"
    JSON = "json"
    REGISTER = "register"
    PACKAGE = "pakke"
    DELETION = "sletteliste"
    CALENDAR = "kalender"


# Of any size: next to nothing beside reading the register.
_SOON = {Form.REGISTER, Form.CSV, Form.DELETION, Form.CALENDAR}


@dataclass(frozen=True)
class Order:
    """A file that somebody asks for."""

    form: Form
    day: date
    choice: Choice = field(default_factory=Choice)
    sheet: str = ""
    url: str = ""  # where the list of what is to be erased stands

    def takes_long(self, activities: int) -> bool:
        """Tell whether the file is made while one waits elsewhere."""
        if self.form in _SOON:
            return False
        rows = activities * 8  # as many as a full register has
        if self.form in {Form.PDF, Form.PACKAGE}:
            return rows > _MANY
        return rows > _VERY_MANY


def made(company: Controller, order: Order, tell: Progress | None = None) -> File:
    """Return the file. Raises NoSuchDayError; NoSuchSheetError for a sheet that isn't in it."""
    kept = register_on(company, order.day)
    stem = f"{company.key}-{order.day:%Y-%m-%d}"
    if order.form == Form.REGISTER:
        return File(f"register-{stem}.json", kept.content, _("Registeret"), JSON)
    if order.form == Form.DELETION:
        return _deletion(kept, stem)
    if order.form == Form.CALENDAR:
        return _calendar(kept, stem, order.url)
    record = protokoll(kept.register, order.day, order.choice)
    if order.form == Form.PACKAGE:
        files = _package(company, kept, record, order, tell)
        title = _("Tilsynspakke for %(name)s") % {"name": record.name}
        content = package(files, title, order.day, record.note)
        return File(f"tilsynspakke-{stem}.zip", content, _("Tilsynspakke"), ZIP)
    return _one(kept, record, order, tell)


def _one(kept: Kept, record: Protokoll, order: Order, tell: Progress | None) -> File:
    stem = f"protokoll-{record.company}-{record.day:%Y-%m-%d}"
    if order.choice.variant == Variant.MANDATORY:
        stem += "-pliktig"
    if order.choice.scope == Scope.EVERY:
        stem += "-alle"
    if order.form == Form.XLSX:
        return File(f"{stem}.xlsx", xlsx.as_xlsx(record), _("Protokollen som Excel-fil"), XLSX)
    if order.form == Form.JSON:
        return File(f"{stem}.json", text.as_json(record), _("Protokollen som data"), JSON)
    if order.form == Form.CSV:
        return _csv(record, record.sheet(order.sheet or record.sheets[0].id), stem)
    if order.form == Form.EVERY_CSV:
        title = _("Protokoll for %(name)s") % {"name": record.name}
        files = (_csv(record, sheet, stem) for sheet in record.sheets)
        content = package(files, title, record.day, record.note)
        return File(f"{stem}-csv.zip", content, _("Protokollen som CSV-filer"), ZIP)
    drawn = flow(kept.register, order.choice) if order.choice.variant == Variant.WHOLE else None
    return File(f"{stem}.pdf", pdf.as_pdf(record, drawn, tell), _("Protokollen som PDF"), PDF)


def _csv(record: Protokoll, sheet: Sheet, stem: str) -> File:
    about = _("%(sheet)s som CSV") % {"sheet": sheet.title}
    content = text.as_csv(sheet, record.choice.variant)
    return File(f"{stem}-{sheet.id}.csv", content, about, CSV)


def _package(
    company: Controller, kept: Kept, record: Protokoll, order: Order, tell: Progress | None
) -> Iterator[File]:
    """Yield what the authority gets."""
    for form in (Form.JSON, Form.XLSX, Form.PDF):
        asked = Order(form, order.day, order.choice)
        file = _one(kept, record, asked, tell if form == Form.PDF else None)
        yield File(f"protokoll/{file.name}", file.content, file.about)
    stem = f"protokoll/protokoll-{record.company}-{record.day:%Y-%m-%d}"
    for sheet in record.sheets:
        yield _csv(record, sheet, stem)
    yield _agreements(kept)
    listed = _deletion(kept, record.company)
    yield File(f"sletteliste/{listed.name}", listed.content, listed.about)
    yield from _policies(company, order.day)


def _agreements(kept: Kept) -> File:
    title = _("Oversikt over databehandleravtaler for %(name)s") % {"name": kept.register.name}
    sheet = details.agreements(Known(kept.register))
    content = xlsx.workbook(title, _about(kept), [sheet], kept.day)
    return File(
        "avtaler/databehandleravtaler.xlsx", content, _("Oversikt over databehandleravtaler"), XLSX
    )


def _about(kept: Kept) -> list[tuple[str, str]]:
    of_whom = (_("Virksomhet"), kept.register.name)
    return [*xlsx.source(telling.note(kept.register), kept.day), of_whom]


def _deletion(kept: Kept, stem: str) -> File:
    title = _("Sletteliste for %(name)s") % {"name": kept.register.name}
    sheet = deletion.sheet(kept.register, kept.day)
    content = xlsx.workbook(title, _about(kept), [sheet], kept.day)
    return File(f"sletteliste-{stem}.xlsx", content, _("Hva som skal slettes når"), XLSX)


def _calendar(kept: Kept, stem: str, url: str) -> File:
    at = timezone.make_aware(datetime.combine(kept.day, datetime.min.time()))
    content = calendar(deletion.events(kept.register, kept.day, url), at, name="Sletteliste")
    return File(f"sletteliste-{stem}.ics", content, _("Sletteliste til kalender"), ICS)


def _policies(company: Controller, day: date) -> Iterator[File]:
    """Yield the policies that were in force when the day was over, as they were published."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
    at = min(end - timedelta(microseconds=1), timezone.now())
    for policy in Policy.objects.filter(controller=company).order_by("key"):
        version = PolicyVersion.objects.filter(policy=policy).effective(at).first()
        if version is None or version.erased_at is not None:
            continue
        about = {"title": version.title, "number": version.number}
        told = _("%(title)s, versjon %(number)d") % about
        stem = f"erklaeringer/{policy.key}-versjon-{version.number}"
        yield File(f"{stem}.pdf", bytes(version.pdf), told)
        yield File(
            f"{stem}.json", version.document.encode(), _("%(what)s, som data") % {"what": told}
        )
