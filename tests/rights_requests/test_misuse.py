"""Every misuse of other systems has a test named by its number, or waits for what it is about."""

import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from privacyhub.audit.models import Event
from rights_requests import terms as t
from rights_requests.models import Case
from rights_requests.public.receipt import calendar_address
from tests.policies.models.factories import make_member, make_policy, make_version
from tests.rights_requests.factories import ask
from tests.rights_requests.public.visiting import ANSWERS, FORM, Visitor

CASES = range(1, 37)
WAITING = {
    20: "files from visitors",
    34: "clearing cases away",
    35: "what is left of a case that was cleared away",
    36: "a backup that is taken back",
}
NAMED = re.compile(r"^def test_misuse_(\d+)_", re.MULTILINE)


def test_every_case_is_tested_or_waits():
    files = Path(__file__).parents[1].rglob("test_*.py")
    tested = {int(number) for file in files for number in NAMED.findall(file.read_text())}
    assert tested | set(WAITING) == set(CASES)
    assert tested & set(WAITING) == set()


@pytest.fixture
def visitor(company):
    cache.clear()
    make_version(make_policy(company))
    return Visitor()


def test_misuse_4_a_file_that_nobody_asked_for_is_thrown_away(visitor):
    file = SimpleUploadedFile("1.pdf", b"%PDF-1.7 hemmelig")
    page = visitor.client.post(FORM, {**ANSWERS, "attachment": file, "files": file})
    visitor.press_send(page, attachment="1")
    assert (page.status_code, Case.objects.count()) == (200, 1)
    assert "hemmelig" not in page.content.decode()


def test_misuse_9_the_calendar_file_tells_of_no_case(visitor, company, django_assert_num_queries):
    """The one address that opens without a pass holds what it tells, and asks nothing."""
    case = ask(company).case
    address = calendar_address(case)
    before = visitor.client.get(address).content
    Case.objects.filter(pk=case.pk).update(state=t.State.RECEIVED, text="Ny tekst")
    with django_assert_num_queries(0):
        after = visitor.client.get(address).content
    stamp = re.compile(rb"DTSTAMP:\w+")
    assert stamp.sub(b"", before) == stamp.sub(b"", after)


def test_misuse_19_what_a_person_wrote_is_in_no_file_of_the_log(client, company):
    case = ask(company, name="=HYPERLINK(1)", text="=cmd").case
    client.force_login(make_member("sak@flex.no", company.key, roles=("case-worker",)))
    client.get(reverse("admin:case-detail", args=[case.reference]))
    assert Event.objects.filter(subject_name__contains=case.reference).count() == 1
    client.force_login(make_member("pva@flex.no", company.key, roles=("approver",)))
    file = b"".join(client.get(reverse("admin:log-export")).streaming_content).decode()
    assert (case.reference in file, "HYPERLINK" in file, "=cmd" in file) == (True, False, False)
