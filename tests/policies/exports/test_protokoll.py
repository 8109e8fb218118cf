"""The record says what the register says, in the order and by the names of art. 30."""

import io
import json
import zipfile

import pytest
from openpyxl import load_workbook

from policies.document import terms as t
from policies.exports.package import package
from policies.exports.protokoll import protokoll
from policies.exports.sheets import Choice, NoSuchSheetError, Scope, Variant, said_once
from policies.exports.text import as_json
from policies.exports.xlsx import as_xlsx
from tests.conftest import register_of
from tests.policies.exports.registers import DAY, EVERY, MANDATORY, generated, small

ACTIVE = Choice()


def sheet(register, name, choice=EVERY):
    return protokoll(register, DAY, choice).sheet(name)


def cells(found, column):
    place = [each.id for each in found.columns].index(column)
    return [row.cells[place] for row in found.rows]


def one(register, name, column, choice=EVERY):
    return cells(sheet(register, name, choice), column)[0]


def test_every_activity_is_told_of_once_with_its_names(register):
    own = [a for a in register.activities if a.role != t.ProcessingRole.PROCESSOR]
    found = sheet(register, "behandlinger")
    assert [row.record for row in found.rows] == [a.record for a in own]
    assert cells(found, "aktivitet") == [(a.name,) for a in own]
    told = [tuple(p.text for p in a.purposes) or ("ikke avklart",) for a in own]
    assert cells(found, "formaal") == told
    statuses = {a.key: str(a.status) for a in own}
    assert {row.record.split("/")[1]: row.status for row in found.rows} == statuses


def test_every_detail_is_told_of_once(register):
    found = protokoll(register, DAY, EVERY)
    uses = [use.record for a in register.activities for use in a.data_uses]
    assert [row.record for row in found.sheet("opplysninger").rows] == uses
    rules = [rule.record for rule in register.retention_rules]
    assert [row.record for row in found.sheet("lagring").rows] == rules
    cookies = [c.record for site in register.websites for c in site.cookies]
    assert [row.record for row in found.sheet("informasjonskapsler").rows] == cookies
    names = {cell[0].rpartition(" (")[0] for cell in cells(found.sheet("mottakere"), "mottaker")}
    assert names == {r.name for r in register.recipients}


def test_approved_alone_leaves_out_what_is_not_in_use(register):
    active = [
        a.record
        for a in register.activities
        if a.status == t.ActivityStatus.ACTIVE and a.role != t.ProcessingRole.PROCESSOR
    ]
    found = protokoll(register, DAY, ACTIVE)
    assert [row.record for row in found.sheet("behandlinger").rows] == active
    assert "status" not in [column.id for column in found.sheet("behandlinger").columns]
    kept = {a.name for a in register.activities if a.status == t.ActivityStatus.ACTIVE}
    assert {cell[0] for cell in cells(found.sheet("opplysninger"), "aktivitet")} <= kept


def test_columns_stand_in_the_order_of_art_30(register):
    found = protokoll(register, DAY, ACTIVE)
    laws = [c.law for c in found.sheet("behandlinger").columns if c.is_mandatory]
    assert laws == [f"art. 30 nr. 1 {letter}" for letter in "aabccdeefg"]
    laws = [c.law for c in found.sheet("databehandler").columns if c.is_mandatory]
    assert laws == [f"art. 30 nr. 2 {letter}" for letter in "aaabccd"]
    ids = [column.id for column in found.sheet("behandlinger").columns]
    assert ids[:6] == [
        "aktivitet",
        "ansvarlig",
        "andre-parter",
        "formaal",
        "registrerte",
        "opplysninger",
    ]


def test_mandatory_variant_has_the_keys_and_what_the_law_demands_alone(register):
    found = protokoll(register, DAY, MANDATORY)
    assert [each.id for each in found.sheets] == [
        "behandlinger",
        "databehandler",
        "opplysninger",
        "mottakere",
        "lagring",
    ]
    columns = [column for each in found.sheets for column in each.columns]
    assert [c.id for c in columns if not (c.is_mandatory or c.is_key)] == []
    with pytest.raises(NoSuchSheetError):
        found.sheet("informasjonskapsler")


