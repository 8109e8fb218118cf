"""Users in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from privacyhub.accounts.models import User
from privacyhub.asking import Asking
from privacyhub.lists import WordsInLists
from privacyhub.lookups import OwnFilters

format_html_lazy = lazy(format_html, SafeString)

# Roles belong to companies; Django's groups aren't used.
admin.site.unregister(Group)


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


@admin.register(User)
class UserAdmin(WordsInLists, OwnFilters, DjangoUserAdmin):
    form = ChangeUser
    add_form = AddUser
    change_password_form = ChangePassword
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Tilgang"), {"fields": ("is_active", "is_staff", "is_superuser")}),
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
