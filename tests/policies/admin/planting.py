"""A company with a record of every kind, each called by the company's own word."""

from policies.models import (
    Assertion,
    Cookie,
    DataSource,
    DataUse,
    Disclosure,
    DisclosureCondition,
    Party,
    ProcessingActivity,
    Purpose,
    Recipient,
    RetentionRule,
    RightStatement,
    SecurityMeasure,
    SourceDocument,
    System,
    Term,
    Website,
)
from tests.policies.models.factories import make, make_company, make_policy, make_version


def plant(word, **version):
    """Return a company's records by kind, itself among them, that name each other."""
    company = make_company(word, name=f"{word} AS")
    activity = make(ProcessingActivity, company, name=f"{word} behandling")
    policy = make_policy(company, title=f"{word} erklæring")
    records = [company, activity, policy, make_version(policy, **version)]
    records += _parts(company, activity, word)
    records += _receivers(company, word)
    records += [
        make(Party, company, role="dpo", name=f"{word} ombud"),
        make(SecurityMeasure, company, text=f"{word} tiltak", activity=activity),
        make(Assertion, company, kind_of="claim", text=f"{word} utsagn", shown_reason="tvil"),
        make(SourceDocument, company, file=f"{word}.txt", sha256="0" * 64),
        make(RightStatement, company, policy=policy, right="access", how=f"{word} skjema"),
    ]
    return {type(record): record for record in records}


def _parts(company, activity, word):
    """Make what lies below an activity; of terms, the last is a category of data."""
    make(Term, company, "folk", name=f"{word} folk", kind_of="subject")
    term = make(Term, company, name=f"{word} kategori")
    purpose = make(Purpose, company, activity=activity, text=f"{word} formål")
    use = make(DataUse, company, activity=activity, items=[f"{word} adresse"], category=term)
    source = make(DataSource, company, activity=activity, description=f"{word} kilde")
    rule = make(RetentionRule, company, activity=activity, criterion=f"{word} tid")
    return [term, purpose, use, source, rule]


def _receivers(company, word):
    recipient = make(Recipient, company, name=f"{word} mottaker")
    website = make(Website, company, host=f"{word}.no")
    return [
        recipient,
        website,
        make(Cookie, company, website=website, name=f"{word} kapsel", provider=recipient),
        make(System, company, name=f"{word} system", supplier=recipient),
        make(Disclosure, company, recipient=recipient, why=f"{word} utlevering"),
        make(DisclosureCondition, company, kind_of="law", text=f"når {word} krever det"),
    ]
