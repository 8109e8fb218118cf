"""Every page that staff meet speaks bokmål: walked from the registry and the addresses."""

import json
import re

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, reverse
from django_countries import countries

from policies.models import (
    Controller,
    JobState,
    Policy,
    PolicyVersion,
    ProcessingActivity,
    Recipient,
)
from policies.models.history import newest
from policies.publishing.article.words import country
from tests.accounts.inviting import make_invitation
from tests.policies.admin.planting import plant
from tests.policies.admin.sending import choose, filled
from tests.policies.models.factories import (
    make_company,
    make_job,
    make_member,
    make_tombstone,
)
from tests.words import english, untranslated, wrong, wrong_in

pytestmark = pytest.mark.any_engine

MODELS = list(admin.site._registry)
EVERY = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
LISTED = [model for model in MODELS if model is not Controller]
EVERY_LIST = pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
OF_A_MODEL = ("changelist", "add", "history", "delete", "change", "draft")
OF_WHAT_ENDS = ("end", "resume")
ENDING = [ProcessingActivity, Recipient]
OF_THE_SITE = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "auth_user_password_change",
    "company-choose",
    "company-history",
    "history-undo",
    "policy-preview",
    "policy-publish",
    "search",
    "log",
    "log-export",
    "member-list",
    "member-invite",
    "member-invitation",
    "member-change",
    "member-remove",
    "company-erase",
    "company-erase-confirm",
    "company-erase-withdraw",
    "companies-erased",
    "company-erased",
    "protokoll",
    "protokoll-download",
    "protokoll-job",
    "protokoll-job-state",
    "protokoll-job-file",
    "deletion-list",
    "recipient-touches",
}
# Walked in tests/rights_requests/admin/test_words.py.
OF_CASES = {
    "case-list",
    "case-register",
    "case-practice",
    "case-detail",
    "case-act",
    "case-reply-pdf",
}
# Redirects, what scripts alone read (a test of its own), and suggestions, which are names.
NO_PAGES = {"app_list", "jsi18n", "autocomplete", None}


@pytest.fixture
def own(staff_client):
    """Return a record of every kind in the company that is worked on."""
    own = plant("vaart")
    for record in own.values():  # what names others says so on the page before it is deleted
        for field in record._meta.many_to_many:
            getattr(record, field.name).add(own[field.related_model])
    choose(staff_client, own[Controller])
    return own | {get_user_model(): get_user_model().objects.get()}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_address_is_walked():
    names = {
        pattern.name
        for options in (admin.site, *admin.site._registry.values())
        for pattern in options.get_urls()
        if isinstance(pattern, URLPattern)
    }
    of_models = {
        f"{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in MODELS
        for page in OF_A_MODEL
    } | {f"policies_{model._meta.model_name}_{page}" for model in ENDING for page in OF_WHAT_ENDS}
    assert names - of_models - NO_PAGES == OF_THE_SITE | OF_CASES


def test_english_is_recognised():
    assert len(english()) > 500
    assert len(untranslated()) > 200
    for text in (
        "Please correct the error below.",
        "Save and add another",
        "Ny recipient",
        "Solomon Islands",
        "2026-11-22",
        "None",
        "-",
        "Feltet er påkrevet.",
        "Vennligst vent",
    ):
        assert wrong_in(text), text
    assert (
        wrong_in("Siden sier at én ting ikke er oppgitt. Skriv datoen slik: 22.11.2026.") == set()
    )


@EVERY_LIST
def test_lists(staff_client, own, model):
    path = address(model, "changelist")
    page = staff_client.get(path)
    assert wrong(page) == {}
    assert wrong(staff_client.get(path, {"q": "zzz"})) == {}
    changes = page.context["cl"]
    for spec in changes.filter_specs:
        for choice in spec.choices(changes):
            assert wrong(staff_client.get(path + choice["query_string"])) == {}


@EVERY_LIST
def test_empty_lists(staff_client, model):
    make_company()
    assert wrong(staff_client.get(address(model, "changelist"))) == {}


def opened(client, path):
    """Open a page that may be refused, and return what is shown in the end."""
    return client.get(path, follow=True)


@EVERY
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_pages_of_a_record(staff_client, own, model, page):
    assert wrong(opened(staff_client, address(model, page, own[model].pk))) == {}
    assert wrong(opened(staff_client, address(model, page, 987654))) == {}


def emptied(page):
    """Return the page's form with every field empty and every row new and empty."""
    sent = {name: "" for name in filled(page) if not name.endswith("_FORMS")}
    return sent | {name: value for name, value in filled(page).items() if name.endswith("_FORMS")}


