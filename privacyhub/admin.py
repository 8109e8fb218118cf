"""The admin site: Django's own, in Norwegian and in the order of the work."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.erasing.requests import may_erase
from policies.erasing.views import erasing_urls
from policies.workplace.active import active_company, choose_company, companies_for
from policies.workplace.front import changed_last, policies_of, tasks
from policies.workplace.history_views import history_urls
from policies.workplace.log_views import log_urls, may_read_log

# The order of the work: who we are, what we do, who gets it, the site, what we say.
MENU = (
    (
        gettext_lazy("Virksomheten"),
        ("Controller", "Party", "SecurityMeasure", "Assertion", "SourceDocument"),
    ),
    (
        gettext_lazy("Behandlinger"),
        ("ProcessingActivity", "Purpose", "DataUse", "DataSource", "RetentionRule", "Term"),
    ),
    (
        gettext_lazy("Mottakere"),
        ("Recipient", "Disclosure", "DisclosureCondition", "System"),
    ),
    (gettext_lazy("Nettsted"), ("Website", "Cookie")),
    (gettext_lazy("Erklæringer"), ("Policy", "PolicyVersion")),
    (gettext_lazy("Brukere"), ("User",)),
)
_MOST_LISTED = 50


class Site(admin.AdminSite):
    """Where staff work, on one company at a time."""

    site_title = gettext_lazy("Personvernhub")
    site_header = gettext_lazy("Personvernhub")
    index_title = gettext_lazy("Oversikt")
    empty_value_display: Any = gettext_lazy("Ikke avklart")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Say on every page which company is worked on, and whether there are others."""
        context = super().each_context(request)
        if self.has_permission(request):
            context["active_company"] = active_company(request)
        return context

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the menu in the order of the work, not by application."""
        found = {
            model["object_name"]: model
            for app in super().get_app_list(request)
            for model in app["models"]
        }
        menu = [
            {
                "name": name,
                "app_label": f"menu-{number}",
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": [found[model] for model in models if model in found],
            }
            for number, (name, models) in enumerate(MENU)
        ]
        return [group for group in menu if group["models"]]

    def get_urls(self) -> list[Any]:
        """Add the choice of company and its history; leave out the public page by an id."""
        return [
            path("virksomheter/", self.admin_view(self.choose_view), name="company-choose"),
            *history_urls(self),
            *log_urls(self),
            *erasing_urls(self),
            *(p for p in super().get_urls() if getattr(p, "name", "") != "view_on_site"),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what to do now, the policies, and what changed last."""
        company = active_company(request)
        context = {
            **self.each_context(request),
            "title": company.name if company else _("Velkommen"),
            "subtitle": None,
            "app_list": self.get_app_list(request),
            "reads_log": may_read_log(request),
            **(extra_context or {}),
        }
        if company:
            policies = policies_of(company)
            context |= {
                "tasks": tasks(company, policies),
                "policies": policies,
                "changes": changed_last(company),
            }
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)

    def app_index(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Any:
        """Go to the front page: there is one, not one for each application."""
        return HttpResponseRedirect(reverse("admin:index"))

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """List the companies that the user may work on; on POST, choose one."""
        companies = companies_for(request.user)
        if request.method == "POST":
            key = request.POST.get("company", "")
            chosen = None if "\0" in key else companies.filter(key=key).first()
            if chosen is None:
                raise Http404
            choose_company(request, chosen)
            return HttpResponseRedirect(reverse("admin:index"))
        query = request.GET.get("q", "").replace("\0", "").strip()
        if query:
            companies = companies.filter(name__icontains=query)
        context = {
            **self.each_context(request),
            "title": _("Velg virksomhet"),
            "companies": companies[:_MOST_LISTED],
            "may_erase": may_erase(request.user),
            "more": companies.count() - _MOST_LISTED,
            "query": query,
        }
        return TemplateResponse(request, "admin/company_choose.html", context)
