"""Addresses: Norwegian, stable, without id numbers."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("konto/", include("privacyhub.accounts.urls")),
    # Before the policies: their last addresses fit anything.
    path("", include("rights_requests.public.urls")),
    path("", include("policies.urls")),
]
