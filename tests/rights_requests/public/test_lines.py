"""Each choice is told from what the company has published, and nothing is invented."""

import pytest

from policies.models import ProcessingActivity, Purpose, RetentionRule
from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from rights_requests.public.desk import Desk, Said, find_desk
from rights_requests.public.lines import lines
from tests.policies.models.factories import make
from tests.rights_requests.public.visiting import text_of

pytestmark = pytest.mark.django_db


def about_of(desk):
    return {line.right.value: line.about for line in lines(desk)}


def test_lines_tell_what_the_company_does(shop):
    told = about_of(find_desk("eksempelbutikken"))
    assert "«Bestilling, levering og betaling»" in told["access"]
    assert "Vi har lovet svar innen 14 dager." in told["access"]
    assert "bokføringsloven § 13" in told["erasure"]
    assert "«sende deg nyhetsbrevet»" in told["marketing"]
    assert "«sende deg nyhetsbrevet»" in told["withdrawal"]
    assert "Meld deg av med lenken i nyhetsbrevet" in told["withdrawal"]
    assert "Du får filen som JSON eller CSV." in told["portability"]
    assert "ingen avgjørelser som betyr mye for deg, tas helt automatisk" in told["automated"]


def test_lines_and_notice_know_decisions_and_how_long_requests_are_kept(
    company, monkeypatch, visitor
):
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    activity = make(
        ProcessingActivity, company, name="Kreditt", automated_decisions="yes",
        automated_decision="Søknader om kreditt avgjøres av et program", status="active",
    )  # fmt: skip
    about = {"law_reference": "personvernforordningen art. 12", "legal_basis": "6-1-c"}
    make(Purpose, company, activity=activity, text="svare på henvendelser", **about)
    rule = {"period": "P3Y", "starts_from": "svaret", "disposal": "erase"}
    make(RetentionRule, company, activity=activity, **rule)
    policy = company.policies.get()
    policy.activities.add(activity)
    publish_policy(policy, by="Kari")
    told = about_of(find_desk("flex"))
    assert told["automated"].endswith("Søknader om kreditt avgjøres av et program.")
    said = text_of(visitor.client.get("/flex/rettigheter/"))
    assert "Lagringstid 3 år etter svaret. Deretter sletter vi opplysningene." in said


def test_lines_of_a_policy_that_says_nothing_say_only_the_law(company):
    told = about_of(find_desk("flex"))
    assert "Vi har ikke oppgitt at vi driver direkte markedsføring." in told["marketing"]
    assert told["withdrawal"] == "Har du sagt ja til noe, kan du ombestemme deg når som helst."
    assert "lovet" not in " ".join(told.values())
    assert "«" not in " ".join(told.values())


@pytest.mark.parametrize(
    ("said", "right", "text"),
    [
        (Said(knows_every_basis=True), "portability", "Vi har ikke oppgitt noe slikt."),
        (Said(knows_every_basis=True), "withdrawal", "Vi har ikke oppgitt at vi bygger noe på"),
        (Said(knows_every_basis=True), "objection", "men du kan protestere likevel."),
        (Said(decided=("Kreditt avslås.",)), "automated", "Kreditt avslås."),
        (Said(decides_nothing=True), "automated", "Vi har oppgitt at ingen avgjørelser"),
        (Said(marketing=("a",)), "marketing", "Det gjelder «a»."),
        (Said(objectable=tuple("abcdef")), "objection", "«a», «b», «c», «d» og mer"),
    ],
)
def test_lines_follow_the_facts(company, said, right, text):
    assert text in about_of(Desk(company, (said,)))[right]


def test_several_policies_are_told_together(company):
    one, two = Said(marketing=("a",), promised=(("access", 20),)), Said(marketing=("b", "a"))
    desk = Desk(company, (one, two._replace(promised=(("access", 10),))))
    assert desk.all("marketing") == ("a", "b")
    assert desk.promised("access") == 10
    assert not Desk(company, (one, two._replace(knows_every_basis=True))).every("knows_every_basis")


def test_policy_page_leads_to_the_form_where_the_rights_are(shop, client):
    page = client.get("/eksempelbutikken/personvern/").content.decode()
    heading, after = page.split('id="rettigheter"')[0], page.split('id="rettigheter"')[1]
    assert 'href="/eksempelbutikken/rettigheter/"' not in heading
    assert after.index('href="/eksempelbutikken/rettigheter/"') < 400
    assert 'href="/eksempelbutikken/rettigheter/markedsforing/"' in after
    assert "rettigheter/" not in shop.policies.get().versions.get().article


def test_reproduced_policy_leads_to_no_form(load_company, monkeypatch, client):
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")
    publish_policy(load_company("ntc"), by="Kari")
    assert "/ntc/rettigheter/" not in client.get("/ntc/personvern/").content.decode()
