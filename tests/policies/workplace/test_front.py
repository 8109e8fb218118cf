"""What the front page tells: what to do now, how the policies stand, and what is empty."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policies.models import ProcessingActivity, Purpose, Recipient
from policies.publishing import pdf
from policies.publishing.publish import publish_policy
from policies.workplace.front import policies_of, tasks
from tests.policies.admin.sending import heading, text, title
from tests.policies.models.factories import make, make_company, make_policy, make_version

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def no_rendering(monkeypatch):
    """Leave out the PDF, which has tests of its own."""
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF-1.7")


@pytest.fixture
def company(db):
    return make_company()


def due(days):
    return TODAY + timedelta(days=days)


def to_do(company):
    """Return the tasks of a day: what each says, where it leads, and by when."""
    found = tasks(company, policies_of(company), today=TODAY)
    return [(task.text, task.href, task.due) for task in found]


def change(record):
    return reverse(f"admin:policies_{record._meta.model_name}_change", args=[record.pk])


def test_a_policy_is_published_and_again_when_it_changes(company):
    policy = make_policy(company, title="Kunder")
    href = reverse("admin:policy-publish", args=[policy.pk])
    assert to_do(company) == [("«Kunder» er ikke publisert ennå", href, TODAY)]
    publish_policy(policy, by="Kari")
    assert to_do(company) == []
    company.phone = "22 39 69 00"
    company.save()
    said = "«Kunder» viser fortsatt gammel tekst: endringer er ikke publisert"
    assert to_do(company) == [(said, href, TODAY)]
    publish_policy(policy, by="Kari")
    assert to_do(company) == []


def test_a_version_of_an_older_format_is_a_version(company):
    make_version(make_policy(company), 4)
    (standing,) = policies_of(company)
    assert (standing.version, standing.is_changed) == (4, True)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Avtalen med BDO er gått ut"),
        (0, "Avtalen med BDO går ut i dag"),
        (1, "Avtalen med BDO går ut om 1 dag"),
        (14, "Avtalen med BDO går ut om 14 dager"),
        (60, "Avtalen med BDO går ut om 60 dager"),
        (61, None),
    ],
)
def test_an_agreement_is_renewed_in_time(company, days, said):
    recipient = make(Recipient, company, name="BDO", agreement_expires_on=due(days))
    href = reverse("admin:recipient-touches", args=[recipient.pk])
    expected = [(said, href, due(days))] if said else []
    assert to_do(company) == expected
    recipient.ended_on = TODAY
    recipient.save()
    assert to_do(company) == []
    recipient.ended_on, recipient.agreement_expires_on = None, due(365)
    recipient.save()
    assert to_do(company) == []


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (0, True), (30, True), (31, False)])
def test_an_activity_is_reviewed_when_its_day_comes(company, days, is_told):
    activity = make(ProcessingActivity, company, name="Salg", next_review_on=due(days))
    said = [("Gå gjennom behandlingen «Salg»", change(activity), due(days))]
    assert to_do(company) == (said if is_told else [])
    activity.status, activity.ended_on = "ended", TODAY
    activity.save()
    assert to_do(company) == []


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (30, True), (31, False)])
def test_a_policy_is_reviewed_when_its_day_comes(company, days, is_told):
    policy = make_policy(company, title="Kunder", review_on=due(days))
    publish_policy(policy, by="Kari")
    said = [("Gå gjennom «Kunder»", change(policy), due(days))]
    assert to_do(company) == (said if is_told else [])


def test_at_most_five_things_are_told_by_date(company):
    make_policy(company, title="Kunder")
    for days in (9, -9, 3, 20, -2, 1):
        name = f"{days}"
        make(ProcessingActivity, company, f"a{days}", name=name, next_review_on=due(days))
        make(Recipient, company, f"r{days}", name=name, agreement_expires_on=due(days))
    assert [when for *_rest, when in to_do(company)] == [due(n) for n in (-9, -9, -2, -2, 0)]


def test_the_tasks_of_another_company_are_not_told(company):
    other = make_company("ntc")
    make_policy(other)
    make(Recipient, other, name="BDO", agreement_expires_on=TODAY)
    make(ProcessingActivity, other, name="Salg", next_review_on=TODAY)
    assert to_do(company) == []


def front(client):
    return client.get(reverse("admin:index"))


def test_the_page_tells_what_is_empty(staff_client, company):
    page = front(staff_client)
    assert (heading(page), title(page)) == ("Flex AS", "Flex AS – Personvernhub")
    shown = text(page)
    for said in (
        "Gjør dette nå Ingenting haster.",
        "Erklæringer Dere har ingen erklæring ennå. Lag en erklæring",
        "En ukjent bruker la til virksomhet «Flex AS». Hele historikken",
    ):
        assert shown.count(said) == 1
    add = reverse("admin:policies_policy_add")
    assert page.content.decode().count(f'href="{add}">Lag en erklæring') == 1


def test_the_page_tells_how_a_policy_stands(staff_client, company):
    policy = make_policy(company, title="Kunder")
    missing = policies_of(company)[0].missing
    gaps = f"Siden sier at {missing} ting ikke er oppgitt."
    before = f"Kunder Ikke publisert. Se over og publiser {gaps}"
    assert text(front(staff_client)).count(before) == 1
    publish_policy(policy, by="Kari")
    published = f"Kunder Publisert, versjon 1. Se siden {gaps}"
    assert text(front(staff_client)).count(published) == 1
    company.phone = "22 39 69 00"
    company.save()
    changed = "Kunder Publisert, versjon 1. Se siden Se over og publiser"
    assert text(front(staff_client)).count(changed) == 1


def test_the_page_tells_a_task_with_its_day(staff_client, company):
    day = timezone.localdate() - timedelta(days=1)
    recipient = make(Recipient, company, name="BDO", agreement_expires_on=day)
    page = front(staff_client)
    href = reverse("admin:recipient-touches", args=[recipient.pk])
    link = f'<a href="{href}">Avtalen med BDO er gått ut</a>'
    assert page.content.decode().count(link) == 1
    assert page.context["tasks"][0].due == day
    assert text(page).count("Ingenting haster.") == 0


def test_the_menu_is_in_the_order_of_the_work(staff_client, company):
    groups = [group["name"] for group in front(staff_client).context["app_list"]]
    assert groups == [
        "Virksomheten",
        "Behandlinger",
        "Mottakere",
        "Nettsted",
        "Erklæringer",
        "Henvendelser",
        "Protokoll",
        "Brukere",
    ]


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        front(client)
    return len(captured)


def add_rows(company, *numbers):
    """Add to the company one more of each that the page tells of."""
    for n in numbers:
        activity = make(
            ProcessingActivity, company, f"a{n}", name=f"Salg {n}", next_review_on=TODAY
        )
        make(Purpose, company, f"p{n}", activity=activity, text="selge")
        make(Recipient, company, f"r{n}", name=f"BDO {n}", agreement_expires_on=TODAY)
        policy = make_policy(company, f"policy-{n}")
        policy.activities.add(activity)
        make_version(policy)


def test_the_page_takes_as_many_queries_for_three_of_each_as_for_one(staff_client, company):
    add_rows(company, 1)
    front(staff_client)
    before = queries(staff_client)
    add_rows(company, 2, 3)
    assert queries(staff_client) <= before  # fewer kinds among the last changes ask less