def test_processor_has_a_row_for_each_client_in_their_order():
    found = sheet(generated(10), "databehandler")
    told = list(zip(cells(found, "oppdragsgiver"), cells(found, "aktivitet"), strict=True))
    assert told == [
        (("Kunde 0",), ("Behandling 9",)),
        (("Kunde 1",), ("Behandling 4",)),
        (("Kunde X",), ("Behandling 4",)),
        (("Kunde X",), ("Behandling 9",)),
    ]
    assert cells(found, "status") == [
        ("avsluttet 01.01.2026",),
        ("i bruk",),
        ("i bruk",),
        ("avsluttet 01.01.2026",),
    ]


def test_client_that_nobody_named_is_unknown():
    register = small(activities=[{"key": "a", "name": "Drift", "role": "processor"}])
    assert one(register, "databehandler", "oppdragsgiver") == ("ikke avklart",)


def test_unstated_is_unknown_in_every_mandatory_column():
    register = small(activities=[{"key": "a", "name": "Salg"}])
    found = sheet(register, "behandlinger", MANDATORY)
    told = dict(zip([c.id for c in found.columns], found.rows[0].cells, strict=True))
    assert told == {
        "aktivitet": ("Salg",),
        "ansvarlig": ("Liten AS, kontaktopplysninger er ikke avklart",),
        "andre-parter": (
            "Om ansvaret er delt med andre: ikke avklart",
            "Personvernombud: ikke avklart",
        ),
        "formaal": ("ikke avklart",),
        "registrerte": ("ikke avklart",),
        "opplysninger": ("ikke avklart",),
        "mottakere": ("ikke avklart",),
        "overforinger": ("ikke avklart",),
        "garantier": ("ikke avklart",),
        "slettefrister": ("ikke avklart",),
        "sikkerhet": ("ikke avklart",),
    }


def test_what_is_known_to_be_none_says_so():
    about = {"has_recipients": "no", "transfers_outside_eea": "no", "dpo_status": "none"}
    activity = {"key": "a", "name": "Salg", "role": "controller"}
    register = small(activities=[activity], **about)
    assert one(register, "behandlinger", "mottakere") == ("ingen",)
    assert one(register, "behandlinger", "overforinger") == ("ingen",)
    assert one(register, "behandlinger", "garantier") == ()
    assert one(register, "behandlinger", "andre-parter") == ("Personvernombud: ingen",)
    assert sheet(register, "mottakere").empty == "ingen"


def test_parties_are_told_with_how_they_are_reached():
    parties = [
        {"key": "o", "role": "dpo", "name": "Kari", "email": "kari@liten.no"},
        {"key": "f", "role": "joint-controller", "name": "Søster AS", "responsible_for": "kassen"},
        {"key": "k", "role": "contact", "name": "Ola"},
    ]
    activity = {"key": "a", "name": "Salg", "role": "joint"}
    register = small(activities=[activity], parties=parties)
    sister = (
        "Felles behandlingsansvarlig: Søster AS, kontaktopplysninger er ikke avklart "
        "(har ansvar for kassen)"
    )
    assert one(register, "behandlinger", "andre-parter") == (
        sister,
        "Personvernombud: Kari, kari@liten.no",
    )
    told = {fact.label: fact.text for fact in protokoll(register, DAY, EVERY).facts}
    assert told["Kontaktperson"] == ("Ola, kontaktopplysninger er ikke avklart",)
    labels = [fact.label for fact in protokoll(register, DAY, EVERY).facts]
    assert labels == [
        "Virksomhet",
        "Personvernombud",
        "Felles behandlingsansvarlig",
        "Kontaktperson",
        "Omfang",
    ]


