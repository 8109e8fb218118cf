"""The drawing joins what the register joins, and its table says the same."""

import pytest
from lxml import etree

from policies.exports.flow import MOST, drawing, flow
from policies.exports.sheets import Choice
from tests.conftest import register_of
from tests.policies.exports.registers import EVERY, generated, small

SVG = "{http://www.w3.org/2000/svg}"


def joined(found, column):
    here, there = found.boxes[column], found.boxes[column + 1]
    return {(here[a], there[b]) for at, a, b in found.links if at == column}


def test_recipients_lead_to_their_countries():
    found = flow(register_of("eksempelbutikken"), Choice())
    assert found.columns == ("Hvor fra", "Hvorfor", "Til hvem", "Hvor i verden")
    ends = joined(found, 2)
    assert ("Skylager Example Inc.", "USA, utenfor EØS") in ends
    assert ("Brevdue Eksempel AB", "Sverige") in ends
    assert found.outside == {"USA, utenfor EØS", "Storbritannia, utenfor EØS"}
    assert ("Nyhetsbrev", "Brevdue Eksempel AB") in joined(found, 1)
    assert ("personen selv", "Nyhetsbrev") in joined(found, 0)


def test_drawing_is_whole_xml_with_every_box(register):
    found = flow(register, EVERY)
    tree = etree.fromstring(drawing(found))
    assert tree.get("role") == "img"
    assert tree.get("aria-label") == found.description
    boxes = sum(map(len, found.boxes))
    assert len(tree.findall(f"{SVG}rect")) == boxes
    assert len(tree.findall(f"{SVG}path")) == len(found.links)
    assert max(map(len, found.boxes)) <= MOST
    assert all(
        0 <= a < len(found.boxes[at]) and 0 <= b < len(found.boxes[at + 1])
        for at, a, b in found.links
    )


def test_many_share_the_last_box_and_row():
    found = flow(generated(50), EVERY)
    assert (len(found.boxes[1]), found.boxes[1][-1]) == (MOST, "og 31 til")
    assert (len(found.rows), found.rows[-1][1]) == (MOST, "og 31 til")


def test_table_has_a_row_for_each_activity():
    found = flow(register_of("eksempelbutikken"), Choice())
    assert found.rows[2] == (
        "personen selv",
        "Nyhetsbrev: sende deg nyhetsbrevet og kunne vise at du har sagt ja til nyhetsbrevet",
        "Brevdue Eksempel AB",
        "Sverige",
    )


def test_unknown_is_said():
    register = small(
        activities=[{"key": "a", "name": "Salg"}],
        recipients=[{"key": "r", "name": "Hvem AS", "kind_of": "organisation"}],
        disclosures=[{"key": "d", "recipient": "r"}],
    )
    assert flow(register, EVERY).boxes == (
        ("ikke avklart",),
        ("Salg",),
        ("Hvem AS",),
        ("ikke avklart",),
    )


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "a & b", '"><svg onload=x>', "x" * 300, "å " * 90]
)
def test_names_are_text_whatever_they_hold(name):
    register = small(activities=[{"key": "a", "name": name}])
    drawn = drawing(flow(register, EVERY))
    tree = etree.fromstring(drawn)
    assert "<script" not in drawn
    assert tree.findall(f".//{SVG}svg") == []
    lines = [each.text for each in tree.findall(f"{SVG}text")]
    assert max(map(len, lines)) <= 36


def test_nothing_to_draw():
    found = flow(small(), EVERY)
    assert (found.boxes, found.rows) == (((), (), (), ()), ())
    etree.fromstring(drawing(found))


US = {"key": "r", "name": "Sky", "kind_of": "organisation", "country": "US"}
NO = {**US, "country": "NO"}


@pytest.mark.parametrize(
    ("recipient", "about", "place", "far"),
    [
        (US, {"transfer": "no"}, "innenfor EØS", "ingen"),
        (US, {}, "USA, overføring ikke avklart", "ikke avklart"),
        (NO, {"transfer": "no"}, "Norge", "ingen"),
        (NO, {}, "Norge", "ikke avklart"),
        (NO, {"transfer": "yes"}, "utenfor EØS, landet er ikke avklart", "ikke avklart"),
        (NO, {"transfer": "yes", "transfer_country": "IN"}, "India, utenfor EØS", "India"),
        (NO, {"transfer": "yes", "transfer_country": "SE"}, "Sverige", "ingen"),
    ],
)
def test_place_is_what_is_stated_and_no_more(recipient, about, place, far):
    register = small(
        activities=[{"key": "a", "name": "Salg"}],
        recipients=[recipient],
        disclosures=[{"key": "d", "recipient": "r", **about}],
    )
    found = flow(register, EVERY)
    assert found.boxes[3] == (place,)
    assert found.outside == ({place} if "utenfor" in place else set())
    assert f"Land utenfor EØS: {far}." in found.description


def test_description_counts_all_of_them_and_tells_of_doubt():
    found = flow(generated(50), EVERY)
    assert found.description.startswith("Flyten av opplysninger: 50 behandlinger og 7 mottakere.")
    both = small(
        activities=[{"key": "a", "name": "Salg"}],
        recipients=[US, {**NO, "key": "n", "name": "N"}],
        disclosures=[
            {"key": "d", "recipient": "r", "transfer": "yes", "transfer_country": "US"},
            {"key": "e", "recipient": "n"},
        ],
    )
    assert "Land utenfor EØS: USA. Noe er ikke avklart." in flow(both, EVERY).description
