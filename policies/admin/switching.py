"""A form belongs to the company it was opened in, also when another is chosen in a new tab."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from policies.models import Controller
from policies.workplace.active import active_company, choose_company, companies_for, sit_at
from policies.workplace.days import before_changing

HELD, AGAIN = "_company", "_company_again"


class CompanyHeld:
    """Holds the posted form to its own company: asks once, and goes back there when told to."""

    model: Any

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """See which company the form is of before anything is looked up."""
        if request.method == "POST":
            _hold(request)
        return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Let the form say which company it is of."""
        company = active_company(request)
        belongs = context.get("original") or self.model is not Controller
        context["held_company"] = company.key if company and belongs else ""
        context["held_again"] = company_left(request) is not None
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


def _hold(request: Any) -> None:
    key, now = request.POST.get(HELD, ""), active_company(request)
    if not key or "\0" in key or now is None or now.key == key:
        return
    held = companies_for(request.user).filter(key=key).first()
    if held is None:
        request.company_left = now
        return
    if request.POST.get(AGAIN) == key:
        choose_company(request, held)
        before_changing(held)  # what came with the request was asked of the other company
        return
    sit_at(request, held)  # for this answer: the form keeps its own choices
    request.company_left = now


def company_left(request: Any) -> Controller | None:
    """Return the company that was chosen in another tab since the form was opened."""
    found: Controller | None = getattr(request, "company_left", None)
    return found


def told_of_switch(company: Any, other: Any) -> str:
    """Return what is said about it."""
    if company == other:
        return _(
            "Skjemaet gjaldt en annen virksomhet, som ikke finnes lenger. Ingenting er lagret."
        )
    text = _(
        "Du byttet virksomhet i en annen fane, til %(other)s. Det du skrev her, gjelder "
        "%(company)s, og er ikke lagret ennå. Lagre igjen for å lagre det der."
    )
    return text % {"company": company, "other": other}