def test_transfer_is_told_with_country_ground_and_safeguard():
    shop = register_of("eksempelbutikken")
    assert one(shop, "behandlinger", "overforinger") == (
        "Skylager Example Inc.: USA, EUs standardvilkår (art. 46 nr. 2 c)",
    )
    assert one(shop, "behandlinger", "garantier")[0].startswith("Skylager Example Inc.: vilkårene")
    found = sheet(shop, "mottakere")
    rows = dict(zip(cells(found, "mottaker"), cells(found, "tredjestat"), strict=True))
    assert {name[0]: land for name, land in rows.items() if land} == {
        "Tellerhuset Example Ltd. (databehandler, Storbritannia)": ("Storbritannia",),
        "Skylager Example Inc. (databehandler, USA)": ("USA",),
    }


def test_supplier_of_a_system_gets_data_and_has_no_transfer_stated():
    register = small(
        recipients=[{"key": "r", "name": "Drift AS", "kind_of": "organisation", "country": "NO"}],
        systems=[{"key": "s", "name": "Kasse", "supplier": "r"}],
        activities=[{"key": "a", "name": "Salg", "systems": ["s"]}],
    )
    assert one(register, "behandlinger", "mottakere") == (
        "Drift AS (rollen er ikke avklart, Norge)",
    )
    assert one(register, "behandlinger", "overforinger") == ("ikke avklart",)


def test_ended_recipient_is_told_of_as_ended():
    ended = {"key": "r", "name": "Før AS", "kind_of": "organisation", "ended_on": "2026-02-01"}
    register = small(recipients=[ended])
    assert one(register, "mottakere", "mottaker") == (
        "Før AS (rollen er ikke avklart, avsluttet 01.02.2026)",
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"period": "P5Y", "starts_from": "kjøpet"}, "Alle opplysninger: 5 år etter kjøpet"),
        ({"criterion": "saken er slutt"}, "Alle opplysninger: til saken er slutt"),
        (
            {"activity": "a", "period": "P3M", "law_reference": "lov § 1"},
            "3 måneder (lov § 1)",
        ),
        (
            {"kind_of": "exception", "criterion": "Loven krever mer."},
            "Alle opplysninger: unntak: lagres lenger: Loven krever mer.",
        ),
        ({}, "Alle opplysninger: ikke avklart"),
    ],
)
def test_time_limits_in_words(rule, told):
    register = small(
        activities=[{"key": "a", "name": "Salg"}], retention_rules=[{"key": "l", **rule}]
    )
    assert one(register, "behandlinger", "slettefrister") == (told,)


NO_CLIENTS = "Ingen behandlinger der virksomheten er databehandler for andre, er med i utvalget."


def test_register_without_activities_is_a_record_that_says_so():
    found = protokoll(small(), DAY, ACTIVE)
    assert [(each.id, len(each.rows), each.empty) for each in found.sheets] == [
        ("behandlinger", 0, "Ingen behandlinger er registrert som i bruk."),
        ("databehandler", 0, NO_CLIENTS),
        ("opplysninger", 0, "Ingen opplysninger er registrert."),
        ("mottakere", 0, "ikke avklart"),
        ("lagring", 0, "ikke avklart"),
        ("informasjonskapsler", 0, "ikke avklart"),
    ]
    assert (found.size, found.choice) == (0, ACTIVE)


def test_what_is_alike_in_all_rows_is_said_once():
    narrow, facts = said_once(sheet(register_of("eksempelbutikken"), "behandlinger", ACTIVE))
    assert [fact.label for fact in facts][:2] == [
        "Behandlingsansvarlig, med kontaktopplysninger (art. 30 nr. 1 a)",
        "Felles behandlingsansvarlig, representant og personvernombud (art. 30 nr. 1 a)",
    ]
    left = {column.id for column in narrow.columns}
    assert left.isdisjoint({"ansvarlig", "andre-parter", "sikkerhet"})
    assert {"aktivitet", "formaal", "mottakere"} <= left


EVERYTHING = Choice(Variant.WHOLE, Scope.EVERY)


