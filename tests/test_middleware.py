"""What every request passes first."""

from importlib import import_module
from io import BytesIO

import pytest
from django.test import RequestFactory

from privacyhub.request import Utf8Handler

STRANGE = [
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=rot13",
    "multipart/form-data; boundary=a; charset=latin-1",
]


@pytest.mark.parametrize("content_type", STRANGE)
@pytest.mark.parametrize("path", ["/", "/konto/logg-inn/", "/finnes/ikke/"])
def test_form_in_a_strange_encoding_is_refused_in_norwegian(client, db, path, content_type):
    client.get("/konto/logg-inn/")
    answer = client.generic("POST", path, b"a=b", content_type=content_type)
    assert answer.status_code == 400
    assert "Vi forsto ikke forespørselen" in answer.content.decode()


def test_form_in_utf8_goes_on(client, db):
    content_type = "application/x-www-form-urlencoded; charset=UTF-8"
    answer = client.post("/konto/logg-inn/", b"login=a@b.no&password=b", content_type=content_type)
    assert answer.status_code == 200
    assert "Feil e-postadresse eller passord" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "cookie"),
    [
        ("/?q=%00", "a=b"),
        ("/admin/policies/term/?kind_of__exact=a%00b", "a=b"),
        ("/admin/policies/term/%00/change/", "a=b"),
        ("/admin/", '__Host-sessionid="aaaaaaaa\\000"'),
    ],
)
def test_nul_in_an_address_or_a_cookie_is_refused_in_norwegian(client, db, address, cookie):
    answer = client.get(address, headers={"cookie": cookie})
    assert answer.status_code == 400
    assert "Vi forsto ikke forespørselen" in answer.content.decode()


UNREADABLE = [
    "text/plain; charset=idna",
    "text/plain; charset=hex",
    "multipart/form-data; boundary=a; charset=rot13",
    "text/plain; charset*=ukjent''a",
    "text/plain; charset*=idna''%C3%A6",
]


@pytest.mark.parametrize("content_type", UNREADABLE)
def test_address_is_never_read_in_a_charset_that_cannot_be(db, content_type):
    """Through the server's own door: the test client makes its requests itself."""
    about = RequestFactory()._base_environ(PATH_INFO="/admin/", QUERY_STRING="q=%20%C3%A6")
    about |= {"REQUEST_METHOD": "POST", "CONTENT_TYPE": content_type, "CONTENT_LENGTH": "1"}
    said = []
    application = import_module("privacyhub.wsgi").application  # asks the database as it starts
    body = application(about | {"wsgi.input": BytesIO(b"a")}, lambda *start: said.append(start))
    assert "Vi forsto ikke forespørselen" in b"".join(body).decode()
    [(status, headers)] = said
    assert (status, dict(headers)["X-Content-Type-Options"]) == ("400 Bad Request", "nosniff")
    assert isinstance(application, Utf8Handler)
