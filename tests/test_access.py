"""The table of who may do what (tests/access.py) is whole, and holds for every person."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.urls import path

from policies.document.terms import Role
from policies.models import Controller, Membership, Policy, ProcessingActivity
from privacyhub import urls
from privacyhub.admin import Site
from tests.access import (
    ROLES,
    TABLE,
    UNKNOWN,
    Request,
    addresses,
    undecided_addresses,
    undecided_kinds,
)
from tests.accounts.inviting import make_invitation
from tests.policies.admin.planting import plant
from tests.policies.models.factories import (
    make_company,
    make_job,
    make_policy,
    make_tombstone,
    make_version,
)
from tests.rights_requests.factories import answered_case
from tests.urls import COMPANY, POLICY

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
HERE, ELSEWHERE = "her", "der"
ANONYMOUS, STRANGER, INSTALLER = "anonym", "uten virksomhet", "installasjon"
OPENS, SIGN_IN, REFUSED = "åpner", "logg inn", "403"
OPEN_PAGE = path("aapen/", lambda _: HttpResponse(), name="aapen")  # asks nobody who they are
WRITES = ("INSERT", "UPDATE", "DELETE")


class Unwritten:
    """Middleware that leaves pages blank: here their status is all that is asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, _request, response):
        response.content = b""
        return response


class World:
    """Two companies, a person of every kind, and a record of every kind in the first."""

    def __init__(self):
        own = plant(HERE)
        plant(ELSEWHERE)
        make_version(make_policy(make_company(COMPANY), POLICY))
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.cookies = {ANONYMOUS: {}}
        users = get_user_model().objects
        self.sign_in(STRANGER, users.create_user("ingen@eksempel.no"))
        for company in Controller.objects.filter(key__in=(HERE, ELSEWHERE)):
            for role in Role:
                person = users.create_user(f"{role}@{company.key}.no")
                Membership.objects.create(user=person, company=company, role=role)
                self.sign_in((company.key, role), person)
        boss = users.create_superuser("sjef@eksempel.no")
        boss.last_company = HERE
        boss.save()
        self.sign_in(INSTALLER, boss)
        activity = own[ProcessingActivity]
        activity.name = "endret"
        activity.save()
        make_tombstone(987, by=boss)
        self.numbers = {m._meta.model_name: record.pk for m, record in own.items()}
        self.numbers |= {
            "member": Membership.objects.get(company__key=HERE, role=Role.READER).user_id,
            "change": activity.history.first().history_id,
            "user": boss.pk,
            "policy": own[Policy].pk,
            "invitation": make_invitation(HERE).pk,
            "case": answered_case(own[Controller]).reference,
            "job": make_job(own[Controller], boss).pk,
        }

    def sign_in(self, who, user):
        client = Client()
        client.force_login(user)
        self.cookies[who] = {name: morsel.value for name, morsel in client.cookies.items()}

    def answer(self, request, who):
        """Ask as a person, undo what it did, and return what became of it."""
        client = Client()
        client.handler = self.handler
        client.cookies.load(self.cookies[who])
        sent = {name: self.filled(value) for name, value in request.sends.items()}
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            answer = getattr(client, request.method)(self.filled(request.path), sent)
            transaction.set_rollback(True)
        found = outcome(answer)
        if found != OPENS:
            wrote = [q["sql"] for q in captured if q["sql"].startswith(WRITES)]
            assert wrote == [], (str(request), who)
        return found

    def filled(self, text):
        """Put the numbers of our records into an address or what is sent."""
        if isinstance(text, list):
            return [self.filled(each) for each in text]
        return text.format(**self.numbers) if "{" in text else text

    def answers(self, request):
        return {who: self.answer(request, who) for who in self.cookies}


def outcome(answer):
    """Return what became of a request."""
    if answer.status_code == 302 and answer.url.startswith("/admin/login/"):
        return SIGN_IN
    return {403: REFUSED, 404: UNKNOWN}.get(answer.status_code, OPENS)


def decided(request, who):
    """Return what the table says must become of it."""
    if request.who == "everyone":
        return OPENS
    if who in {ANONYMOUS, STRANGER}:
        return SIGN_IN
    if request.who == UNKNOWN:
        return UNKNOWN
    where, role = (HERE, None) if who == INSTALLER else who
    if where == ELSEWHERE and request.is_ours:
        return UNKNOWN
    roles = ROLES[request.who]
    may = roles is not None and (who == INSTALLER or role in roles)
    return OPENS if may else REFUSED


def differences(world, request):
    """Return where what happens isn't what the table says."""
    return {
        who: (found, wanted)
        for who, found in world.answers(request).items()
        if found != (wanted := decided(request, who))
    }


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Make the world once for all requests: each of them is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        ours = [*settings.MIDDLEWARE, f"{__name__}.Unwritten"]
        with override_settings(MIDDLEWARE=ours, SECURE_SSL_REDIRECT=False):
            made.handler.load_middleware()
        yield made
        transaction.set_rollback(True)


@pytest.mark.parametrize("request_", TABLE, ids=str)
def test_a_request_is_answered_as_the_table_says(world, request_):
    assert differences(world, request_) == {}


def test_every_page_and_action_has_a_decision():
    assert (undecided_addresses(), undecided_kinds()) == (set(), set())


def test_the_table_decides_nothing_that_does_not_exist():
    assert {request.name for request in TABLE} - addresses() == set()


def test_a_page_without_a_decision_is_found():
    assert undecided_addresses([OPEN_PAGE, *urls.urlpatterns]) == {"aapen"}


def test_a_kind_of_record_and_an_action_without_a_decision_are_found():
    site = Site()
    site.register(LogEntry)
    site.add_action(lambda *_: None, "gi-bort")
    site.register(Policy)
    assert undecided_kinds(site) == {"admin.LogEntry", "policies.Policy gi-bort"}


def test_an_unprotected_page_is_told_of_for_all_who_should_not_see_it(world):
    page = Request("aapen", "/aapen/", "editors")
    with override_settings(ROOT_URLCONF=(OPEN_PAGE, *urls.urlpatterns)):
        found = differences(world, page)
    allowed = {INSTALLER, (HERE, Role.EDITOR), (ELSEWHERE, Role.EDITOR)}
    assert set(found) == set(world.cookies) - allowed
    assert {got for got, _wanted in found.values()} == {OPENS}


def test_a_page_that_is_more_closed_than_decided_is_told_of(world):
    publish = next(r for r in TABLE if r.name == "admin:policy-publish")
    found = differences(world, replace(publish, who="staff"))
    assert found == {(HERE, role): (REFUSED, OPENS) for role in Role if role is not Role.APPROVER}