@pytest.mark.parametrize(
    ("origin", "note"),
    [
        ("own", ""),
        ("example", "Virksomheten er oppdiktet."),
        ("reproduced", "Virksomheten har ikke laget dette registeret selv."),
    ],
)
def test_register_that_is_not_the_companys_own_says_so_in_every_file(origin, note):
    made = protokoll(small(origin=origin), DAY, EVERYTHING)
    assert made.note.startswith(note)
    assert json.loads(as_json(made)).get("merk", "") == made.note
    front = load_workbook(io.BytesIO(as_xlsx(made))).worksheets[0]
    said = [tuple(cell.value for cell in row) for row in front.iter_rows(max_col=2)]
    assert (("Eksempel", made.note) in said) is bool(note)
    with zipfile.ZipFile(io.BytesIO(package([], "Pakke", DAY, made.note))) as held:
        contents = held.read("innhold.txt").decode()
    assert contents.startswith(f"Pakke\n{made.note or 'Registeret'}")


NAMED = (
    "Nødvendige garantier ved overføring "
    "(art. 30 nr. 1 e, ved overføring etter art. 49 nr. 1 annet ledd)"
)


def test_column_without_a_word_is_left_out_unless_demanded():
    activities = [{"key": key, "name": key} for key in "ab"]
    register = small(activities=activities, has_recipients="no")
    _narrow, facts = said_once(sheet(register, "behandlinger"))
    told = {fact.label: fact.text for fact in facts}
    assert told[NAMED] == ("ikke aktuelt",)
    assert "Beskrivelse" not in told


def test_transfer_that_is_not_stated_leaves_its_parts_unknown():
    register = small(
        recipients=[{"key": "r", "name": "R", "kind_of": "organisation"}],
        disclosures=[{"key": "d", "recipient": "r"}],
    )
    for column in ("overforing", "tredjestat", "overforingsgrunnlag", "garantier"):
        assert one(register, "mottakere", column) == ("ikke avklart",)


def test_demands_are_as_wide_as_the_article_makes_them():
    columns = sheet(small(), "behandlinger", MANDATORY).columns
    assert [(c.law[-1], c.only) for c in columns if c.only] == [
        ("e", "dersom det er relevant"),
        ("e", "ved overføring etter art. 49 nr. 1 annet ledd"),
        ("f", "dersom det er mulig"),
        ("g", "dersom det er mulig"),
    ]
    columns = sheet(small(), "databehandler", MANDATORY).columns
    assert [(c.law[-1], c.only[:11]) for c in columns if c.only] == [
        ("c", "dersom det "),
        ("c", "ved overfør"),
        ("d", "dersom det "),
    ]


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("controller", ()),
        ("joint", ("Felles behandlingsansvarlig: ikke avklart",)),
        (None, ("Om ansvaret er delt med andre: ikke avklart",)),
    ],
)
def test_each_activity_tells_whether_it_is_shared(role, told):
    other = {"key": "b", "name": "Annet", "role": "controller"}
    register = small(activities=[{"key": "a", "name": "Salg", "role": role}, other])
    found = cells(sheet(register, "behandlinger", MANDATORY), "andre-parter")
    assert found == [(*told, "Personvernombud: ikke avklart"), ("Personvernombud: ikke avklart",)]
    narrow, _facts = said_once(sheet(register, "behandlinger"))
    kept = {column.id for column in narrow.columns}
    assert ("andre-parter" in kept) is (role != "controller")  # only what is alike is said once


def test_processor_tells_what_is_done_and_no_joint_controllers():
    register = small(
        parties=[{"key": "f", "role": "joint-controller", "name": "Søster AS"}],
        activities=[
            {"key": "a", "name": "A", "role": "processor", "description": "drift av kasse"}
        ],
    )
    assert one(register, "databehandler", "behandling") == ("drift av kasse",)
    assert one(register, "databehandler", "andre-parter") == ("Personvernombud: ikke avklart",)
    assert sheet(register, "mottakere").intro.startswith("For det virksomheten gjør som")
    assert sheet(small(), "mottakere").intro == ""


