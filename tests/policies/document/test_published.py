"""What readers get of a register, and above all what they don't."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.document.integrity import references
from policies.document.published import INTERNAL, Published, excerpt
from policies.document.schema import Policy, Register
from tests.conftest import COMPANIES, register_of
from tests.strategies import registers

FAST = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
DOUBTFUL = {
    "allprofil": 22,
    "finmug": 5,
    "flex": 6,
    "flinke-jenter": 5,
    "ntc": 8,
    "eksempelbutikken": 0,
}


def register(**fields: Any) -> Register:
    """Return a company with one policy, which covers the activity `salg`, and the fields."""
    about = {
        "activities": [{"key": "salg", "name": "Salg"}],
        "policies": [{"key": "personvern", "title": "Personvern", "activities": ["salg"]}],
        **fields,
    }
    return Register.model_validate({"key": "flex", "name": "Flex AS", **about})


def published(company: Register, key: str = "personvern") -> Published:
    """Return version 1 of the policy."""
    about = excerpt(company, key)
    return Published(policy=key, version=1, effective_at=AT, company=about)


def keys(records: tuple[Any, ...]) -> list[str]:
    """Return the keys of records."""
    return [record.key for record in records]


def test_unknown_policy_raises():
    with pytest.raises(KeyError) as found:
        excerpt(register(), "cookies")
    assert found.value.args == ("cookies",)


def test_other_policies_are_left_out():
    policies = [
        {"key": "ansatte", "title": "For ansatte", "rights": [{"key": "a", "right": "access"}]},
        {"key": "personvern", "title": "Personvern", "rights": [{"key": "b", "right": "access"}]},
    ]
    shown = published(register(policies=policies))
    assert keys(shown.company.policies) == ["personvern"]
    assert shown.statement.title == "Personvern"
    assert keys(shown.statement.rights) == ["b"]


def test_activities_that_are_ended_drafts_or_of_other_policies_are_left_out():
    activities = [
        {"key": "salg", "name": "Salg"},
        {"key": "gammel", "name": "Gammel", "status": "ended", "ended_on": "2026-01-01"},
        {"key": "ny", "name": "Ny", "status": "draft"},
        {"key": "annen", "name": "Annen"},
    ]
    chosen = {"key": "personvern", "title": "P", "activities": ["salg", "gammel", "ny"]}
    shown = excerpt(register(activities=activities, policies=[chosen]), "personvern")
    assert keys(shown.activities) == ["salg"]
    assert shown.policies[0].activities == ("salg",)


def test_an_ended_recipient_and_what_goes_to_it_are_left_out():
    shown = excerpt(
        register(
            recipients=[
                {"key": "ny", "name": "Ny", "kind_of": "organisation"},
                {
                    "key": "gammel",
                    "name": "Gammel",
                    "kind_of": "organisation",
                    "ended_on": "2026-01-01",
                },
            ],
            disclosures=[
                {"key": "a", "recipient": "gammel"},
                {"key": "b", "recipient": "gammel", "activities": ["salg"]},
                {"key": "c", "recipient": "ny", "activities": ["salg"]},
            ],
            systems=[{"key": "kasse", "name": "Kasse", "is_shown": True, "supplier": "gammel"}],
            activities=[{"key": "salg", "name": "Salg", "systems": ["kasse"]}],
            websites=[
                {
                    "key": "nett",
                    "cookies": [{"key": "k", "provider": "gammel"}, {"key": "l", "provider": "ny"}],
                }
            ],
            retention_rules=[{"key": "r", "recipient": "gammel", "criterion": "x"}],
            policies=[
                {"key": "personvern", "title": "P", "activities": ["salg"], "websites": ["nett"]}
            ],
        ),
        "personvern",
    )
    assert (keys(shown.recipients), keys(shown.disclosures)) == (["ny"], ["c"])
    assert [system.supplier for system in shown.systems] == [None]
    assert [cookie.provider for cookie in shown.websites[0].cookies] == [None, "ny"]
    assert shown.retention_rules == ()


def test_websites_outside_the_policy_are_left_out():
    websites = [{"key": "butikk", "host": "flex.no"}, {"key": "intern", "host": "i.flex.no"}]
    chosen = {"key": "personvern", "title": "P", "websites": ["butikk"]}
    shown = excerpt(register(websites=websites, policies=[chosen]), "personvern")
    assert keys(shown.websites) == ["butikk"]


def test_systems_are_shown_when_chosen_and_in_use():
    systems = [
        {"key": "kasse", "name": "Kasse", "is_shown": True},
        {"key": "lager", "name": "Lager"},
        {"key": "arkiv", "name": "Arkiv", "is_shown": True},
    ]
    activities = [{"key": "salg", "name": "Salg", "systems": ["kasse", "lager"]}]
    shown = excerpt(register(systems=systems, activities=activities), "personvern")
    assert keys(shown.systems) == ["kasse"]
    assert shown.activities[0].systems == ("kasse",)


def test_disclosures_follow_their_activities():
    activities = [{"key": key, "name": key} for key in ("salg", "annen")]
    disclosures = [
        {"key": "alle", "recipient": "bud"},
        {"key": "begge", "recipient": "bud", "activities": ["salg", "annen"]},
        {"key": "bare-annen", "recipient": "bank", "activities": ["annen"]},
    ]
    recipients = [{"key": key, "name": key, "kind_of": "category"} for key in ("bud", "bank")]
    company = register(activities=activities, disclosures=disclosures, recipients=recipients)
    shown = excerpt(company, "personvern")
    assert {d.key: d.activities for d in shown.disclosures} == {"alle": (), "begge": ("salg",)}
    assert keys(shown.recipients) == ["bud"]


def test_recipients_are_those_that_something_shown_names():
    recipients = [
        {"key": key, "name": key, "kind_of": "organisation"}
        for key in ("bud", "drift", "skjult-drift", "analyse", "skjult-analyse", "ingen")
    ]
    cookies = {"butikk": "analyse", "intern": "skjult-analyse"}
    company = register(
        recipients=recipients,
        disclosures=[{"key": "a", "recipient": "bud"}],
        systems=[
            {"key": "kasse", "name": "Kasse", "supplier": "drift", "is_shown": True},
            {"key": "lager", "name": "Lager", "supplier": "skjult-drift"},
        ],
        activities=[{"key": "salg", "name": "Salg", "systems": ["kasse", "lager"]}],
        websites=[
            {"key": site, "cookies": [{"key": who, "provider": who}]}
            for site, who in cookies.items()
        ],
        policies=[
            {"key": "personvern", "title": "P", "activities": ["salg"], "websites": ["butikk"]}
        ],
    )
    assert keys(excerpt(company, "personvern").recipients) == ["bud", "drift", "analyse"]


def test_parties_are_shown_when_chosen_or_when_the_law_demands():
    roles = ("contact", "dpo", "representative", "joint-controller")
    parties = [{"key": role, "role": role} for role in roles]
    parties.append({"key": "vises", "role": "contact", "is_shown": True})
    shown = excerpt(register(parties=parties), "personvern")
    assert keys(shown.parties) == ["dpo", "representative", "joint-controller", "vises"]


def test_terms_are_those_in_use():
    words = {"navn": "data", "kunder": "subject", "helse": "data", "barn": "subject"}
    terms = [{"key": key, "name": key, "kind_of": kind} for key, kind in words.items()]
    uses = {"salg": ("navn", "kunder"), "annen": ("helse", "barn")}
    activities = [
        {"key": key, "name": key, "data_uses": [{"key": key, "category": a, "subjects": [b]}]}
        for key, (a, b) in uses.items()
    ]
    shown = excerpt(register(terms=terms, activities=activities), "personvern")
    assert keys(shown.terms) == ["navn", "kunder"]


def test_rules_and_measures_follow_what_they_are_about():
    activities = [
        {"key": key, "name": key, "purposes": [{"key": f"f-{key}", "text": "f"}],
         "data_uses": [{"key": f"d-{key}"}]}
        for key in ("salg", "annen")
    ]  # fmt: skip
    subjects = {"activity": "", "purpose": "f-", "data_use": "d-"}
    rules = [{"key": "alt"}, {"key": "bud", "recipient": "bud"}, {"key": "ut", "recipient": "ut"}]
    rules += [
        {"key": f"{start}{key}", name: f"{start}{key}"}
        for name, start in subjects.items()
        for key in ("salg", "annen")
    ]
    company = register(
        activities=activities,
        retention_rules=rules,
        security_measures=[
            {"key": "alle", "text": "lås"},
            {"key": "salg", "text": "lås", "activity": "salg"},
            {"key": "annen", "text": "lås", "activity": "annen"},
        ],
        recipients=[{"key": k, "name": k, "kind_of": "category"} for k in ("bud", "ut")],
        disclosures=[{"key": "a", "recipient": "bud"}],
    )
    shown = excerpt(company, "personvern")
    assert keys(shown.retention_rules) == ["alt", "bud", "salg", "f-salg", "d-salg"]
    assert keys(shown.security_measures) == ["alle", "salg"]


def test_assertions_are_shown_when_chosen():
    about = {"kind_of": "claim", "shown_reason": "internt"}
    assertions = [
        {**about, "key": "vist", "text": "Vi er trygge.", "is_shown": True},
        {**about, "key": "skjult", "text": "Vi er tryggest."},
        {**about, "key": "tvil", "text": "Loven krever det.", "doubt": "wrong"},
        {**about, "key": "annen", "text": "A", "is_shown": True, "activity": "annen"},
        {**about, "key": "salg", "text": "B", "is_shown": True, "activity": "salg"},
    ]
    activities = [{"key": key, "name": key} for key in ("salg", "annen")]
    shown = excerpt(register(assertions=assertions, activities=activities), "personvern")
    assert keys(shown.assertions) == ["vist", "salg"]
    assert [a.shown_reason for a in shown.assertions] == ["", ""]


@pytest.mark.parametrize(
    ("origin", "documents"), [("own", []), ("example", []), ("reproduced", ["kilde"])]
)
def test_source_documents_are_named_for_what_is_reproduced(origin, documents):
    source = {"key": "kilde", "file": "kilde.txt", "sha256": "0" * 64}
    shown = excerpt(register(origin=origin, documents=[source]), "personvern")
    assert keys(shown.documents) == documents


def test_internal_fields_are_emptied():
    company = register(
        other_names=["FLEX"],
        activities=[
            {"key": "salg", "name": "Salg", "owner": "Kari", "dpia": "needed",
             "next_review_on": "2026-06-01", "role": "controller"}
        ],
        recipients=[
            {"key": "bud", "name": "Bud", "kind_of": "category", "agreement": "yes",
             "agreement_signed_on": "2026-01-01", "agreement_expires_on": "2027-01-01"}
        ],
        disclosures=[{"key": "a", "recipient": "bud"}],
        policies=[{"key": "personvern", "title": "P", "activities": ["salg"],
                   "review_on": "2026-06-01", "audience": "kunder"}],
    )  # fmt: skip
    told = excerpt(company, "personvern").model_dump(mode="json", exclude_defaults=True)
    assert told == {
        "key": "flex",
        "name": "Flex AS",
        "activities": [{"key": "salg", "name": "Salg", "role": "controller"}],
        "recipients": [{"key": "bud", "name": "Bud", "kind_of": "category", "agreement": "yes"}],
        "disclosures": [{"key": "a", "recipient": "bud"}],
        "policies": [
            {"key": "personvern", "title": "P", "activities": ["salg"], "audience": "kunder"}
        ],
    }


def test_same_content_is_what_is_said_whenever_it_was_published():
    first = published(register())
    later = first.model_copy(
        update={"version": 2, "effective_at": datetime(2027, 1, 1, tzinfo=UTC)}
    )
    assert first.same_content(later)
    assert not first.same_content(published(register(city="Oslo")))


@pytest.mark.parametrize("key", COMPANIES)
def test_doubtful_claims_never_stand_in_what_is_published(key):
    company = register_of(key)
    doubtful = [a.text for a in company.assertions if a.doubt]
    hidden = [a.text for a in company.assertions if not a.is_shown]
    told = json.dumps(published(company).model_dump(mode="json"), ensure_ascii=False)
    assert [text for text in hidden if json.dumps(text, ensure_ascii=False)[1:-1] in told] == []
    assert (set(doubtful) - set(hidden), len(doubtful)) == (set(), DOUBTFUL[key])


@pytest.mark.parametrize("key", COMPANIES)
def test_records_of_a_published_company_only_name_records_that_are_published(key):
    shown = published(register_of(key)).company
    held = {value.key for value in shown.walk()}
    named = set()
    for value in shown.walk():
        for name in references(type(value)):
            told = getattr(value, name)
            named |= set(told) if isinstance(told, tuple) else {told} - {None}
    assert named - held == set()


with_policy = registers().filter(lambda company: company.policies)


@FAST
@given(st.data())
def test_excerpt_holds_through_json_and_leaves_nothing_internal(data):
    company = data.draw(with_policy)
    key = data.draw(st.sampled_from(company.policies)).key
    made = published(company, key)
    assert Published.model_validate_json(made.model_dump_json()) == made
    assert excerpt(made.company, key) == made.company
    for value in made.company.walk():
        assert value.sources == ()
        for name in INTERNAL.get(type(value), ()):
            assert getattr(value, name) == type(value).model_fields[name].default
    assert all(a.is_shown and not a.doubt for a in made.company.assertions)
    assert [type(p) for p in made.company.policies] == [Policy]
