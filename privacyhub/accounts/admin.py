"""Users in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from privacyhub.accounts.models import User
from privacyhub.audit.audited import Audited
from privacyhub.audit.models import Kind

# Roles belong to companies; Django's groups aren't used.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(Audited, DjangoUserAdmin):
    holds_people = True
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    filter_horizontal = ()
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

    def change_kind(self, request: HttpRequest) -> Kind:
        """Tell a new password apart from other changes."""
        found = request.resolver_match
        is_password = found is not None and found.url_name == "auth_user_password_change"
        return Kind.PASSWORD_CHANGED if is_password else Kind.CHANGED

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what the log tells of the user."""
        about = urlencode({"gjelder": f"{User._meta.label_lower}/{object_id}"})
        return HttpResponseRedirect(f"{reverse('admin:log')}?{about}")
