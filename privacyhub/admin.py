"""The admin site: Django's own, in Norwegian and in the order of the work."""

from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.erasing.views import erasing_urls
from policies.permissions import (
    may_edit,
    may_export,
    may_install,
    may_manage_members,
    may_publish,
    may_read,
    may_read_log,
)
from policies.workplace.active import active_company, choose_company, companies_for, desk_of
from policies.workplace.days import before_writing
from policies.workplace.deletion_views import deletion_urls
from policies.workplace.front import changed_last, first_due, policies_of, tasks
from policies.workplace.history_views import history_urls
from policies.workplace.invitation_views import invitation_urls
from policies.workplace.labels import label, labelled
from policies.workplace.log_views import log_urls
from policies.workplace.member_views import member_urls
from policies.workplace.protokoll_views import protokoll_urls
from policies.workplace.refusals import refusal
from policies.workplace.search_views import search_urls
from policies.workplace.uses import in_use
from rights_requests.admin.front import front, menu
from rights_requests.admin.urls import case_urls

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
_CASES_AFTER = 5  # after what is published
_MOST_LISTED = 50


class Suggestions(AutocompleteJsonView):
    """Suggests records while one writes, each with a name that tells it from the others."""

    def get_queryset(self) -> Any:
        return labelled(in_use(super().get_queryset()))

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


def _members() -> dict[str, Any]:
    """Return the menu's line for the company's members."""
    return {
        "name": _("Medlemmer"),
        "object_name": "Membership",
        "admin_url": reverse("admin:member-list"),
        "add_url": None,
        "view_only": True,
    }


def _protokoll(number: int) -> dict[str, Any]:
    """Return the menu's group for what is taken out of the register."""
    pages = (
        (_("Protokoll"), "protokoll", "Protokoll"),
        (_("Sletteliste"), "deletion-list", "Deletion"),
    )
    return {
        "name": _("Protokoll"),
        "app_label": f"menu-{number}",
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": [
            {
                "name": name,
                "object_name": called,
                "admin_url": reverse(f"admin:{address}"),
                "add_url": None,
                "view_only": True,
            }
            for name, address, called in pages
        ],
    }


class Site(admin.AdminSite):
    """Where staff work, on one company at a time."""

    site_title = gettext_lazy("Personvernhub")
    site_header = gettext_lazy("Personvernhub")
    index_title = gettext_lazy("Oversikt")
    empty_value_display: Any = gettext_lazy("Ikke avklart")

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in whoever belongs to a company, and whoever installs."""
        return may_read(desk_of(request).access)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Answer in the site's own look what isn't found, and what one may not do."""

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST":
                before_writing(request)
            try:
                return view(request, *args, **kwargs)
            except Http404:
                return self._page(request, "admin/unknown.html", 404)
            except PermissionDenied:
                return self._page(request, "admin/refused.html", 403, **refusal(request))

        return super().admin_view(answered, cacheable)

    def _page(
        self, request: HttpRequest, template: str, status: int, **more: Any
    ) -> TemplateResponse:
        context = {**self.each_context(request), **more}
        return TemplateResponse(request, template, context, status=status)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Say on every page which company is worked on, and whether there are others."""
        context = super().each_context(request)
        if self.has_permission(request):
            desk = desk_of(request)
            context["active_company"] = desk.company
            context["has_other_companies"] = desk.has_others
            context["may_edit"] = may_edit(desk.access)
            context["may_install"] = may_install(desk.access)
        return context

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the menu in the order of the work, not by application."""
        found = {
            model["object_name"]: model
            for app in super().get_app_list(request)
            for model in app["models"]
        }
        if "Controller" in found:  # one company at a time: the list is never seen
            found["Controller"]["name"] = _("Om virksomheten")
        groups: list[dict[str, Any]] = [
            {
                "name": name,
                "app_label": f"menu-{number}",
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": [found[model] for model in models if model in found],
            }
            for number, (name, models) in enumerate(MENU)
        ]
        if may_manage_members(desk_of(request).access):
            groups[0]["models"].append(_members())
        if cases := menu(desk_of(request).access):
            groups.insert(_CASES_AFTER, cases)
        if active_company(request):
            groups.insert(-1, _protokoll(len(groups)))  # before those who use it
        return [group for group in groups if group["models"]]

    def get_urls(self) -> list[Any]:
        """Add the choice of company, its history and search; leave out the public page by an id."""
        return [
            path("virksomheter/", self.admin_view(self.choose_view), name="company-choose"),
            *history_urls(self),
            *search_urls(self),
            *invitation_urls(self),
            *member_urls(self),
            *log_urls(self),
            *protokoll_urls(self),
            *deletion_urls(self),
            *erasing_urls(self),
            *case_urls(self),
            *(p for p in super().get_urls() if getattr(p, "name", "") != "view_on_site"),
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggest records of the active company."""
        found: Any = Suggestions.as_view(admin_site=self)(request)
        return found  # type: ignore[no-any-return]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the sign-in under /konto/, and from there back."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return HttpResponseRedirect(self._wanted(request))
            messages.warning(
                request,
                _("Du er ikke med i noen virksomhet. Spør den som administrerer om en invitasjon."),
            )
            return HttpResponseRedirect(reverse("account_profile"))
        query = urlencode({REDIRECT_FIELD_NAME: self._wanted(request)})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")

    def _wanted(self, request: HttpRequest) -> str:
        """Return the page of ours that the address asks for, or the front page."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        hosts, secure = {request.get_host()}, request.is_secure()
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=secure)
        return wanted if safe else reverse("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Sign out, and lead to where one signs in."""
        return LogoutView.as_view(next_page="account_login")(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Lead to where the password is changed: there is one place."""
        return HttpResponseRedirect(reverse("account_change_password"))

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
            "reads_log": may_read_log(desk_of(request).access),
            "may_export": may_export(desk_of(request).access),
            **(extra_context or {}),
        }
        if company:
            policies = policies_of(company)
            publishes = may_publish(desk_of(request).access)
            cases = front(company, desk_of(request).access)
            ours = tasks(company, policies, publishes=publishes)
            context |= {
                "tasks": first_due([*ours, *(cases.tasks if cases else [])]),
                "cases": cases,
                "may_publish": publishes,
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
        query = request.GET.get("q", "").strip()
        if query:
            companies = companies.filter(name__icontains=query)
        context = {
            **self.each_context(request),
            "title": _("Velg virksomhet"),
            "companies": companies[:_MOST_LISTED],
            "more": companies.count() - _MOST_LISTED,
            "query": query,
        }
        return TemplateResponse(request, "admin/company_choose.html", context)
