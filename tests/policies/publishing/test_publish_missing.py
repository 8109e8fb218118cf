"""The command that publishes what has never been published."""

from io import StringIO

from django.core.management import call_command

from policies.models import PolicyVersion
from policies.publishing import pdf


def test_publish_missing_publishes_once_and_tells_the_address(load_company, monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF")
    load_company("finmug", "flex")
    said = StringIO()
    call_command("publish_missing", stdout=said)
    assert said.getvalue().splitlines() == [
        "Publisert: Personvernerklæring for Finmug på /finmug/personvern/",
        "Publisert: Personvernerklæring for Flex AS på /flex/personvern/",
    ]
    again = StringIO()
    call_command("publish_missing", stdout=again)
    assert (again.getvalue(), PolicyVersion.objects.count()) == ("", 2)
