"""The pages: what would go, proposing, confirming, and what is left."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from policies.erasing.extent import counts
from policies.erasing.forms import ConfirmForm, ReasonForm
from policies.erasing.requests import CannotEraseError, ask, confirm, waiting, withdraw
from policies.models import CompanyErasure, Controller
from policies.permissions import may_install
from policies.workplace.active import demand

_MOST_LISTED = 200


def erasing_urls(site: Any) -> list[Any]:
    """Return the addresses of erasing, within an admin site."""

    def page(view: Any, *, post_only: bool = False) -> Any:
        def shown(request: HttpRequest, **about: Any) -> HttpResponse:
            if post_only and request.method != "POST":
                raise Http404
            demand(request, may_install)
            answer: HttpResponse = view(request, site, **about)
            return answer

        return site.admin_view(shown)

    company = "virksomheter/<slug:key>/slett/"
    return [
        path(company, page(propose_view), name="company-erase"),
        path(f"{company}bekreft/", page(confirm_view), name="company-erase-confirm"),
        path(
            f"{company}trekk/", page(withdraw_view, post_only=True), name="company-erase-withdraw"
        ),
        path("slettede-virksomheter/", page(erased_list_view), name="companies-erased"),
        path("slettede-virksomheter/<int:number>/", page(erased_view), name="company-erased"),
    ]


def propose_view(request: HttpRequest, site: Any, key: str) -> HttpResponse:
    """Show what goes and what stays; on POST, propose it."""
    company = get_object_or_404(Controller, key=key)
    form = ReasonForm(company, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask(company, by=request.user, reason=form.cleaned_data["reason"])
        except CannotEraseError:
            messages.error(request, _("Noen har alt foreslått å slette virksomheten."))
        else:
            told = _("Forslaget er lagret. En annen installasjonsadministrator må bekrefte.")
            messages.success(request, told)
        return HttpResponseRedirect(request.path)
    context = {**_about(request, site, company), "form": form}
    return TemplateResponse(request, "admin/company_erase.html", context)


def confirm_view(request: HttpRequest, site: Any, key: str) -> HttpResponse:
    """Show it to the second person; on POST, erase."""
    company = get_object_or_404(Controller, key=key)
    context = _about(request, site, company)
    if not context["may_confirm"]:
        return HttpResponseRedirect(reverse("admin:company-erase", args=[key]))
    form = ConfirmForm(company, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _erase(request, company)
    return TemplateResponse(request, "admin/company_erase_confirm.html", {**context, "form": form})


def _erase(request: HttpRequest, company: Controller) -> HttpResponse:
    try:
        tombstone = confirm(company, by=request.user)
    except (CannotEraseError, Controller.DoesNotExist):
        messages.error(request, _("Forslaget gjelder ikke lenger. Ingenting er slettet."))
        return HttpResponseRedirect(reverse("admin:companies-erased"))
    # This session was cleared in the database; what it held when it was read goes too.
    request.session.pop("company", None)
    messages.success(request, _("Virksomheten er slettet."))
    return HttpResponseRedirect(tombstone.get_absolute_url())


def withdraw_view(request: HttpRequest, _site: Any, key: str) -> HttpResponse:
    """Take the proposal back."""
    company = get_object_or_404(Controller, key=key)
    try:
        withdraw(company, by=request.user)
    except CannotEraseError:
        messages.error(request, _("Det er ikke noe forslag å trekke."))
    else:
        messages.success(request, _("Forslaget er trukket. Ingenting er slettet."))
    return HttpResponseRedirect(reverse("admin:company-erase", args=[key]))


def erased_list_view(request: HttpRequest, site: Any) -> HttpResponse:
    """List what is left of the companies that were erased."""
    context = {
        **site.each_context(request),
        "title": _("Slettede virksomheter"),
        "tombstones": CompanyErasure.objects.all()[:_MOST_LISTED],
    }
    return TemplateResponse(request, "admin/companies_erased.html", context)


def erased_view(request: HttpRequest, site: Any, number: int) -> HttpResponse:
    """Show what is left of a company."""
    tombstone = get_object_or_404(CompanyErasure, company_number=number)
    context = {
        **site.each_context(request),
        "title": str(tombstone),
        "tombstone": tombstone,
    }
    return TemplateResponse(request, "admin/company_erased.html", context)


def _about(request: HttpRequest, site: Any, company: Controller) -> dict[str, Any]:
    asked = waiting(company)
    return {
        **site.each_context(request),
        "title": _("Slett %(name)s") % {"name": company.name},
        "company": company,
        "counts": counts(company),
        "asked": asked,
        "may_confirm": asked is not None and asked.asked_by_id != request.user.pk,
    }
