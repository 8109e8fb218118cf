"""The pages of case work. What isn't the active company's is unknown, before roles are asked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from policies.models import Controller
from policies.permissions import may_handle_cases, may_publish
from policies.workplace.active import demand, desk_of
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record, record_reading
from rights_requests import workflow
from rights_requests.admin.listing import QueueFilter, queue, row
from rights_requests.admin.page import CasePage
from rights_requests.admin.register_form import PracticeForm, RegisterForm
from rights_requests.admin.verbs import REGISTRY, VerbForm
from rights_requests.models import Case, Practice, Reply
from rights_requests.workflow import Actor


def _company(request: HttpRequest) -> Controller:
    company = desk_of(request).company
    if company is None:
        raise Http404
    return company


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, with what they are in the active company."""
    return workflow.staff(request.user, desk_of(request).access)


def case_of(request: HttpRequest, reference: str) -> Case:
    """Return a case of the active company, for one who may work with it."""
    rows = Case.objects.of(desk_of(request).company)
    related = ("controller", "assigned_to", "duplicate_of", "version__policy")
    found = rows.select_related(*related).defer(*_LARGE).filter(reference=reference).first()
    if found is None:
        raise Http404
    demand(request, may_handle_cases)
    return found


_LARGE = ("version__document", "version__article", "version__pdf")


def case_list(request: HttpRequest, site: Any) -> HttpResponse:
    """Show the queue, what is due first on top."""
    demand(request, may_handle_cases)
    company = _company(request)
    form = QueueFilter(request.GET)
    page = queue(company, form, request.user, request.GET.get("side"))
    today = timezone.localdate()
    query = request.GET.copy()
    query.pop("side", None)
    context = {
        **site.each_context(request),
        "title": _("Henvendelser til %(company)s") % {"company": company.name},
        "form": form,
        "page": page,
        "rows": [row(case, today) for case in page],
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "query": query.urlencode(),
        "sets_practice": may_publish(desk_of(request).access),
    }
    record_reading(Case, by=request.user, company=company)
    return TemplateResponse(request, "rights_requests/case_list.html", context)


def case_register(request: HttpRequest, site: Any) -> HttpResponse:
    """Ask what came by letter, telephone and the like; on POST, register it."""
    demand(request, may_handle_cases)
    company = _company(request)
    form = RegisterForm(company, request.POST or None)
    if request.method == "POST" and (case := form.register(actor_of(request))):
        messages.success(request, _("Henvendelsen er registrert."))
        return HttpResponseRedirect(_href(case))
    context = {
        **site.each_context(request),
        "title": _("Registrer en henvendelse"),
        "form": form,
        "company": company,
    }
    return TemplateResponse(request, "rights_requests/case_register.html", context)


def practice(request: HttpRequest, site: Any) -> HttpResponse:
    """Show how the company works with requests; on POST, change it."""
    demand(request, may_publish)
    company = _company(request)
    held = Practice.objects.filter(controller=company).first() or Practice(controller=company)
    form = PracticeForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        form.save()
        about = {"request": request, "company": company, "subject": held}
        record(
            Kind.CHANGED,
            called=str(held),
            fields=[_label(form, n) for n in form.changed_data],
            **about,
        )
        messages.success(request, _("Lagret."))
        return HttpResponseRedirect(request.path)
    context = {
        **site.each_context(request),
        "title": _("Rutiner for henvendelser"),
        "form": form,
    }
    return TemplateResponse(request, "rights_requests/practice.html", context)


def _label(form: Any, name: str) -> str:
    return str(form.fields[name].label)


def case_detail(request: HttpRequest, site: Any, reference: str) -> HttpResponse:
    """Show a case, and tell the log who looked."""
    case = case_of(request, reference)
    record_reading(case, by=request.user, company=case.controller, called=case.reference)
    return _show(request, site, case)


def case_act(request: HttpRequest, site: Any, reference: str, slug: str) -> HttpResponse:
    """Do something to a case; what can't be done is told on the page, with what was written."""
    form_class = REGISTRY.get(slug)
    if form_class is None or request.method != "POST":
        raise Http404
    case = case_of(request, reference)
    actor = actor_of(request)
    form = form_class(case, request.POST)
    done = form.run(actor)  # NotAllowedError is a 403, as for any other page
    if not done:
        case = case_of(request, reference)
        return _show(request, site, case, form)
    if code := getattr(form, "code", ""):
        return _show_code(request, site, case, code)
    messages.success(request, form.done)
    return HttpResponseRedirect(_href(case))


def _show(
    request: HttpRequest, site: Any, case: Case, bound: VerbForm | None = None
) -> HttpResponse:
    context = {
        **site.each_context(request),
        "title": case.reference,
        **CasePage(case, actor_of(request), bound).context(),
        "bound": bound,
    }
    answer = TemplateResponse(request, "rights_requests/case_detail.html", context)
    add_never_cache_headers(answer)
    return answer


def _show_code(request: HttpRequest, site: Any, case: Case, code: str) -> HttpResponse:
    """Show a new code, on this page alone."""
    context = {**site.each_context(request), "title": _("Ny kode"), "case": case, "code": code}
    answer = TemplateResponse(request, "rights_requests/case_code.html", context)
    add_never_cache_headers(answer)
    return answer


def reply_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Send a reply as it was frozen, and tell the log."""
    case = case_of(request, reference)
    reply = Reply.objects.filter(case=case, number=number).first() if number < _MOST else None
    if reply is None:
        raise Http404
    about = {"request": request, "company": case.controller, "subject": case}
    record(Kind.EXPORTED, called=case.reference, format="PDF", version=number, **about)
    name = f"{case.reference}-{number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    answer = HttpResponse(bytes(reply.pdf), content_type="application/pdf", headers=headers)
    add_never_cache_headers(answer)
    return answer


_MOST = 2**31


def _href(case: Case) -> str:
    return reverse("admin:case-detail", args=[case.reference])
