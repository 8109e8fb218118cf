"""Published pages served from memory: queries, caching, headers, what is let through."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.publishing.page import Answer, Cache
from tests.factories import make_policy, make_version

URL = "/a/personvern/"


@pytest.fixture
def policy(db):
    return make_policy()


def queries(client, url=URL, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, headers=headers)
    return response, len(captured)


def test_page_takes_one_query_cold_and_none_warm(client, policy, settings):
    settings.PUBLISHED_CHECK_SECONDS = 60
    make_version(policy)
    response, cold = queries(client)
    _again, warm = queries(client)
    assert (response.status_code, cold, warm) == (200, 1, 0)
    assert "Personvernerklæring for A 1" in response.content.decode()


def test_page_checks_with_one_query_when_the_second_is_over(client, policy):
    make_version(policy)
    queries(client)
    assert queries(client)[1] == 1


def test_page_shows_a_new_version_after_the_check(client, policy):
    make_version(policy, days_ago=1)
    client.get(URL)
    make_version(policy, 2)
    assert "for A 2" in client.get(URL).content.decode()


def test_page_of_an_erased_version_goes_away_and_the_one_before_stays_replaced(client, policy):
    from policies.publishing.publish import erase_version  # noqa: PLC0415

    make_version(policy, days_ago=1)
    version = make_version(policy, 2)
    assert client.get(URL).status_code == 200
    erase_version(version, by="Ola", reason="Feil")
    assert client.get(URL).status_code == 404
    assert client.get("/").context["policies"] == []


def test_page_sets_no_cookie_and_strict_headers(client, policy):
    make_version(policy)
    response = client.get(URL)
    assert response.cookies == {}
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "http" not in response["Content-Security-Policy"]


def test_page_known_by_its_etag_is_answered_with_304(client, policy):
    make_version(policy)
    etag = client.get(URL)["ETag"]
    response = client.get(URL, headers={"if-none-match": f'"x", {etag}'})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert client.get(URL, headers={"if-none-match": '"x"'}).status_code == 200


def test_page_is_sent_compressed_to_those_who_take_it(client, policy):
    make_version(policy)
    plain = client.get(URL)
    zipped = client.get(URL, headers={"accept-encoding": "gzip, br"})
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped["ETag"] == plain["ETag"][:-1] + '-gzip"'
    assert zipped["Vary"] == "Accept-Encoding"


def test_page_of_an_example_asks_search_engines_to_stay_away(client, policy):
    make_version(policy, is_indexed=False)
    response = client.get(URL)
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_pdf_and_json_are_the_stored_bytes(client, policy):
    version = make_version(policy)
    file = client.get("/a/personvern.pdf")
    assert (file.content, file["Content-Type"]) == (version.pdf, "application/pdf")
    assert file["Content-Disposition"] == 'inline; filename="a-personvern.pdf"'
    document = client.get("/a/personvern.json")
    assert document.content.decode() == version.document
    assert document["Content-Type"] == "application/json; charset=utf-8"


def test_page_links_to_its_other_forms(client, policy):
    make_version(policy)
    html = client.get(URL).content.decode()
    assert 'href="/a/personvern.pdf"' in html
    assert 'type="application/json"' in html


def test_page_head_has_no_body_and_post_is_refused(client, policy):
    make_version(policy)
    assert client.head(URL).content == b""
    assert client.post(URL).status_code == 405


def test_page_for_a_strange_host_is_refused(client, policy, settings):
    settings.ALLOWED_HOSTS = ["example.no"]
    make_version(policy)
    assert client.get(URL).status_code == 400


@pytest.mark.parametrize("path", ["/a/finnes-ikke/", "/b/personvern/", "/a/personvern.xml"])
def test_page_that_does_not_exist_is_404(client, policy, path):
    make_version(policy)
    assert client.get(path).status_code == 404


def test_page_not_yet_in_force_is_404(client, policy):
    make_version(policy, days_ago=-1)
    assert client.get(URL).status_code == 404


def answer(size: int) -> Answer:
    return Answer(1, b"x" * size, b"", "e", {})


def test_cache_keeps_within_its_bytes_and_drops_the_least_used():
    cache = Cache(limit=100)
    first, second, third = ("a", "p", "/"), ("b", "p", "/"), ("c", "p", "/")
    cache.put(first, answer(40))
    cache.put(second, answer(40))
    cache.get(first)
    cache.put(third, answer(40))
    assert [cache.get(p) is not None for p in (first, second, third)] == [True, False, True]
    assert cache.size == 80


def test_cache_never_keeps_what_is_larger_than_itself():
    cache = Cache(limit=10)
    cache.put(("a", "p", "/"), answer(11))
    assert (cache.get(("a", "p", "/")), cache.size) == (None, 0)
    cache.put(("a", "p", "/"), answer(9))
    cache.put(("a", "p", "/"), None)
    assert (cache.get(("a", "p", "/")), cache.size) == (None, 0)


ENCODINGS = [
    ("gzip", True),
    ("br, gzip", True),
    ("GZIP;q=0.5", True),
    ("gzip;q=1.0, identity", True),
    ("gzip;q=0", False),
    ("gzip; q=0.0, br", False),
    ("notgzip", False),
    ("", False),
]


@pytest.mark.parametrize(("accepted", "zipped"), ENCODINGS)
def test_page_is_compressed_only_for_those_who_say_so(client, policy, accepted, zipped):
    make_version(policy)
    response = client.get(URL, headers={"accept-encoding": accepted})
    assert response.has_header("Content-Encoding") is zipped


def test_head_tells_the_length_of_what_get_sends(client, policy):
    make_version(policy)
    head = client.head(URL)
    assert head.content == b""
    assert int(head["Content-Length"]) == len(client.get(URL).content)
