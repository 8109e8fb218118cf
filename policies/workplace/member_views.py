"""The pages where a company's administrator says who belongs to it, and as what."""

from dataclasses import dataclass, field
from datetime import datetime
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
from policies.workplace.members import MembershipError, remove, set_roles
from privacyhub.accounts.models import Invitation

# What each role lets a person do, to choose between.
EXPLAINED = (
    (Role.READER, gettext_lazy("Leser. Ser registeret og historikken, og endrer ingenting.")),
    (Role.EDITOR, gettext_lazy("Redaktør. Skriver og endrer i registeret.")),
    (Role.CASE_WORKER, gettext_lazy("Saksbehandler. Svarer på henvendelser fra folk.")),
    (
        Role.APPROVER,
        gettext_lazy("Personvernansvarlig. Godkjenner, publiserer og tar ut protokollen."),
    ),
    (
        Role.OMBUD,
        gettext_lazy(
            "Personvernombud. Ser alt og gir råd, men bestemmer ikke. Har ingen andre roller."
        ),
    ),
    (
        Role.ADMINISTRATOR,
        gettext_lazy("Administrator. Bestemmer hvem som er med, og hvilke roller de har."),
    ),
)


@dataclass
class Member:
    """A person with what they are in one company."""

    user: Any
    roles: list[Role] = field(default_factory=list)
    since: datetime | None = None
    added_by: str = ""

    def __str__(self) -> str:
        return str(self.user)

    @property
    def labels(self) -> str:
        """Return the roles in words, in the order of the vocabulary."""
        return ", ".join(str(role.label) for role in Role if role in self.roles)


class RolesForm(forms.Form):
    """The roles that a member may have, each explained."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roller"),
        choices=EXPLAINED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def member_urls(site: Any) -> list[Any]:
    """Return the addresses of a company's members, within an admin site."""

    def listed(request: HttpRequest) -> HttpResponse:
        return member_list(request, site)

    def changed(request: HttpRequest, pk: int) -> HttpResponse:
        return member_change(request, site, pk)

    def removed(request: HttpRequest, pk: int) -> HttpResponse:
        return member_remove(request, site, pk)

    view = site.admin_view
    return [
        path("medlemmer/", view(listed), name="member-list"),
        path("medlemmer/<int:pk>/", view(changed), name="member-change"),
        path("medlemmer/<int:pk>/fjern/", view(removed), name="member-remove"),
    ]


def members_of(company: Controller, **chosen: Any) -> list[Member]:
    """Return a company's people by name, in one query."""
    found: dict[int, Member] = {}
    rows = Membership.objects.filter(company=company, **chosen).select_related("user")
    for row in rows.order_by("user__name", "user__email", "added_at"):
        member = found.setdefault(
            row.user_id, Member(row.user, since=row.added_at, added_by=row.added_by)
        )
        member.roles.append(Role(row.role))
    return list(found.values())


def member_list(request: HttpRequest, site: Any) -> HttpResponse:
    """Show who belongs to the active company."""
    demand(request, may_manage_members)
    company = desk_of(request).company
    if company is None:
        raise Http404
    context = {
        **site.each_context(request),
        "title": _("Medlemmer i %(company)s") % {"company": company.name},
        "members": members_of(company),
        "invitations": Invitation.objects.waiting(company.key),
    }
    return TemplateResponse(request, "admin/member_list.html", context)


def member_change(request: HttpRequest, site: Any, pk: int) -> HttpResponse:
    """Show a member's roles; on POST, change them."""
    company, member = _member(request, pk)
    form = RolesForm(
        request.POST if request.method == "POST" else None, initial={"roles": member.roles}
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_roles(member.user, company, form.cleaned_data["roles"], by=request.user)
        except MembershipError as error:
            form.add_error("roles", error)
        else:
            text = _("Rollene til %(name)s er lagret.") % {"name": member}
            return _back(request, text)
    return _page(request, site, "admin/member_change.html", member, form=form)


def member_remove(request: HttpRequest, site: Any, pk: int) -> HttpResponse:
    """Ask whether a member is to go; on POST, let them go."""
    company, member = _member(request, pk)
    about: dict[str, Any] = {"title": _("Fjerne %(name)s?") % {"name": member}}
    if request.method != "POST":
        return _page(request, site, "admin/member_remove.html", member, **about)
    try:
        remove(member.user, company, by=request.user)
    except MembershipError as error:
        about["problem"] = error.message
        return _page(request, site, "admin/member_remove.html", member, **about)
    names = {"name": member, "company": company.name}
    return _back(request, _("%(name)s er ikke lenger med i %(company)s.") % names)


def _member(request: HttpRequest, pk: int) -> tuple[Controller, Member]:
    """Return a member of the active company; who isn't one is unknown, whoever asks."""
    company = desk_of(request).company
    found = members_of(company, user=pk) if company and pk < _MOST else []
    if company is None or not found:
        raise Http404
    demand(request, may_manage_members)
    return company, found[0]


_MOST = 2**63  # what the database can ask for


def _page(
    request: HttpRequest, site: Any, template: str, member: Member, **more: Any
) -> HttpResponse:
    context = {**site.each_context(request), "title": str(member), "member": member, **more}
    return TemplateResponse(request, template, context)


def _back(request: HttpRequest, text: str) -> HttpResponse:
    """Go to the list, or to the front page when one has taken oneself away from it."""
    request.__dict__.pop("desk", None)
    messages.success(request, text)
    stays = may_manage_members(desk_of(request).access)
    return HttpResponseRedirect(reverse("admin:member-list" if stays else "admin:index"))
