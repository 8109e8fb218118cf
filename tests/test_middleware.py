"""What every request passes first."""

import pytest

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