def spoilt(page):
    """Return the page's form with nonsense in every field."""
    keep = ("_FORMS", "csrfmiddlewaretoken")
    return {
        name: value if name.endswith(keep) else "²\x07" + "x" * 6000
        for name, value in filled(page).items()
    }


@EVERY
@pytest.mark.parametrize("change", [emptied, spoilt])
def test_errors(staff_client, own, model, change):
    for path in (address(model, "add"), address(model, "change", own[model].pk)):
        page = staff_client.get(path)
        if page.status_code == 403 or "adminform" not in page.context:
            assert wrong(page) == {}
            continue
        assert wrong(page) == {}
        if model is not PolicyVersion:
            assert wrong(staff_client.post(path, change(page), follow=True)) == {}


@EVERY
def test_messages(staff_client, own, model):
    path = address(model, "change", own[model].pk)
    page = staff_client.get(path)
    if model is not PolicyVersion:
        for button in ("_save", "_continue", "_addanother", "_nextgap"):
            saved = staff_client.post(path, filled(page, **{button: "1", "_seen": ""}), follow=True)
            assert saved.redirect_chain
            assert wrong(saved) == {}
    gone = staff_client.post(address(model, "delete", own[model].pk), {"post": "yes"}, follow=True)
    assert wrong(gone) == {}


@EVERY_LIST
def test_actions(staff_client, own, model):
    path, chosen = address(model, "changelist"), {"_selected_action": [own[model].pk]}
    for sent in (
        {"action": ""},
        {"action": "delete_selected"},
        {"action": "delete_selected", **chosen},
    ):
        assert wrong(staff_client.post(path, sent, follow=True)) == {}
    sent = {"action": "delete_selected", "post": "yes", **chosen}
    assert wrong(staff_client.post(path, sent, follow=True)) == {}


@pytest.mark.parametrize("model", ENDING)
def test_ending_and_taking_up_again(staff_client, own, model):
    pk = own[model].pk
    end, resume = address(model, "end", pk), address(model, "resume", pk)
    assert wrong(staff_client.get(end)) == {}
    for day in ("", "i morgen", "22.11.2026"):
        assert wrong(staff_client.post(end, {"ended_on": day}, follow=True)) == {}
    assert wrong(staff_client.get(address(model, "changelist"))) == {}
    for path in (end, resume):
        assert wrong(opened(staff_client, path)) == {}
    assert wrong(staff_client.post(resume, follow=True)) == {}


def test_pages_of_the_site(staff_client, own):
    policy, company = own[Policy], own[Controller]
    staff_client.post(address(Recipient, "change", own[Recipient].pk), {})
    change = newest(company)
    undo = reverse("admin:history-undo", args=["controller", change.history_id])
    member = make_member("ola@eksempel.no", company.key)
    make_tombstone(987, by=member)
    paths = [
        reverse("admin:index"),
        reverse("admin:company-choose"),
        reverse("admin:company-choose") + "?q=zzz",
        reverse("admin:company-history"),
        reverse("admin:company-history") + "?hvem=0",
        undo,
        reverse("admin:policy-preview", args=[policy.pk]),
        reverse("admin:policy-publish", args=[policy.pk]),
        reverse("admin:password_change"),
        reverse("admin:password_change_done"),
        reverse("admin:auth_user_password_change", args=[own[get_user_model()].pk]),
        reverse("admin:search"),
        reverse("admin:search") + "?q=zzz",
        reverse("admin:search") + "?q=---",
        reverse("admin:log"),
        reverse("admin:log") + "?fra=x&til=zzz",
        reverse("admin:member-list"),
        reverse("admin:member-invite"),
        reverse("admin:member-invitation", args=[make_invitation(company.key).pk]),
        reverse("admin:member-change", args=[member.pk]),
        reverse("admin:member-remove", args=[member.pk]),
        reverse("admin:company-erase", args=[company.key]),
        reverse("admin:company-erase-confirm", args=[company.key]),
        reverse("admin:companies-erased"),
        reverse("admin:company-erased", args=[987]),
        reverse("admin:protokoll"),
        reverse("admin:protokoll") + "?felt=pliktig&behandlinger=alle&ark=mottakere",
        reverse("admin:protokoll") + "?dag=x&lov=zzz",
        reverse("admin:protokoll") + "?dag=01.01.2001",
        reverse("admin:deletion-list"),
        reverse("admin:recipient-touches", args=[own[Recipient].pk]),
        *(
            reverse("admin:protokoll-job", args=[make_job(company, member, state=state).pk])
            for state in JobState.values
        ),
        "/admin/finnes/ikke/",
    ]
    for path in paths:
        assert wrong(staff_client.get(path)) == {}, path


