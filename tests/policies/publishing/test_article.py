"""The article: what stands on the page, for all six companies, and for made registers."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from policies.document import schema as s
from policies.document import terms as t
from policies.document.periods import amount, period_in_words, written_period
from policies.document.published import Published, excerpt
from policies.publishing import article
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.missing import gaps
from policies.publishing.article.words import (
    country,
    day,
    lifetime,
    listed,
    lower_first,
    sentence,
)
from tests.conftest import COMPANIES, SOURCES, register_of

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEADINGS = [
    "Kort fortalt",
    "Hvem er ansvarlig?",
    "Hva bruker vi opplysningene til?",
    "Hvem får opplysningene?",
    "Overføring ut av EØS",
    "Informasjonskapsler",
    "Rettighetene dine",
    "Sikkerhet",
    "Annet du bør vite",
    "Dette har vi ikke oppgitt",
    "Endringer",
]
ENGLISH = re.compile(r"\b(the|and|is|are|of|your|privacy|policy|None|unknown)\b")


def published(register: s.Register) -> Published:
    company = excerpt(register, "personvern")
    return Published(policy="personvern", version=1, effective_at=AT, company=company)


def made(**fields) -> Published:
    policy = {"key": "personvern", "title": "Personvernerklæring for A", "activities": ["a"]}
    policy |= fields.pop("policy", {})
    activities = [{"key": "a", "name": "Salg", **fields.pop("activity", {})}]
    register = {"key": "a", "name": "A", "policies": [policy], "activities": activities, **fields}
    return published(s.Register.model_validate(register))


def text_of(html: str) -> str:
    html = re.sub(r"</?(a|span|strong)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ").split())


def told(**fields) -> str:
    return text_of(article.render(made(**fields)))


@pytest.mark.parametrize("key", COMPANIES)
def test_article_has_the_fixed_headings_in_order(key):
    html = article.render(published(register_of(key)))
    found = [text_of(h) for h in re.findall(r"<h2.*?</h2>", html, re.DOTALL)]
    assert found == [heading for heading in HEADINGS if heading in found]
    assert found[:4] == HEADINGS[:4]
    assert re.findall(r"<h(\d)", html).count("1") == 1


@pytest.mark.parametrize("key", COMPANIES)
def test_article_is_norwegian_and_has_nothing_empty(key):
    html = article.render(published(register_of(key)))
    assert ENGLISH.findall(text_of(html)) == []
    assert re.findall(r"<(p|li|td|th|h2|h3|caption)[^>]*>\s*</\1>", html) == []
    assert [s for s in ("..", " ,", " .", "( ", ": .", "«»", "%(") if s in text_of(html)] == []


@pytest.mark.parametrize("key", COMPANIES)
def test_article_blocks_carry_records_that_exist(key):
    document = published(register_of(key))
    known = {value.record for value in document.company.walk()} | {
        f"right/{right}" for right in t.Right
    }
    found = set(re.findall(r'data-record="([^"]+)"', article.render(document)))
    assert found - known == set()
    assert len(found) > 20


@pytest.mark.parametrize("key", COMPANIES)
def test_article_links_within_itself_only_to_what_is_there(key):
    html = article.render(published(register_of(key)))
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) - ids == set()


@pytest.mark.parametrize("key", SOURCES)
def test_article_of_a_reproduced_company_says_so_and_keeps_claims_off(key):
    register = register_of(key)
    html = text_of(article.render(published(register)))
    assert "Virksomheten har ikke publisert den." in html
    hidden = [a.text for a in register.assertions if a.doubt]
    assert [text for text in hidden if text in html] == []
    assert [p.name for p in register.parties if p.name in html] == []


def test_article_never_names_another_companys_domain():
    assert "mtagroup" not in article.render(published(register_of("flinke-jenter")))
    assert "Difi" not in article.render(published(register_of("ntc")))


def test_article_of_the_complete_example_lacks_nothing():
    document = published(register_of("eksempelbutikken"))
    assert gaps(Lookup(document)) == []
    assert "ikke oppgitt" not in text_of(article.render(document))


def test_article_is_the_same_for_the_same_document():
    document = published(register_of("ntc"))
    assert article.render(document) == article.render(document)


def test_article_escapes_what_people_write():
    html = article.render(made(activity={"name": "<script>alert(1)</script>"}))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_unknowns_are_said_once_above():
    text = told(
        activity={"purposes": [{"key": "p", "text": "selge"}, {"key": "q", "text": "kjøpe"}]}
    )
    assert text.count("Vi har ikke oppgitt behandlingsgrunnlaget for formålene nedenfor") == 1
    assert "Formål: selge · kjøpe" in text
    assert "Vi har ikke oppgitt hvor lenge vi lagrer opplysningene." in text
    assert "Vi har ikke oppgitt hvem som får opplysningene." in text


BASES = [
    ({"legal_basis": "6-1-a"}, "Samtykke. Vi gjør dette bare hvis du har sagt ja."),
    ({"legal_basis": "6-1-b"}, "Avtale. Vi trenger opplysningene for å oppfylle avtalen med deg"),
    ({"legal_basis": "6-1-c"}, "Rettslig plikt. Loven er ikke oppgitt."),
    (
        {"legal_basis": "6-1-c", "law_reference": "bokføringsloven § 13"},
        "Rettslig plikt. Bokføringsloven § 13 pålegger oss dette.",
    ),
    ({"legal_basis": "6-1-d"}, "Vitale interesser. Opplysningene er nødvendige"),
    ({"legal_basis": "6-1-e"}, "offentlig myndighet. Loven er ikke oppgitt."),
    ({"legal_basis": "6-1-e", "law_reference": "x-loven"}, "offentlig myndighet, etter x-loven."),
    ({"legal_basis": "6-1-f"}, "Berettiget interesse. Interessen er ikke oppgitt."),
    (
        {"legal_basis": "6-1-f", "interest": "stanse svindel"},
        "Berettiget interesse. Vi gjør dette for å stanse svindel.",
    ),
    (
        {"legal_basis": "6-1-a", "special_basis": "9-2-a"},
        "For særlige kategorier: uttrykkelig samtykke (art. 9 nr. 2 a).",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), BASES)
def test_basis_is_told_with_its_sentence(fields, expected):
    assert expected in told(activity={"purposes": [{"key": "p", "text": "selge", **fields}]})


def rule(**fields):
    return [{"key": "r", **fields}]


RULES = [
    (
        rule(
            period="P5Y", starts_from="regnskapsårets slutt", law_reference="bokføringsloven § 13"
        ),
        "5 år etter regnskapsårets slutt, fordi bokføringsloven § 13 krever det.",
    ),
    (rule(period="P30D", disposal="erase"), "30 dager. Deretter sletter vi opplysningene."),
    (
        rule(criterion="saken er slutt", disposal="anonymise"),
        "Vi lagrer opplysningene til saken er slutt. Deretter anonymiserer vi opplysningene.",
    ),
    (
        rule(criterion="x er slutt", law_reference="y-loven"),
        "Vi lagrer opplysningene til x er slutt. Se y-loven.",
    ),
    (rule(kind_of="exception", criterion="Vi lagrer mer."), "Vi lagrer mer."),
    (rule(period="P1Y", criterion="Noe kan ta lenger tid"), "1 år. Noe kan ta lenger tid."),
]


@pytest.mark.parametrize(("rules", "expected"), RULES)
def test_retention_is_told(rules, expected):
    assert f"Lagring: {expected}" in told(retention_rules=rules)


PROVISIONS = [
    ({"provision": "statutory"}, "Må du gi opplysningene? Ja, loven krever dem."),
    (
        {"provision": "contract", "provision_consequence": "uten dem leverer vi ikke"},
        "Må du gi opplysningene? Ja, vi trenger dem for avtalen. Uten dem leverer vi ikke.",
    ),
    ({"provision": "voluntary"}, "Må du gi opplysningene? Nei, det er frivillig."),
]


@pytest.mark.parametrize(("fields", "expected"), PROVISIONS)
def test_provision_is_told(fields, expected):
    assert expected in told(activity={"purposes": [{"key": "p", "text": "selge", **fields}]})


def test_provision_differing_by_purpose_is_a_list():
    purposes = [
        {"key": "p", "text": "selge", "provision": "statutory"},
        {"key": "q", "text": "kjøpe"},
    ]
    text = told(activity={"purposes": purposes})
    assert "Må du gi opplysningene? Selge: Ja, loven krever dem. Kjøpe: Ikke oppgitt." in text


def recipients(*roles, **disclosure):
    return {
        "recipients": [
            {"key": f"r{n}", "name": f"R{n}", "kind_of": "organisation", **role}
            for n, role in enumerate(roles)
        ],
        "disclosures": [
            {"key": f"d{n}", "recipient": f"r{n}", **disclosure} for n in range(len(roles))
        ],
    }


def test_processors_with_agreements_are_told_once():
    processor = {"role": "processor", "agreement": "yes", "country": "NO"}
    text = told(**recipients(processor, processor))
    assert text.count("Databehandlerne har avtale med oss") == 1
    assert "R0 ikke oppgitt databehandler Norge" in text


TRANSFERS = [
    ({"transfers_outside_eea": "no"}, "Vi overfører ikke opplysninger ut av EØS."),
    ({"transfers_outside_eea": "yes"}, "Til hvem, hvor og på hvilket grunnlag er ikke oppgitt."),
    ({}, "Vi har ikke oppgitt om opplysninger overføres ut av EØS."),
    (
        recipients({}, transfer="yes"),
        "Opplysninger som går til R0, kan bli overført til land utenfor EØS.",
    ),
    (
        recipients({}, transfer="yes", transfer_country="GB", transfer_mechanism="45"),
        "EU-kommisjonen har vedtatt at vernet i Storbritannia er godt nok.",
    ),
    (
        recipients(
            {},
            transfer="yes",
            transfer_country="US",
            transfer_mechanism="46-2-c",
            transfer_copy_from="skriv til oss",
        ),
        "R0 USA EUs standardvilkår (art. 46 nr. 2 c). Skriv til oss.",
    ),
    (
        recipients({}, transfer="yes", transfer_country="US"),
        "R0 USA ikke oppgitt ikke oppgitt",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), TRANSFERS)
def test_transfer_is_told(fields, expected):
    assert expected in told(**fields)


def site(**fields):
    return {
        "websites": [{"key": "w", "host": "a.no", **fields}],
        "policy": {"websites": ["w"]},
    }


COOKIES = [
    ({}, "Vi har ikke oppgitt om a.no bruker informasjonskapsler."),
    ({"uses_cookies": "no"}, "a.no bruker ikke informasjonskapsler."),
    (
        {"uses_cookies": "may"},
        "a.no kan bruke informasjonskapsler. Vi har ikke oppgitt om det skjer. Dette sier loven:",
    ),
    (
        {"uses_cookies": "yes", "cookies": [{"key": "c", "name": "id", "category": "necessary"}]},
        "Vi bruker bare det som er strengt nødvendig, og spør derfor ikke om samtykke.",
    ),
    (
        {
            "uses_cookies": "yes",
            "cookies": [{"key": "c", "name": "_x", "lifetime_seconds": 0, "set_by_us": "yes"}],
        },
        "_x ikke oppgitt vi selv til du lukker nettleseren",
    ),
    (
        {
            "uses_cookies": "yes",
            "cookies": [{"key": "c", "purpose": "telle", "category": "statistics"}],
        },
        "telle statistikk ja",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), COOKIES)
def test_cookies_are_told(fields, expected):
    assert expected in told(**site(**fields))


AUTOMATED = [
    ("no", {}, "Ingen avgjørelser som betyr mye for deg, tas helt automatisk."),
    (
        "yes",
        {"automated_decision": "Vi avgjør søknaden", "automated_logic": "Vi teller poeng"},
        "Vi avgjør søknaden. Vi teller poeng. Du kan kreve at et menneske ser på avgjørelsen",
    ),
]


@pytest.mark.parametrize(("answer", "fields", "expected"), AUTOMATED)
def test_automated_decisions_are_told(answer, fields, expected):
    assert expected in told(activity={"automated_decisions": answer, **fields})


def test_automated_decisions_nobody_answered_are_silent():
    assert "helt automatisk" not in told()


COMPLAINTS = [
    (
        {"authority": "datatilsynet"},
        "kan du klage til Datatilsynet: datatilsynet.no, tlf. 22 39 69 00",
    ),
    ({}, "kan du klage til en tilsynsmyndighet. Velg den i EØS-landet der du bor"),
    (
        {"authority": "other", "authority_name": "Tietosuoja", "authority_email": "a@b.fi"},
        "kan du klage til Tietosuoja: a@b.fi.",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), COMPLAINTS)
def test_complaint_names_only_the_authority_that_is_known(fields, expected):
    text = told(**fields)
    assert expected in text
    assert ("Datatilsynet" in text) == (fields.get("authority") == "datatilsynet")


def test_objection_stands_in_a_frame_of_its_own():
    html = article.render(made())
    assert re.search(r'<div class="part frame".*?<h3[^>]*id="protest"', html, re.DOTALL)


def test_parties_are_told_and_contact_persons_only_when_shown():
    parties = [
        {"key": "o", "role": "dpo", "email": "ombud@a.no"},
        {"key": "k", "role": "contact", "name": "Kari"},
        {"key": "f", "role": "joint-controller", "name": "B AS", "responsible_for": "levering"},
    ]
    text = told(parties=parties, dpo_status="appointed")
    assert "Personvernombudet vårt hjelper deg gjerne: ombud@a.no." in text
    assert "Felles behandlingsansvarlig med oss: B AS. Har ansvar for levering." in text
    assert "Kari" not in text


def test_processor_activity_names_whom_it_is_for():
    text = told(activity={"role": "processor", "processor_for": "kundene våre"})
    assert "Her er vi databehandler for kundene våre, som er behandlingsansvarlig." in text


def test_guarded_data_is_named_with_its_protection():
    fields = {
        "terms": [{"key": "h", "kind_of": "data", "name": "helse", "sensitivity": "special"}],
        "activity": {"data_uses": [{"key": "d", "category": "h", "items": ["allergier"]}]},
    }
    assert "Opplysninger: helse: allergier (særlige kategorier (art. 9))." in told(**fields)


def test_words_are_norwegian():
    assert listed(["a", "b", "c"]) == "a, b og c"
    assert day(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "23. november 2026"
    assert country("DE") == "Tyskland"
    assert [period_in_words(p) for p in ("P5Y", "P3Y6M", "P1M", "P2W")] == [
        "5 år",
        "3 år og 6 måneder",
        "1 måned",
        "2 uker",
    ]
    written = ("5 år", "3 år og 6 måneder", "30 dager", "1 år, 2 dager", "p9m", "fem år", "P5Y")
    assert [written_period(text) for text in written] == [
        "P5Y",
        "P3Y6M",
        "P30D",
        "P1Y2D",
        "P9M",
        "fem år",
        "P5Y",
    ]
    assert [lifetime(n) for n in (0, 1, 60, 7200, 86400, 31536000, 34128000, 90061)] == [
        "til du lukker nettleseren",
        "1 sekund",
        "1 minutt",
        "2 timer",
        "1 dag",
        "1 år",
        "395 dager",
        "omtrent 1 dag",
    ]
    assert (sentence(""), sentence("hei "), sentence("Hva?")) == ("", "Hei.", "Hva?")
    assert (lower_first("IT-sjef"), lower_first("Kunder")) == ("IT-sjef", "kunder")
    assert amount(1, "week") == "1 uke"


def test_party_is_told_with_all_that_is_known():
    representative = {
        "key": "r",
        "role": "representative",
        "name": "R AS",
        "title": "fullmektig",
        "email": "r@a.no",
        "phone": "+47 22 39 69 00",
        "street": "Gata 1",
        "postcode": "0001",
        "city": "Oslo",
    }
    text = told(parties=[representative])
    expected = "R AS, fullmektig, r@a.no, +47 22 39 69 00, Gata 1, 0001 Oslo."
    assert f"Representanten vår i EØS: {expected}" in text


def test_other_authority_is_told_with_all_that_is_known():
    fields = {
        "authority": "other",
        "authority_name": "IMY",
        "authority_url": "https://imy.se",
        "authority_email": "imy@imy.se",
        "authority_phone": "+46 8 657 61 00",
    }
    expected = "kan du klage til IMY: https://imy.se, imy@imy.se, tlf. +46 8 657 61 00."
    assert expected in told(**fields)
    phone_only = {"authority_phone": "+46 8 657 61 00"}
    assert "klage til tilsynsmyndigheten: tlf. +46 8 657 61 00." in told(**phone_only)


def test_nobody_else_gets_the_data_when_that_is_known():
    text = told(has_recipients="no")
    assert text.count("Ingen andre får opplysningene.") == 2


def test_condition_alone_is_a_sentence():
    text = told(
        disclosure_conditions=[{"key": "c", "kind_of": "law", "text": "når loven sier det"}]
    )
    assert "Ellers gir vi bare ut opplysninger når loven sier det." in text
    two = [
        {"key": "c", "kind_of": "law", "text": "når loven sier det"},
        {"key": "d", "kind_of": "consent", "text": "når du samtykker"},
    ]
    assert "Vi gir bare ut opplysninger når loven sier det når du samtykker" in told(
        disclosure_conditions=two
    )


def test_recipient_is_told_with_those_it_uses_and_how_long_it_keeps():
    fields = recipients({"sub_processors": ["B", "C"], "agreement_terms": "Sletter etter bruk"})
    fields["retention_rules"] = rule(recipient="r0", period="P30D")
    text = told(**fields)
    assert "R0, som bruker B og C" in text
    assert "Sletter etter bruk." in text
    assert "Lagring hos R0: 30 dager." in text


def test_certified_recipient_in_an_adequate_country_is_told():
    fields = recipients(
        {},
        transfer="yes",
        transfer_country="US",
        transfer_mechanism="45",
        transfer_certified="yes",
        transfer_safeguard="Se listen over sertifiserte",
    )
    expected = (
        "Adekvansbeslutning (art. 45). Mottakeren er sertifisert. Se listen over sertifiserte."
    )
    assert expected in told(**fields)


SOURCES_OF_DATA = [
    ({"kind_of": "person", "description": "når du handler"}, "Kilde: deg selv, når du handler."),
    ({"kind_of": "other", "organisation": "banken"}, "Kilde: banken."),
    ({"kind_of": "other"}, "Kilde: andre."),
    ({"kind_of": "public", "organisation": "Brreg"}, "Kilde: Brreg (offentlig tilgjengelig)."),
    ({"kind_of": "public"}, "Kilde: offentlig tilgjengelige kilder."),
    ({"description": "på flere måter"}, "Kilde: på flere måter."),
]


@pytest.mark.parametrize(("fields", "expected"), SOURCES_OF_DATA)
def test_source_of_data_is_told(fields, expected):
    assert expected in told(activity={"data_sources": [{"key": "s", **fields}]})


def test_data_with_its_own_retention_and_unknown_data_of_others():
    fields = {
        "terms": [
            {"key": "k", "kind_of": "subject", "name": "kunder"},
            {"key": "m", "kind_of": "subject", "name": "medarbeidere"},
        ],
        "activity": {
            "data_uses": [
                {"key": "d", "subjects": ["k"], "items": ["navn"]},
                {"key": "e", "subjects": ["m"]},
            ]
        },
        "retention_rules": rule(data_use="d", period="P1Y"),
    }
    text = told(**fields)
    assert "Opplysninger om kunder: navn." in text
    assert "Opplysninger om medarbeidere: ikke oppgitt" in text
    assert "Lagring av navn: 1 år." in text


def test_processor_without_named_clients_and_profiling():
    text = told(activity={"role": "processor", "profiling_description": "vi ser på kjøpene dine"})
    assert "Her er vi databehandler for andre, som er behandlingsansvarlige." in text
    assert "Vi ser på kjøpene dine." in text


def test_marketing_without_a_way_out_says_that_there_is_one():
    purpose = {"key": "p", "text": "selge", "is_marketing": True, "marketing_channels": ["sms"]}
    text = told(activity={"purposes": [purpose]})
    assert "Kanaler: SMS." in text
    assert "Ditt valg: Du kan si nei når som helst." in text


def test_cookie_that_is_shared_and_has_a_provider():
    cookies = [
        {"key": "c", "name": "_y", "provider": "r0", "shared_with": "annonsører"},
        {"key": "e", "purpose": "annonser", "shared_with": "annonsører", "consent_needed": "yes"},
        {"key": "f", "purpose": "innlogging", "consent_needed": "no"},
    ]
    fields = site(uses_cookies="yes", cookies=cookies) | recipients({})
    text = told(**fields)
    assert "Opplysningene deles med annonsører. R0 ikke oppgitt" in text
    assert "annonser; opplysningene deles med annonsører ja" in text
    assert "innlogging nei" in text


def test_channel_that_goes_for_several_rights_is_said_once():
    rights = [
        {"key": "i", "right": "access", "channel": "Ring oss"},
        {"key": "s", "right": "erasure", "channel": "Ring oss"},
        {"key": "r", "right": "rectification", "channel": "Skriv til oss"},
    ]
    text = told(policy={"rights": rights})
    assert text.count("Ring oss.") == 1
    assert "utfylle det. (personvernforordningen art. 16) Skriv til oss." in text


def test_change_note_is_told_to_the_reader():
    document = published(register_of("ntc")).model_copy(update={"change_note": "nytt poststed"})
    assert "Nytt i versjon 1: Nytt poststed." in text_of(article.render(document))


def test_processors_without_agreement_do_not_share_in_that_of_others():
    agreed = {"role": "processor", "agreement": "yes", "agreement_terms": "Sletter etter bruk"}
    text = told(**recipients(agreed, {"role": "processor"}))
    assert "R0 har avtale med oss og bruker opplysningene bare slik vi har bestemt." in text
    assert "Databehandlerne har avtale" not in text
    assert "R0: Sletter etter bruk." in text
