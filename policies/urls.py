"""The public addresses: Norwegian, stable, without id numbers."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from policies import views


class KeyConverter(SlugConverter):
    """A company's or a policy's key."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


register_converter(KeyConverter, "key")

urlpatterns = [
    path("", views.index, name="index"),
    path("healthz", views.health, name="health"),
    path("<key:company>/", views.company_detail, name="company-detail"),
    path("<key:company>/<key:policy>/", views.policy_detail, name="policy-detail"),
    path(
        "<key:company>/<key:policy>.pdf", views.policy_detail, {"form": ".pdf"}, name="policy-pdf"
    ),
    path(
        "<key:company>/<key:policy>.json",
        views.policy_detail,
        {"form": ".json"},
        name="policy-json",
    ),
]
