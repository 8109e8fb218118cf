"""What a recipient touches, and what its facts ask for."""

from datetime import date

import pytest

from policies.exports.touching import touched
from tests.conftest import register_of
from tests.policies.exports.registers import DAY, small

RECIPIENT = {"key": "r", "name": "Sky Inc.", "kind_of": "organisation", "role": "processor"}
SIGNED = {"agreement": "yes", "country": "NO"}


def asked(recipient=None, **more):
    about = {**RECIPIENT, **SIGNED, **(recipient or {})}
    found = touched(small(recipients=[about], **more), "r", DAY)
    return [(todo.text, todo.record, todo.law) for todo in found.todos]


def test_everything_that_names_it_is_found():
    found = touched(register_of("eksempelbutikken"), "tellerhuset", DAY)
    assert [a.key for a in found.activities] == ["nettstatistikk"]
    assert [x.key for x in found.systems] == ["besokstelling"]
    assert [w.key for w in found.websites] == ["eksempelbutikken"]
    assert [p.key for p in found.policies] == ["personvern"]
    assert found.todos == ()


def test_nothing_is_asked_for_when_all_is_in_order():
    assert asked() == []


@pytest.mark.parametrize(
    ("recipient", "text", "law"),
    [
        ({"role": None}, "Avklar hvilken rolle Sky Inc. har", "art. 4 nr. 7 og 8"),
        (
            {"agreement": "no"},
            "Inngå databehandleravtale med Sky Inc., og før den opp",
            "art. 28 nr. 3",
        ),
        (
            {"role": "joint", "agreement": None},
            "Avtal med Sky Inc. hvem som gjør hva, og før det opp",
            "art. 26 nr. 1",
        ),
        (
            {"agreement_expires_on": date(2026, 12, 24)},
            "Forny avtalen med Sky Inc., som gjelder til 24.12.2026",
            "art. 28 nr. 3",
        ),
        ({"country": None}, "Avklar hvilket land Sky Inc. er i", "art. 44"),
        (
            {"country": "US"},
            "Sky Inc. er i USA. Før opp hva som overføres dit",
            "art. 44",
        ),
    ],
)
def test_what_stands_on_it_asks_for_something(recipient, text, law):
    assert asked(recipient) == [(text, "recipient/r", law)]


def test_expired_agreement_is_told_as_expired():
    ((text, _record, _law),) = asked({"agreement_expires_on": date(2026, 11, 21)})
    assert text.endswith("Sky Inc., som gikk ut 21.11.2026")
    assert asked({"agreement_expires_on": date(2027, 2, 1)}) == []


@pytest.mark.parametrize(
    ("transfer", "texts"),
    [
        ({}, ["Sky Inc. er i USA. Avklar om opplysningene overføres dit"]),
        (
            {"transfer": "no"},
            ["Sky Inc. er i USA. Sjekk at det stemmer at ingenting overføres dit"],
        ),
        (
            {"transfer": "yes"},
            [
                "Avklar hvilket land Sky Inc. overfører opplysninger til",
                "Avklar hva overføringen til Sky Inc. bygger på",
            ],
        ),
        (
            {"transfer": "yes", "transfer_country": "US"},
            ["Avklar hva overføringen til USA bygger på"],
        ),
        ({"transfer": "yes", "transfer_country": "US", "transfer_mechanism": "46-2-c"}, []),
    ],
)
def test_country_outside_the_eea_asks_each_disclosure(transfer, texts):
    disclosure = {"key": "d", "recipient": "r", **transfer}
    found = asked({"country": "US"}, disclosures=[disclosure])
    assert [(text, record) for text, record, _law in found] == [
        (text, "disclosure/d") for text in texts
    ]


def test_disclosure_of_everything_touches_every_activity_in_use():
    activities = [
        {"key": "a", "name": "Salg"},
        {"key": "b", "name": "Før", "status": "ended", "ended_on": "2026-01-01"},
    ]
    register = small(
        recipients=[{**RECIPIENT, **SIGNED}],
        activities=activities,
        disclosures=[{"key": "d", "recipient": "r"}],
    )
    assert [a.key for a in touched(register, "r", DAY).activities] == ["a"]


def test_transfer_by_a_recipient_within_the_eea_is_asked_of_too():
    disclosure = {"key": "d", "recipient": "r", "transfer": "yes", "transfer_country": "IN"}
    assert asked(disclosures=[disclosure]) == [
        ("Avklar hva overføringen til India bygger på", "disclosure/d", "art. 45–49")
    ]


@pytest.mark.parametrize(
    ("role", "law"),
    [("processor", "art. 28 nr. 3"), ("joint", "art. 26 nr. 1"), ("controller", "")],
)
def test_agreement_that_runs_out_names_the_law_of_the_role(role, law):
    expires = {"role": role, "agreement_expires_on": date(2026, 12, 24)}
    assert [todo[2] for todo in asked(expires)] == [law]


@pytest.mark.parametrize("role", ["processor", "controller"])
def test_ended_processor_deletes_or_gives_back(role):
    ended = {"ended_on": date(2026, 1, 1), "agreement": "no", "country": "US", "role": role}
    text = "Sjekk at Sky Inc. har slettet opplysningene eller levert dem tilbake"
    todo = (text, "recipient/r", "art. 28 nr. 3 g")
    assert asked(ended) == ([todo] if role == "processor" else [])


def test_unknown_recipient():
    with pytest.raises(KeyError):
        touched(small(), "r", DAY)