def test_forms_of_the_site(staff_client, own):
    user = own[get_user_model()]
    member = make_member("ola@eksempel.no", own[Controller].key)
    erase = reverse("admin:company-erase", args=[own[Controller].key])
    mine = reverse("account_change_password")
    theirs = reverse("admin:auth_user_password_change", args=[user.pk])
    publish = reverse("admin:policy-publish", args=[own[Policy].pk])
    passwords = {"password1": "1234", "password2": "4321"}
    sent = [
        (mine, {}),
        (mine, {"oldpassword": "feil", "password1": "1234", "password2": "4321"}),
        (mine, {"oldpassword": "hemmelig", "password1": "kari", "password2": "kari"}),
        (theirs, {}),
        (theirs, {"usable_password": "true", **passwords}),
        (theirs, {"usable_password": "true", "password1": "password", "password2": "password"}),
        (publish, {"change_note": "x" * 2000}),
        (reverse("admin:company-choose"), {"company": "finnes-ikke"}),
        (reverse("admin:member-invite"), {}),
        (reverse("admin:member-invite"), {"email": "kari", "role": "sjef"}),
        (reverse("admin:member-change", args=[member.pk]), {}),
        (reverse("admin:member-change", args=[member.pk]), {"roles": ["ombud", "editor"]}),
        (reverse("admin:member-change", args=[member.pk]), {"roles": ["reader"]}),
        (reverse("admin:member-remove", args=[member.pk]), {"post": "yes"}),
        (erase, {"reason": ""}),
        (erase, {"reason": "Vaart er solgt."}),
        (erase, {"reason": "Avtalen er sagt opp."}),
        (f"{erase}bekreft/", {"typed": "vaart"}),
        (f"{erase}trekk/", {}),
        (reverse("admin:protokoll-download"), {"form": "exe", "dag": "x"}),
        (reverse("admin:protokoll-download"), {"form": "csv", "ark": "zzz"}),
        (address(get_user_model(), "add"), {"email": "KARI@eksempel.no", **passwords}),
        (address(get_user_model(), "add"), {"email": "kari"}),
    ]
    for path, data in sent:
        assert wrong(staff_client.post(path, data, follow=True)) == {}, (path, data)


def test_signing_in_and_out(staff_client, own):
    assert wrong(staff_client.post(reverse("admin:logout"), follow=True)) == {}
    path = reverse("account_login")
    for data in ({}, {"login": "kari@eksempel.no", "password": "feil"}):
        assert wrong(staff_client.post(path, data)) == {}
    assert wrong(staff_client.get(path)) == {}
    visitor = get_user_model().objects.create_user("ola@eksempel.no", "hemmelig")
    staff_client.force_login(visitor)
    assert wrong(staff_client.get(reverse("admin:login") + "?next=/admin/", follow=True)) == {}


def test_refusals(client, own, staff):
    client.force_login(make_member("ola@eksempel.no", own[Controller].key, roles=["reader"]))
    for path in (address(get_user_model(), "changelist"), reverse("admin:log")):
        refused = client.get(path)
        assert (refused.status_code, wrong(refused)) == (403, {})
    assert wrong(client.post(address(Recipient, "change", own[Recipient].pk), {})) == {}
    strict = Client(enforce_csrf_checks=True)
    assert wrong(strict.post(reverse("admin:login"), {})) == {}
    unsafe = client.get("/admin/", headers={"host": "bad_host"})
    assert (unsafe.status_code, wrong(unsafe)) == (400, {})


def test_nobody_has_a_company_yet(staff_client):
    for path in (
        reverse("admin:index"),
        reverse("admin:company-choose"),
        address(Controller, "add"),
    ):
        assert wrong(staff_client.get(path)) == {}
    for model in LISTED:
        assert wrong(staff_client.get(address(model, "changelist"))) == {}
        assert wrong(staff_client.get(address(model, "add"))) == {}


def test_texts_and_dates_of_the_scripts(staff_client):
    script = staff_client.get(reverse("admin:jsi18n")).content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])
    formats = json.loads(re.search(r"formats = (\{.*?\n  \});", script, re.DOTALL)[1])
    said = [
        text for each in catalogue.values() for text in ([each] if isinstance(each, str) else each)
    ]
    assert len(said) > 60
    months = {"Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Nov"}
    assert {text: wrong_in(text) for text in set(said) - months if wrong_in(text)} == {}
    assert (formats["FIRST_DAY_OF_WEEK"], formats["DATE_INPUT_FORMATS"][0]) == (1, "%d.%m.%Y")


def test_countries_are_called_as_on_the_public_page():
    assert [(code, name) for code, name in countries if country(code) != name] == []
    assert len(dict(countries)) == 249
