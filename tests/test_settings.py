"""Settings: every variable is known, production is safe, demo staff stay at home."""

import os
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from policies.management.commands.demo_staff import COMPANY, CONSULTANT, EMAIL, PASSWORD, PEOPLE
from policies.models import Membership
from tests.policies.models.factories import make_company

TOP = Path(__file__).parent.parent
SETTINGS = TOP / "privacyhub" / "settings.py"


def run(code, **variables):
    """Import the settings with just these variables, in a folder without this one's .env."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with TemporaryDirectory() as folder:
        shutil.copytree(SETTINGS.parent, Path(folder) / "privacyhub")
        return subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", f"from privacyhub import settings as s; {code}"],
            cwd=folder,
            env={**kept, "DATABASE_URL": "sqlite:///:memory:", **variables},
            capture_output=True,
            text=True,
            check=False,
        )


def test_the_example_names_exactly_what_the_settings_read():
    read = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", SETTINGS.read_text())
    named = re.findall(r"^#? ?([A-Z_]+)=", (TOP / ".env.example").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(read)


def test_each_variable_is_read_once():
    read = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", SETTINGS.read_text())
    assert len(read) == len(set(read))


def test_without_a_key_nothing_starts_and_the_way_out_is_told():
    stopped = run("")
    assert stopped.returncode == 1
    said = stopped.stderr.strip().splitlines()[-1]
    assert said == (
        "django.core.exceptions.ImproperlyConfigured: SECRET_KEY is not set. Make one with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))' and put it in the "
        "environment or in .env. script/run does it for you on your own machine."
    )


SAFETY = (
    "print(s.DEBUG, s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
    "s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, "
    "s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD, "
    "getattr(s, 'SECURE_PROXY_SSL_HEADER', None))"
)


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({"DEBUG": "false"}, "False [] True True True True True 31536000 True True None"),
        (
            {"DEBUG": "true"},
            "True ['127.0.0.1', 'localhost'] False False True True False 0 False False None",
        ),
        (
            {"DEBUG": "false", "BEHIND_PROXY": "true", "ALLOWED_HOSTS": "a.no,b.no"},
            "False ['a.no', 'b.no'] True True True True True 31536000 True True "
            "('HTTP_X_FORWARDED_PROTO', 'https')",
        ),
    ],
)
def test_cookies_and_https_are_strict_outside_debug(variables, shown):
    told = run(SAFETY, SECRET_KEY="x", **variables)
    assert (told.stderr, told.stdout.strip()) == ("", shown)


@pytest.mark.parametrize(
    ("debug", "names"),
    [("false", "__Host-sessionid __Host-csrftoken"), ("true", "sessionid csrftoken")],
)
def test_cookies_are_held_to_this_host_outside_debug(debug, names):
    code = (
        "from django.conf import settings as held; import os; "
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'privacyhub.settings'; "
        "print(held.SESSION_COOKIE_NAME, held.CSRF_COOKIE_NAME)"
    )
    told = run(code, SECRET_KEY="x", DEBUG=debug)
    assert (told.stderr, told.stdout.strip()) == ("", names)


def test_secrets_are_read_from_files(tmp_path):
    (tmp_path / "key").write_text("hemmelig\n")
    (tmp_path / "database").write_text("postgres://a:p%40ss@db.example:5432/register\n")
    told = run(
        "d = s.DATABASES['default']; "
        "print(repr(s.SECRET_KEY), *(repr(d[n]) for n in ('USER', 'PASSWORD', 'HOST', 'NAME')))",
        SECRET_KEY="fra miljøet",
        SECRET_KEY_FILE=str(tmp_path / "key"),
        DATABASE_URL_FILE=str(tmp_path / "database"),
    )
    assert (told.stderr, told.stdout.strip()) == (
        "",
        "'hemmelig' 'a' 'p@ss' 'db.example' 'register'",
    )


def test_file_that_is_not_there_stops_the_start(tmp_path):
    stopped = run("", SECRET_KEY="x", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert stopped.returncode == 1
    assert stopped.stderr.strip().splitlines()[-1].startswith("FileNotFoundError")


def test_empty_file_is_no_key(tmp_path):
    (tmp_path / "key").write_text("\n")
    stopped = run("", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert stopped.returncode == 1
    assert "SECRET_KEY is not set" in stopped.stderr


def test_a_line_of_the_log_says_when_and_what():
    told = run(
        "import logging, logging.config; logging.config.dictConfig(s.LOGGING); "
        "logging.getLogger('policies').warning('noe')",
        SECRET_KEY="x",
    )
    when = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}"
    assert re.fullmatch(rf"{when} WARNING policies: noe\n", told.stderr)


def test_a_database_server_keeps_its_connections():
    told = run(
        "d = s.DATABASES['default']; print(d['CONN_MAX_AGE'], d['CONN_HEALTH_CHECKS'])",
        SECRET_KEY="x",
        DATABASE_URL="postgres://a:b@localhost/c",
        CONN_MAX_AGE="5",
    )
    assert (told.stderr, told.stdout.strip()) == ("", "5 True")


@pytest.mark.django_db
def test_http_is_sent_to_https_where_it_is_asked_for(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/").url == "https://testserver/"
    safe = client.get("/", secure=True).headers
    seconds = settings.SECURE_HSTS_SECONDS
    assert safe["Strict-Transport-Security"] == f"max-age={seconds}; includeSubDomains; preload"


@pytest.mark.django_db
def test_demo_staff_are_refused_outside_debug(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError) as error:
        call_command("demo_staff")
    said = "Demo staff are for DEBUG only. Make real ones with createsuperuser."
    assert str(error.value) == said
    assert get_user_model().objects.count() == 0


@pytest.mark.django_db
def test_demo_staff_are_made_once(settings):
    settings.DEBUG = True
    for _time in range(2):
        out = StringIO()
        call_command("demo_staff", stdout=out)
        said = f"Sign in at /admin/ as {EMAIL} with the password {PASSWORD}\n"
        assert out.getvalue() == said
    person = get_user_model().objects.get()
    assert authenticate(username=EMAIL, password=PASSWORD) == person
    assert (person.is_staff, person.is_superuser) == (True, True)


@pytest.mark.django_db
def test_demo_staff_have_each_role_in_the_example_company(settings):
    settings.DEBUG = True
    make_company(COMPANY)
    for _time in range(2):
        out = StringIO()
        call_command("demo_staff", stdout=out)
        assert out.getvalue().count("\n") == 2
    held = Membership.objects.values_list("user__name", "role")
    assert set(held) == {(name, role) for name, roles in PEOPLE.items() for role in roles} | {
        (CONSULTANT, "editor")
    }
