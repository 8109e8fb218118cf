"""The page «Protokoll»: look at the record of any day, and take it out."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from policies.exports.flow import Flow, drawing, flow
from policies.exports.package import File
from policies.exports.protokoll import protokoll
from policies.exports.sheets import Choice, NoSuchSheetError, Sheet, said_once
from policies.models import Controller, ExportJob, JobState
from policies.permissions import may_export, may_read
from policies.workplace import jobs
from policies.workplace.active import active_company, allowed, demand
from policies.workplace.days import Kept, NoSuchDayError, read, register_on
from policies.workplace.deliver import Form, Order, made
from policies.workplace.protokoll_forms import SHOW, OrderForm, PreviewForm, sheet_of
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record

PAGE = 20
_MOST_ORDERED = 5
_DIGITS = 7  # nobody turns so many pages


def protokoll_urls(site: Any) -> list[Any]:
    """Return the addresses of the record and its files, within an admin site."""

    def shown(request: HttpRequest) -> HttpResponse:
        return preview(request, site)

    def asked(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":  # whoever had to sign in again is sent here so
            return HttpResponseRedirect(reverse("admin:protokoll"))
        return download(request, site)

    def fetched(request: HttpRequest, number: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:protokoll-job", args=[number]))
        return job_file(request, number)

    def waited(request: HttpRequest, number: int) -> HttpResponse:
        return job_page(request, number, site)

    view = site.admin_view
    return [
        path("protokoll/", view(shown), name="protokoll"),
        path("protokoll/last-ned/", view(asked), name="protokoll-download"),
        path("protokoll/filer/<int:number>/", view(waited), name="protokoll-job"),
        path("protokoll/filer/<int:number>/status/", view(job_state), name="protokoll-job-state"),
        path("protokoll/filer/<int:number>/hent/", view(fetched), name="protokoll-job-file"),
    ]


def company_of(request: HttpRequest) -> Controller:
    """Return the company that is worked on. Raises Http404 when there is none."""
    company = active_company(request)
    if company is None:
        raise Http404
    return company


def preview(request: HttpRequest, site: Any) -> HttpResponse:
    """Show the record of a day, a sheet at a time."""
    demand(request, may_read)
    company = company_of(request)
    form = PreviewForm(request.GET.dict(), owners=_owners(company))
    shown: dict[str, Any] = {}
    if form.is_valid():
        try:
            shown = _shown(request, form, register_on(company, form.day, keep_today=False))
        except NoSuchDayError as error:
            form.add_error("dag", str(error))
    return _page(request, site, form, shown)


def _owners(company: Controller) -> list[str]:
    named = company.activities.exclude(owner="").order_by("owner")
    return list(dict.fromkeys(named.values_list("owner", flat=True)))


def _page(
    request: HttpRequest, site: Any, form: PreviewForm, shown: dict[str, Any]
) -> TemplateResponse:
    context = {
        **site.each_context(request),
        "title": _("Protokoll for %(name)s") % {"name": company_of(request).name},
        "may_export": allowed(request, may_export),
        "ordered": _ordered(request),
        "form": form,
        **shown,
    }
    return TemplateResponse(request, "admin/protokoll.html", context)


def _ordered(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the files that the person has ordered and may fetch, the newest first."""
    if not allowed(request, may_export):
        return []
    found = ExportJob.objects.of(company_of(request), request.user).defer("file").order_by("-pk")
    return [
        {
            "href": reverse("admin:protokoll-job", args=[job.pk]),
            "name": job.file_name or _called(job),
            "at": job.ordered_at,
            "state": _state(job)["text"],
        }
        for job in found[:_MOST_ORDERED]
    ]


def _called(job: ExportJob) -> str:
    """Return what a file is called before it has a name."""
    titles = {Form.PACKAGE.value: _("Tilsynspakke"), Form.PDF.value: _("Protokoll som PDF")}
    return titles.get(job.form, _("Protokoll"))


