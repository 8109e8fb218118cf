"""What the site refuses to start with, asked as a server asks."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from policies.management.commands.demo_staff import EMAIL
from privacyhub.checks import DEMO_DOMAIN, refuse_unsafe_start

pytestmark = pytest.mark.django_db
GOOD = "xG7pQ2vK9sL4mN8bR3tY6wZ1cF5hJ0dA"


@pytest.fixture(autouse=True)
def production(settings):
    settings.SECRET_KEY, settings.DEBUG = GOOD, False
    settings.ALLOWED_HOSTS = ["personvern.example.no"]


def test_what_is_right_starts():
    refuse_unsafe_start()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "only-for-tests-but-long-enough-for-it", "E001"),
        ("SECRET_KEY", "django-insecure-" + GOOD, "E001"),
        ("SECRET_KEY", GOOD[:31], "E001"),
        ("DEBUG", True, "E002"),
        ("INVITATION_ACCEPTED", "policies.nowhere.join", "E004"),
    ],
)
def test_what_is_unsafe_is_refused_and_named(settings, name, value, told):
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=told):
        refuse_unsafe_start()


@pytest.mark.parametrize(("name", "value"), [("SECRET_KEY", "x"), ("DEBUG", True)])
def test_on_this_machine_alone_it_starts(settings, name, value):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    setattr(settings, name, value)
    refuse_unsafe_start()


def test_demo_staff_are_refused_until_they_cannot_sign_in():
    assert EMAIL.endswith(DEMO_DOMAIN)
    demo = get_user_model().objects.create_user("leser@personvernhub.example", "demo")
    with pytest.raises(ImproperlyConfigured, match="E003"):
        refuse_unsafe_start()
    demo.is_active = False
    demo.save()
    refuse_unsafe_start()
