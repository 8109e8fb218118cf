"""Users and invitations in the admin."""

from typing import Any

from allauth.account import admin as _account  # noqa: F401 - registers what is taken away below
from allauth.account.models import EmailAddress
from allauth.mfa import admin as _mfa  # noqa: F401 - the same
from allauth.mfa.models import Authenticator
from allauth.socialaccount import admin as _socialaccount  # noqa: F401 - the same
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions import admin as _usersessions  # noqa: F401 - the same
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from privacyhub.accounts.adapters import own_address
from privacyhub.accounts.models import User
from privacyhub.asking import Asking
from privacyhub.audit.audited import Audited
from privacyhub.audit.models import Kind
from privacyhub.audit.record import record
from privacyhub.lists import WordsInLists
from privacyhub.lookups import OwnFilters

format_html_lazy = lazy(format_html, SafeString)

# Roles belong to companies; Django's groups aren't used. What the sign-in library keeps is
# seen and changed by whoever it belongs to, under /konto/.
for model in (
    Group,
    EmailAddress,
    Authenticator,
    SocialAccount,
    SocialApp,
    SocialToken,
    UserSession,
):
    admin.site.unregister(model)


class ChangeUser(Asking, UserChangeForm):
    pass


class AddUser(Asking, AdminUserCreationForm):
    pass


class ChangePassword(Asking, AdminPasswordChangeForm):
    # Django's own has a sentence that can't be translated.
    usable_password_help_text = format_html_lazy(
        '{} <ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        AdminUserCreationForm.usable_password_help_text,
        _("Slår du det av, går passordet som brukeren har nå, tapt."),
    )


class ForInstallers:
    """Users belong to no company: the installation administrator alone sees and changes them.

    Django's own permissions aren't asked: nobody is given any, and asking costs two queries.
    """

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Tell whether the menu has users."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether users are seen; whoever sees them may also change them."""
        return self.has_module_permission(request)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether users are added."""
        return self.has_module_permission(request)


@admin.register(User)
class UserAdmin(ForInstallers, Audited, WordsInLists, OwnFilters, DjangoUserAdmin):
    form = ChangeUser
    add_form = AddUser
    change_password_form = ChangePassword
    holds_people = True
    ordering = ("email",)
    list_display = ("email", "name", "is_superuser", "is_active")
    list_filter = ("is_superuser", "is_active")
    search_fields = ("email", "name")
    filter_horizontal = ()
    actions = ("remove_second_factor",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Tilgang"), {"fields": ("is_active", "is_superuser")}),
        (_("Viktige datoer"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "usable_password", "password1", "password2"),
            },
        ),
    )

    def add_view(self, request: Any, form_url: str = "", extra_context: Any = None) -> Any:
        """Say what is added, with its article."""
        extra_context = {"title": _("Legg til en bruker"), **(extra_context or {})}
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Let an older address of the user sign nobody in, and fetch no new password."""
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        own_address(obj)

    @admin.action(description=_("Fjern totrinnsinnlogging (mistet telefon eller nøkkel)"))
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people who lost their telephone begin again, signed out everywhere."""
        Authenticator.objects.filter(user__in=queryset).delete()
        for session in UserSession.objects.filter(user__in=queryset):
            session.end()
        for user in queryset:
            record(Kind.FACTOR_CHANGED, request=request, subject=user, removed=[_("alle")])
        count = queryset.count()
        done = ngettext(
            "%d bruker må sette opp totrinnsinnlogging på nytt.",
            "%d brukere må sette opp totrinnsinnlogging på nytt.",
            count,
        )
        self.message_user(request, done % count, messages.SUCCESS)

    def change_kind(self, request: HttpRequest) -> Kind:
        """Tell a new password apart from other changes."""
        found = request.resolver_match
        is_password = found is not None and found.url_name == "auth_user_password_change"
        return Kind.PASSWORD_CHANGED if is_password else Kind.CHANGED

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what the log tells of the user."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        about = urlencode({"gjelder": f"{User._meta.label_lower}/{object_id}"})
        return HttpResponseRedirect(f"{reverse('admin:log')}?{about}")