def _shown(request: HttpRequest, form: PreviewForm, kept: Kept) -> dict[str, Any]:
    made_of = protokoll(kept.register, kept.day, form.choice)
    sheet = sheet_of(made_of, request.GET.get("ark", ""))
    narrow, facts = said_once(sheet)
    rows = form.shown(narrow)
    number = request.GET.get("side", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < _DIGITS else 1
    start = (max(page, 1) - 1) * PAGE
    return {
        "protokoll": made_of,
        "sheet": sheet,
        "sheets": [
            (each, _query(request, each.id), each.id == sheet.id) for each in made_of.sheets
        ],
        "facts": facts,
        "rows": [_labelled(narrow, row.cells) for row in rows[start : start + PAGE]],
        "matching": len(rows),
        "is_filtered": len(rows) != len(sheet.rows),
        "newer": f"?{_query(request, sheet.id, page - 1)}" if page > 1 else "",
        "older": f"?{_query(request, sheet.id, page + 1)}" if len(rows) > start + PAGE else "",
        "chosen": {
            "ark": sheet.id,
            **{field.name: request.GET.get(field.name, "") for field in form.choosing},
        },
        **_drawn(kept, form.choice),
    }


def _drawn(kept: Kept, choice: Choice) -> dict[str, Any]:
    found: Flow = flow(kept.register, choice)
    return {"flow": found, "flow_drawing": drawing(found) if found.rows else ""}


def _labelled(sheet: Sheet, cells: Any) -> dict[str, Any]:
    """Return a row as its name and its other cells, each with its column."""
    pairs = list(zip(sheet.columns, cells, strict=True))
    return {"name": pairs[0][1], "cells": [(c, cell) for c, cell in pairs[1:] if cell]}


def _query(request: HttpRequest, sheet: str, page: int = 1) -> str:
    asked = request.GET.copy()
    asked["ark"] = sheet
    asked.pop("side", None)
    if page > 1:
        asked["side"] = str(page)
    return asked.urlencode()


def download(request: HttpRequest, site: Any) -> HttpResponse:
    """Send the file that is asked for, or begin to make it when it takes long."""
    demand(request, may_export)
    company = company_of(request)
    form = OrderForm(request.POST.dict(), owners=_owners(company))
    if form.is_valid() and form.cleaned_data["form"] == SHOW:
        return HttpResponseRedirect(f"{reverse('admin:protokoll')}?{_asked(form)}")
    try:
        if form.is_valid():
            return _sent(request, company, form.order(_deletion_list(request)))
    except NoSuchDayError as error:
        form.add_error("dag", str(error))
    except NoSuchSheetError:  # the variant leaves it out
        form.add_error("felt", _("Arket er ikke med i utvalget. Velg «alle felt»."))
    return _page(request, site, form, {})


def _asked(form: OrderForm) -> str:
    """Return what was chosen as the end of an address, without the token that guards a form."""
    names = [name for name in form.fields if name != "form" and form.data.get(name)]
    return urlencode({name: form.data[name] for name in names})


def _deletion_list(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("admin:deletion-list"))


def _sent(request: HttpRequest, company: Controller, order: Order) -> HttpResponse:
    if order.takes_long(company.activities.count()):
        read(register_on(company, order.day).content)  # what can't be read is told at once
        job = jobs.order(company, request.user, order)
        return HttpResponseRedirect(reverse("admin:protokoll-job", args=[job.pk]))
    file = made(company, order)
    told(request, company, file.name, order.form)
    return attached(file)


def told(request: HttpRequest, company: Controller, name: str, form: str) -> None:
    """Write in the log that somebody took a file out."""
    record(Kind.EXPORTED, request=request, company=company, called=name, format=form)


def attached(file: File) -> HttpResponse:
    """Return a file to be kept, not shown."""
    response = HttpResponse(file.content, content_type=file.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _job(request: HttpRequest, number: int) -> ExportJob:
    """Return an order of the company, without its file. Raises Http404."""
    found = ExportJob.objects.filter(controller=company_of(request), pk=number)
    job = found.defer("file").first()
    if job is None:  # that of another company is as unknown as one that doesn't exist
        raise Http404
    demand(request, may_export)
    return job


def job_page(request: HttpRequest, number: int, site: Any) -> HttpResponse:
    """Show how far a file has come, and where it is fetched."""
    job = _job(request, number)
    context = {
        **site.each_context(request),
        "title": _called(job),
        "job": job,
        "is_done": job.state == JobState.DONE,
        "is_failed": job.state == JobState.FAILED,
        "state": _state(job),
    }
    return TemplateResponse(request, "admin/protokoll_job.html", context)


def job_state(request: HttpRequest, number: int) -> HttpResponse:
    """Tell the page's script how far a file has come."""
    return JsonResponse(_state(_job(request, number)))


def _state(job: ExportJob) -> dict[str, Any]:
    about = {"done": job.done, "parts": job.parts}
    text = {
        JobState.WAITING: _("Venter på å begynne."),
        JobState.RUNNING: _("Del %(done)d av %(parts)d er ferdig.") % about,
        JobState.DONE: _("Filen er klar."),
        JobState.FAILED: _("Filen kunne ikke lages."),
    }[JobState(job.state)]
    if job.state == JobState.RUNNING and not job.parts:
        text = _("Leser registeret.")
    is_over = job.state in {JobState.DONE, JobState.FAILED}
    return {"text": text, "over": is_over, **about}


def job_file(request: HttpRequest, number: int) -> HttpResponse:
    """Send a file that is made."""
    job = _job(request, number)
    if job.state != JobState.DONE:
        raise Http404
    told(request, company_of(request), job.file_name, job.form)
    return attached(File(job.file_name, bytes(job.file), ""))
