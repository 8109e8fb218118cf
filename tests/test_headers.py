"""No answer is without what keeps a browser to what the pages use."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from privacyhub.headers import EveryAnswer, every_answer
from tests.addresses import every_address
from tests.policies.admin.planting import plant

pytestmark = pytest.mark.django_db
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
CSP = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; object-src 'none'; "
    "script-src 'self'; style-src 'self'"
)
WORD = "vaart"


def amiss(answer, *, https=True):
    """Return what an answer says otherwise than it should, or leaves out."""
    wanted = ALWAYS if https else {k: v for k, v in ALWAYS.items() if not k.startswith("Strict")}
    found = {name: answer.headers.get(name) for name in wanted}
    wrong = {name: said for name, said in found.items() if said != wanted[name]}
    if wrong.get("Referrer-Policy") == "no-referrer":  # stricter, where an address is a secret
        del wrong["Referrer-Policy"]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "; ".join(sorted(policy.split("; "))) != CSP:
        wrong["Content-Security-Policy"] = policy
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        wrong["Permissions-Policy"] = answer.headers.get("Permissions-Policy")
    if "Cache-Control" not in answer.headers:
        wrong["Cache-Control"] = None
    if answer.status_code != 304 and re.match(r"text/\w+$", answer.headers["Content-Type"]):
        wrong["Content-Type"] = answer.headers["Content-Type"]
    for name, cookie in answer.cookies.items():
        if not cookie.value:  # the browser is told to forget it
            continue
        flags = cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]
        if flags != (True, True, "Lax", "/") or cookie["domain"] or not name.startswith("__Host-"):
            wrong[name] = cookie.OutputString()
    return wrong


@pytest.fixture
def own(db):
    return plant(WORD)


def filled_in(own):
    """Return every address, with our own company's records named in it."""
    by_model = {model._meta.model_name: record.pk for model, record in own.items()}
    for template in every_address():
        model = next((m for m in by_model if f"/{m}/" in template.path), "policy")
        about = dict.fromkeys(template.holes, str(by_model[model]))
        about |= {"company": WORD, "policy": "personvern", "app_label": "policies"}
        yield template.path.format(**about)


def asked(client, own, *methods):
    """Return the answers to every address that have something amiss."""
    answers = {
        (method, address): client.generic(method, address, secure=True)
        for address in filled_in(own)
        for method in methods
    }
    assert len(answers) > 100
    return {where: wrong for where, answer in answers.items() if (wrong := amiss(answer))}


def test_every_answer_to_a_visitor_has_the_headers(client, own):
    assert asked(client, own, "GET", "POST", "BREW") == {}


def test_every_answer_to_staff_has_the_headers(client, staff, own):
    faults = {}
    for address in filled_in(own):
        client.force_login(staff)  # one of the addresses signs out
        for method in ("GET", "POST"):
            answer = client.generic(method, address, secure=True)
            if wrong := amiss(answer):
                faults[method, address] = wrong
            kept = answer.headers["Cache-Control"]
            if address.startswith(("/admin/", "/konto/")) and "no-store" not in kept:
                faults[method, address] = kept
    assert faults == {}


def test_sign_in_sets_cookies_that_only_this_host_gets(client, staff, own):
    page = client.get("/konto/logg-inn/", secure=True)
    sent = {"login": staff.email, "password": "hemmelig"}
    answer = client.post("/konto/logg-inn/", sent, secure=True)
    assert (amiss(page), amiss(answer)) == ({}, {})
    assert {*page.cookies, *answer.cookies} == {"__Host-csrftoken", "__Host-sessionid"}


def broken(_request):
    raise RuntimeError


urlpatterns = [path("brutt/", broken)]


def test_fault_of_ours_has_the_headers_and_says_nothing_of_itself(settings):
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get("/brutt/", secure=True)
    assert (answer.status_code, amiss(answer)) == (500, {})
    assert re.findall("RuntimeError|Traceback|test_headers", answer.content.decode()) == []


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("address", ["/", "/vaart/personvern/", "/admin/"])
def test_strange_host_is_refused_in_norwegian(client, settings, own, address, secure):
    settings.ALLOWED_HOSTS = ["personvernhub.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(address, secure=secure, headers={"host": "ond.example"})
    assert (answer.status_code, amiss(answer, https=secure)) == (400, {})
    assert "Vi forsto ikke forespørselen" in answer.content.decode()


def test_answers_without_a_page_have_the_headers(client, settings, own):
    settings.SECURE_SSL_REDIRECT = True
    to_https = client.get("/vaart/personvern/")
    assert (to_https.status_code, amiss(to_https, https=False)) == (301, {})
    page = client.get("/vaart/personvern/", secure=True)
    known = {"if-none-match": page.headers["ETag"]}
    unchanged = client.get("/vaart/personvern/", secure=True, headers=known)
    assert (unchanged.status_code, amiss(unchanged)) == (304, {})
    latin = client.generic("POST", "/", b"a", "text/plain; charset=latin-1", secure=True)
    assert (latin.status_code, amiss(latin)) == (400, {})
    unsigned = Client(enforce_csrf_checks=True).post("/admin/login/", secure=True)
    assert (unsigned.status_code, amiss(unsigned)) == (403, {})


def test_files_have_the_headers(settings, tmp_path):
    (tmp_path / "a.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path
    answer = Client().get("/static/a.css", secure=True)
    assert (answer.status_code, amiss(answer)) == (200, {})
    answer.close()


def test_too_much_is_refused_in_norwegian(client, settings):
    many = "&".join(f"a{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    large = "a=" + "b" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for body in (many, large):
        answer = client.generic(
            "POST", "/konto/logg-inn/", body.encode(), "application/x-www-form-urlencoded"
        )
        assert answer.status_code == 400
        assert "Vi forsto ikke forespørselen" in answer.content.decode()


def test_signing_out_takes_along_what_the_tab_kept(client, staff):
    client.force_login(staff)
    assert "Clear-Site-Data" not in client.get("/admin/").headers
    assert client.post("/admin/logout/").headers["Clear-Site-Data"] == '"storage"'
    assert get_user_model().objects.count() == 1


def test_what_a_view_says_stands(rf):
    def view(_request):
        return HttpResponse(headers={"Cache-Control": "max-age=1", "X-Frame-Options": "SAMEORIGIN"})

    answer = EveryAnswer(view)(rf.get("/"))
    assert answer.headers["Cache-Control"] == "max-age=1"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_page_without_the_middleware_is_found(client, settings, own):
    """The test of the test: take the middleware away, and the walk finds it."""
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if m != "privacyhub.headers.EveryAnswer"]
    faults = asked(client, own, "GET")
    assert {"Cross-Origin-Resource-Policy", "Permissions-Policy"} <= set(faults["GET", "/"])


def test_development_keeps_the_page_about_a_fault_readable(settings, rf):
    settings.DEBUG = True
    assert "Content-Security-Policy" in every_answer()
    assert "Content-Security-Policy" not in EveryAnswer(lambda _request: None).headers
