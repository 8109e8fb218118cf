"""What staff are told after saving and deleting, and where they go then."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.models import Controller
from policies.workplace.active import active_company
from policies.workplace.gaps import gaps_of, place_of

_MANY = 500  # activities: with more, what is missing takes too long to work out at each save


class ToldAfterSaving:
    """Says «Lagret.» and what the page still doesn't say, with the way to the first of it."""

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Tell that a new record is kept, and go on."""
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, *args, **kwargs)  # type: ignore[misc]
        return self._go_on(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        """Tell that a change is kept, and go on."""
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)  # type: ignore[misc]
        return self._go_on(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> Any:
        """Tell what is deleted, and what the page doesn't say without it."""
        if IS_POPUP_VAR in request.POST:
            return super().response_delete(request, obj_display, obj_id)  # type: ignore[misc]
        deleted = _("«%(name)s» er slettet.") % {"name": obj_display}
        self._tell(request, deleted, active_company(request))
        return self._to_list(request)

    def _go_on(self, request: HttpRequest, obj: Any) -> HttpResponse:
        company = active_company(request)
        if getattr(request, "is_draft", False):  # nobody reads it, and nothing is kept
            return HttpResponseRedirect(request.path)
        if "_nextgap" in request.POST and company is not None:
            return self._to_next_gap(request, company)
        self._tell(request, _("Lagret."), company)
        for button, page, args in (("_continue", "change", [obj.pk]), ("_addanother", "add", [])):
            if button in request.POST:
                return HttpResponseRedirect(self._address(request, page, args))
        return self._to_list(request)

    def _to_next_gap(self, request: HttpRequest, company: Controller) -> HttpResponse:
        found = gaps_of(company)
        if not found:
            _success(request, _("Lagret. Siden sier ikke lenger at noe mangler."))
            return HttpResponseRedirect(reverse("admin:index"))
        _success(request, _("Lagret. Neste: %(gap)s.") % {"gap": found[0].text})
        return HttpResponseRedirect(place_of(company, found[0]))

    def _to_list(self, request: HttpRequest) -> HttpResponse:
        """Return to the list, filtered as it was."""
        return HttpResponseRedirect(self._address(request, "changelist", []))

    def _address(self, request: HttpRequest, page: str, args: list[Any]) -> str:
        options: Any = self
        name = f"admin:{options.opts.app_label}_{options.opts.model_name}_{page}"
        kept = {
            "preserved_filters": options.get_preserved_filters(request),
            "opts": options.opts,
        }
        return add_preserved_filters(kept, reverse(name, args=args))

    def _tell(self, request: HttpRequest, done: str, company: Controller | None) -> None:
        missing = still_missing(company)
        _success(request, format_html("{} {}", done, missing) if missing else done)


def still_missing(company: Controller | None) -> str:
    """Return what the company's pages still say isn't stated, with a link to the first."""
    if company is None or not company.policies.exists():
        return ""
    if company.activities.order_by()[_MANY : _MANY + 1].exists():
        front = reverse("admin:index")
        return format_html('<a href="{}">{}</a>', front, _("Se hva som gjenstår på forsiden"))
    found = gaps_of(company)
    if not found:
        return _("Siden sier ikke at noe mangler.")
    sentence = ngettext(
        "Siden sier fortsatt at én ting ikke er oppgitt.",
        "Siden sier fortsatt at %(number)d ting ikke er oppgitt.",
        len(found),
    ) % {"number": len(found)}
    link = ngettext("Fyll den inn", "Ta den første", len(found))
    return format_html('{} <a href="{}">{}</a>', sentence, place_of(company, found[0]), link)


def _success(request: HttpRequest, text: str) -> None:
    messages.success(request, text)
