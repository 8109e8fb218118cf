"""How often: for each network address, each mail address, all together; on by default."""

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from rights_requests.models import Case, SentForm
from rights_requests.public.limits import Action
from tests.rights_requests.factories import confirmed
from tests.rights_requests.public.visiting import (
    CASE,
    ENTRY,
    FORM,
    Visitor,
    hidden,
    keys,
    text_of,
)

pytestmark = pytest.mark.django_db


class Down(LocMemCache):
    """A cache that nobody reaches."""

    def add(self, *_args, **_kwargs):
        raise ConnectionError

    get = set = add


@pytest.fixture
def rates(settings):
    """Return a way to set one limit and lift the others."""

    def set_rate(name, rate):
        lifted = dict.fromkeys(settings.RIGHTS_RATE_LIMITS, "1000/h/key")
        settings.RIGHTS_RATE_LIMITS = {**lifted, name: rate}

    return set_rate


def from_address(address, **headers):
    return Visitor(REMOTE_ADDR=address, headers=headers)


def test_limits_are_on_by_default(settings):
    named = {name.partition(":")[0] for name in settings.RIGHTS_RATE_LIMITS}
    assert named == {action.value for action in Action}
    for action in Action:
        assert {f"{action}:address", f"{action}:overall"} <= set(settings.RIGHTS_RATE_LIMITS)


def test_misuse_12_one_address_sends_so_many_and_is_told_when_to_try_again(company, visitor, rates):
    rates("send:address", "2/h/key")
    for number in range(2):
        visitor.send(email=f"{number}@b.no")
    answer = visitor.send(email="3@b.no")
    assert (answer.status_code, Case.objects.count()) == (429, 2)
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    said = text_of(answer)
    assert "Du har sendt mange ganger på kort tid. Vent til kl. " in said
    assert "eller skriv til post@flex.no." in said
    assert hidden(answer)["email"] == ["3@b.no"]
    from_address("10.0.0.2").send(email="4@b.no")
    assert Case.objects.count() == 3


def test_misuse_12_one_mail_address_from_anywhere(company, rates):
    rates("send:email", "2/d/key")
    codes = [from_address(f"10.0.0.{n}").send(email=e).status_code
             for n, e in enumerate(("a@b.no", "A@B.no ", "a@b.no", "c@b.no"))]  # fmt: skip
    assert codes == [200, 200, 429, 200]


def test_misuse_12_marketing_is_counted_with_the_rest(company, visitor, rates):
    rates("send:address", "1/h/key")
    visitor.send()
    answer = visitor.stop_marketing(email="b@b.no")
    assert (answer.status_code, 'value="b@b.no"' in answer.content.decode()) == (429, True)


def test_misuse_12_all_together(company, rates):
    rates("send:overall", "2/h/key")
    codes = [from_address(f"10.0.0.{n}").send(email=f"{n}@b.no").status_code for n in range(3)]
    assert codes == [200, 200, 429]


def test_misuse_12_a_made_up_forwarded_address_is_not_believed(company, rates, settings):
    rates("send:address", "1/h/key")
    codes = [from_address("10.0.0.1", **{"X-Forwarded-For": f"9.9.9.{n}"}).send().status_code
             for n in range(2)]  # fmt: skip
    assert codes == [200, 429]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    codes = [
        from_address("10.0.0.1", **{"X-Forwarded-For": sent}).send(email=f"{n}@b.no").status_code
        for n, sent in enumerate(("1.1.1.1, 8.8.8.1", "1.1.1.2, 8.8.8.1", "1.1.1.2, 8.8.8.2"))
    ]
    assert codes == [200, 429, 200]


def test_an_ipv6_network_is_one_visitor(company, rates):
    rates("send:address", "1/h/key")
    addresses = ("2001:db8::1", "2001:db8::2", "2001:db8:1::1")
    codes = [from_address(a).send(email=f"{n}@b.no").status_code for n, a in enumerate(addresses)]
    assert codes == [200, 429, 200]


def test_form_and_page_for_seeing_over_are_not_counted(company, visitor, rates):
    rates("send:address", "1/h/key")
    for _ in range(5):
        assert visitor.client.get(FORM).status_code == 200
        assert visitor.review().status_code == 200
    assert visitor.send().status_code == 200


def test_misuse_11_and_12_codes_are_asked_for_and_tried_so_often(company, visitor, rates):
    case = confirmed(company)
    rates("code:reference", "2/h/key")
    assert [visitor.enter(case.reference).status_code for _ in range(3)] == [200, 200, 429]
    spelled = case.reference.lower().replace("-", " ")
    assert from_address("10.0.0.9").enter(spelled).status_code == 429
    rates("open:reference", "2/h/key")
    found = [visitor.enter(case.reference, "123456").status_code for _ in range(3)]
    assert found == [200, 200, 429]


def test_messages_in_a_case_are_counted(company, visitor, rates):
    rates("write:case", "1/h/key")
    reference, code = keys(visitor.send(email="", phone="22 39 69 00"))
    visitor.enter(reference, code)
    token = hidden(visitor.client.get(CASE))["token"][0]
    sent = {"token": token, "text": "Hei"}
    assert visitor.client.post(f"{CASE}melding/", sent).status_code == 302
    answer = visitor.client.post(f"{CASE}melding/", sent)
    assert (answer.status_code, "Hei</textarea>" in answer.content.decode()) == (429, True)


def test_confirming_is_counted(company, visitor, rates):
    rates("confirm:address", "1/h/key")
    path = "/henvendelse/bekreft/x/"
    assert [visitor.client.get(path).status_code for _ in range(2)] == [410, 429]


def test_misuse_12_without_a_cache_forms_are_counted_in_the_database(company, visitor, settings):
    here = f"{__name__}.Down"
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": here}}
    settings.RIGHTS_RATE_LIMITS = {"send:overall": "2/h/key"}
    codes = [visitor.send(email=f"{n}@b.no").status_code for n in range(3)]
    assert (codes, SentForm.objects.count()) == ([200, 200, 429], 2)


def test_misuse_12_without_a_cache_nobody_tries_codes(company, visitor, settings):
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": f"{__name__}.Down"}}
    assert visitor.enter("H-2222-2222", "123456").status_code == 429
    assert visitor.client.post(ENTRY, {"reference": "H-2222-2222"}).status_code == 429


def test_no_address_lies_readable_in_what_is_counted(company, visitor):
    visitor.send(email="hemmelig@b.no")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert "allauth:rl:rights_requests:send:address" in kept
    for readable in ("127.0.0.1", "hemmelig"):
        assert readable not in kept
