"""How a deadline was counted, in words: the days of law.md E13, with holidays by name."""

from datetime import date

import pytest

from rights_requests.clock import clock_of
from rights_requests.models import Case, Pause
from rights_requests.public.explaining import explained, stops_at_once

RULE = "Reglene står i personvernforordningen art. 12 nr. 3 og forskrift 4. desember 1992 nr. 910."


def steps(received_on, pauses=(), today=None, **about):
    case = Case(received_on=received_on, country="NO", **about)
    return explained(case, clock_of(case, pauses, today or received_on))


def test_plain_month():
    assert steps(date(2026, 11, 22)) == [
        "Vi fikk henvendelsen 22. november 2026. Den dagen telles ikke med.",
        "Én måned etter er 22. desember 2026.",
        RULE,
    ]


def test_days_that_are_no_working_days_are_named():
    assert steps(date(2026, 11, 25))[2] == (
        "25. desember 2026 er første juledag, 26. desember 2026 er andre juledag og "
        "27. desember 2026 er en søndag. Da er siste dag neste virkedag: 28. desember 2026."
    )


def test_pauses_are_added():
    ended = Pause(asked_on=date(2026, 11, 23), answered_on=date(2026, 11, 24))
    assert "Vi ventet på svar fra deg i 1 dag. Den er lagt til." in steps(
        date(2026, 11, 22), [ended]
    )
    open_one = Pause(asked_on=date(2026, 11, 25))
    told = steps(date(2026, 11, 22), [ended, open_one], today=date(2026, 11, 28))
    assert "Vi ventet på svar fra deg i 4 dager. De er lagt til." in told
    assert (
        "Fristen har stått stille siden 25. november 2026, fordi vi venter på svar fra deg." in told
    )


def test_extension_and_promise():
    sent = date(2026, 12, 1)
    told = steps(
        date(2026, 11, 22),
        today=sent,
        extension_on=sent,
        extension_sent_on=sent,
        promised_days=14,
    )
    assert told[1] == (
        "Fristen er forlenget. Tre måneder etter at vi fikk henvendelsen, er 22. februar 2027."
    )
    assert told[2].startswith("Vi har lovet svar på 14 dager, altså 6. desember 2026.")


@pytest.mark.parametrize(
    ("rights", "at_once"),
    [
        (["marketing"], True),
        (["marketing", "withdrawal"], True),
        (["marketing", "access"], False),
        ([], False),
    ],
)
def test_marketing_and_consent_wait_no_month(rights, at_once):
    assert stops_at_once(rights) is at_once