HERE = {"key": "r", "name": "Drift", "kind_of": "organisation", "country": "NO"}
AWAY = {**HERE, "country": "US"}


@pytest.mark.parametrize(
    ("recipient", "company", "own", "told"),
    [
        (HERE, "no", None, "nei"),
        (AWAY, "no", None, "ikke avklart"),  # the company's «nei» doesn't know of this one
        (AWAY, "no", "no", "nei"),
        (HERE, None, None, "ikke avklart"),
        (HERE, "no", "yes", "ja"),
    ],
)
def test_sheets_agree_on_what_leaves(recipient, company, own, told):
    register = small(
        recipients=[recipient],
        activities=[{"key": "a", "name": "Salg"}],
        disclosures=[{"key": "d", "recipient": "r", "transfer": own}],
        transfers_outside_eea=company,
    )
    assert one(register, "mottakere", "overforing") == (told,)
    leaves = {"nei": "ingen", "ja": "Drift: landet er ikke avklart, grunnlaget er ikke avklart"}
    assert one(register, "behandlinger", "overforinger") == (leaves.get(told, told),)


def test_supplier_has_a_row_for_the_activities_that_its_systems_lead_to():
    """Art. 30 no. 1 d: also where what it gets by name is of an activity that has ended."""
    register = small(
        recipients=[HERE],
        systems=[{"key": "s", "name": "Kasse", "supplier": "r"}],
        activities=[
            {"key": "a", "name": "Salg", "systems": ["s"]},
            {"key": "b", "name": "Før", "status": "ended", "ended_on": "2026-01-01"},
            {"key": "c", "name": "Utkast", "status": "draft", "systems": ["s"]},
        ],
        disclosures=[{"key": "d", "recipient": "r", "activities": ["b"]}],
    )
    found = protokoll(register, DAY, ACTIVE).sheet("mottakere")
    assert [row.record for row in found.rows] == ["recipient/r"]
    assert cells(found, "aktiviteter") == [("Salg",)]
    both = protokoll(register, DAY, EVERY).sheet("mottakere")
    assert cells(both, "aktiviteter") == [("Før",), ("Salg", "Utkast")]


def test_supplier_of_what_is_not_in_use_has_no_row():
    register = small(
        recipients=[HERE],
        systems=[{"key": "s", "name": "Kasse", "supplier": "r"}],
        activities=[{"key": "c", "name": "Utkast", "status": "draft", "systems": ["s"]}],
    )
    assert protokoll(register, DAY, ACTIVE).sheet("mottakere").rows == ()


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"transfer_mechanism": "45"}, "ikke avklart"),
        (
            {"transfer_mechanism": "45", "transfer_country": "GB"},
            "ikke nødvendig ved adekvansbeslutning",
        ),
        (
            {"transfer_mechanism": "45", "transfer_country": "US"},
            "ikke avklart om mottakeren er sertifisert",
        ),
        (
            {"transfer_mechanism": "45", "transfer_country": "US", "transfer_certified": "no"},
            "mottakeren er ikke sertifisert, og da gjelder ikke adekvansbeslutningen",
        ),
        (
            {"transfer_mechanism": "45", "transfer_country": "US", "transfer_certified": "yes"},
            "mottakeren er sertifisert",
        ),
        (
            {"transfer_mechanism": "49", "transfer_country": "US"},
            "ikke avklart (kreves bare etter art. 49 nr. 1 annet ledd)",
        ),
        ({"transfer_mechanism": "46-2-c", "transfer_country": "US"}, "ikke avklart"),
    ],
)
def test_safeguards_that_are_not_told(about, told):
    """Commission Implementing Decision (EU) 2023/1795: the USA, for certified recipients alone."""
    register = small(
        recipients=[AWAY],
        activities=[{"key": "a", "name": "Salg"}],
        disclosures=[{"key": "d", "recipient": "r", "transfer": "yes", **about}],
    )
    assert one(register, "mottakere", "garantier") == (told,)
    assert one(register, "behandlinger", "garantier") == (f"Drift: {told}",)
