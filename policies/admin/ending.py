"""«Avslutt»: what is in use stays in the register with the day that it ended."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.admin.dates import WrittenDate
from policies.workplace.phrases import the
from policies.workplace.uses import is_used
from policies.workplace.wording import named


class EndForm(forms.Form):
    """Asks for the day."""

    ended_on = WrittenDate(
        label=gettext_lazy("Sluttdato"),
        help_text=gettext_lazy("Skriv datoen slik: 22.11.2026."),
        widget=forms.DateInput(attrs={"autocomplete": "off", "size": 12}),
        error_messages={"required": gettext_lazy("Skriv datoen slik: 22.11.2026.")},
    )

    def clean_ended_on(self) -> Any:
        """Nothing is ended before its day has come: the page would be wrong until then."""
        day = self.cleaned_data["ended_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen er ikke kommet. Avslutt når den er det."))
        return day


class EndedFilter(admin.SimpleListFilter):
    """Those in use, or those that are ended."""

    title = gettext_lazy("i bruk")
    parameter_name = "i_bruk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the choices."""
        return [("ja", _("I bruk")), ("nei", _("Avsluttet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Narrow the list."""
        if self.value() not in {"ja", "nei"}:
            return queryset
        return queryset.filter(ended_on__isnull=self.value() == "ja")


class EndedNotDeleted:
    """A kind of record that is ended when it is in use. `after_end` says what follows."""

    opts: Any
    admin_site: Any
    after_end: Any
    ordering: Any = (F("ended_on").desc(nulls_first=True), "position", "id")

    @admin.display(description=gettext_lazy("status"), ordering="ended_on")
    def standing(self, record: Any) -> str:
        """Tell whether it is in use, or when it ended."""
        if record.ended_on:
            return _("Avsluttet %(day)s") % {"day": record.ended_on.strftime("%d.%m.%Y")}
        return _("I bruk")

    def get_urls(self) -> Any:
        """Add the pages that end a record and take it into use again."""
        options: Any = self
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/avslutt/", view(self.end_view), name=options._name("end")),  # noqa: SLF001
            path("<int:pk>/ta-i-bruk/", view(self.resume_view), name=options._name("resume")),  # noqa: SLF001
        ]
        return own + super().get_urls()  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Offer «Avslutt» in place of «Slett» for what is in use, and a way back."""
        record = context.get("original")
        options: Any = self
        if record is not None and options.has_change_permission(request, record):
            if record.ended_on:
                context["resume_url"] = self._page("resume", record)
            elif is_used(record):
                context["end_url"] = self._page("end", record)
                context["show_delete"] = False
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what follows and ask for the day; on POST, end the record."""
        record = self._to_end(request, pk)
        if record.ended_on:
            return HttpResponseRedirect(self._page("change", record))
        form = EndForm(request.POST or None, initial={"ended_on": timezone.localdate()})
        if request.method == "POST" and form.is_valid():
            record.end(form.cleaned_data["ended_on"])
            return self._saved(request, record, _("%(what)s er avsluttet."))
        about = {
            "title": _("Avslutte %(what)s?") % {"what": the(record)},
            "follows": self.after_end,
            "form": form,
            "act": _("Avslutt"),
        }
        return self._page_to_confirm(request, record, about)

    def resume_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what follows; on POST, take the record into use again."""
        record = self._to_end(request, pk)
        if not record.ended_on:
            return HttpResponseRedirect(self._page("change", record))
        if request.method == "POST":
            record.resume()
            return self._saved(request, record, _("%(what)s er i bruk igjen."))
        about = {
            "title": _("Ta i bruk %(what)s igjen?") % {"what": the(record)},
            "follows": _("Sluttdatoen fjernes. Siden endres først når dere publiserer."),
            "act": _("Ta i bruk igjen"),
        }
        return self._page_to_confirm(request, record, about)

    def _to_end(self, request: HttpRequest, pk: int) -> Any:
        options: Any = self
        record = get_object_or_404(options.get_queryset(request), pk=pk)
        if not options.has_change_permission(request, record):
            raise PermissionDenied
        return record

    def _saved(self, request: HttpRequest, record: Any, said: str) -> HttpResponse:
        options: Any = self
        fields = ["ended_on", *(["status"] if hasattr(record, "status") else [])]
        with transaction.atomic():  # the change, its history and its line in the log
            record.save(update_fields=fields)
            options.log_change(request, record, [{"changed": {"fields": [_("avsluttet")]}}])
        what = the(record)
        messages.success(request, said % {"what": what[:1].upper() + what[1:]})
        return HttpResponseRedirect(self._page("change", record))

    def _page_to_confirm(self, request: HttpRequest, record: Any, about: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "record": record,
            "name": named(record),
            "back": self._page("change", record),
            **about,
        }
        return TemplateResponse(request, "admin/record_end.html", context)

    def _page(self, page: str, record: Any) -> str:
        return reverse(f"admin:policies_{self.opts.model_name}_{page}", args=[record.pk])
