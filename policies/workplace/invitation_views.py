"""The pages where a company's administrator invites people, sends again, and withdraws."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.document.terms import Role
from policies.models import Controller, Membership
from policies.permissions import may_manage_members
from policies.workplace.active import demand, desk_of
from policies.workplace.member_views import EXPLAINED
from privacyhub.accounts import invitations
from privacyhub.accounts.models import Invitation
from privacyhub.asking import Asking

_MOST = 2**63  # what the database can ask for


class InvitationForm(Asking, forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=gettext_lazy("E-postadresse"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Rolle"), choices=EXPLAINED, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, company: Controller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company

    def clean(self) -> dict[str, Any]:
        """Say at the address when there is nothing to invite to."""
        typed = super().clean() or {}
        held = Membership.objects.filter(
            company=self.company, user__email__iexact=typed.get("email", ""), role=typed.get("role")
        )
        if held.exists():
            self.add_error("email", _("Har allerede denne rollen her."))
        return typed


def invitation_urls(site: Any) -> list[Any]:
    """Return the addresses of a company's invitations, within an admin site."""

    def invited(request: HttpRequest) -> HttpResponse:
        return member_invite(request, site)

    def waits(request: HttpRequest, pk: int) -> HttpResponse:
        return invitation(request, site, pk)

    view = site.admin_view
    return [
        path("medlemmer/inviter/", view(invited), name="member-invite"),
        path("medlemmer/invitasjoner/<int:pk>/", view(waits), name="member-invitation"),
    ]


def member_invite(request: HttpRequest, site: Any) -> HttpResponse:
    """Ask whom to invite; on POST, send the invitation."""
    demand(request, may_manage_members)
    company = desk_of(request).company
    if company is None:
        raise Http404
    form = InvitationForm(request.POST or None, company=company)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        offer = invitations.Offer(company.key, company.name, role, str(role.label))
        user: Any = request.user
        sent = invitations.invite(form.cleaned_data["email"], offer, by=user, request=request)
        return _back(request, sent)
    title = _("Inviter til %(company)s") % {"company": company.name}
    context = {**site.each_context(request), "title": title, "form": form}
    return TemplateResponse(request, "admin/member_invite.html", context)


def invitation(request: HttpRequest, site: Any, pk: int) -> HttpResponse:
    """Show an invitation of the active company; on POST, send it again or withdraw it."""
    found = _waiting(request, pk)
    if request.method != "POST":
        context = {**site.each_context(request), "title": found.email, "invitation": found}
        return TemplateResponse(request, "admin/member_invitation.html", context)
    try:
        if "withdraw" in request.POST:
            invitations.revoke(found, request=request)
            messages.success(request, _("Invitasjonen er trukket tilbake."))
            return HttpResponseRedirect(reverse("admin:member-list"))
        invitations.resend(found, request=request)
    except invitations.NotOpenError:  # answered in the meantime
        raise Http404 from None
    return _back(request, found)


def _waiting(request: HttpRequest, pk: int) -> Invitation:
    """Return an unanswered invitation of the active company; others are unknown."""
    company = desk_of(request).company
    waiting = Invitation.objects.waiting(company.key if company else "")
    found = waiting.filter(pk=pk).first() if pk < _MOST else None
    if found is None:
        raise Http404
    demand(request, may_manage_members)
    return found


def _back(request: HttpRequest, sent: Invitation) -> HttpResponse:
    """Go to the list, and say whether the mail went out."""
    sent.refresh_from_db(fields=["mail_failed"])
    if sent.mail_failed:
        text = _("Invitasjonen er lagret, men e-posten gikk ikke ut. Send den på nytt om litt.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Invitasjonen er sendt til %(email)s.") % {"email": sent.email})
    return HttpResponseRedirect(reverse("admin:member-list"))
