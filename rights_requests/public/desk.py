"""Where a company takes requests: who it is, how else it is reached, what its policies say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from policies.document import schema as s
from policies.document import terms as t
from policies.document.terms import Origin, Visibility
from policies.models import Controller, PolicyVersion
from policies.publishing.article.lookup import Lookup
from policies.publishing.article.retention import told
from policies.publishing.article.words import listed, sentence
from policies.publishing.publish import readable

_KEPT = 512  # policies whose facts a process remembers; a version never changes
_OBLIGES = "personvernforordningen art. 12"


class Said(NamedTuple):
    """What one policy says that matters to somebody who uses their rights."""

    activities: tuple[str, ...] = ()
    marketing: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()
    portable: tuple[str, ...] = ()
    objectable: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()  # what is decided automatically, in sentences
    decides_nothing: bool = False
    knows_every_basis: bool = False
    kept_by: tuple[str, ...] = ()  # laws that make the company keep data
    added: tuple[tuple[str, tuple[str, ...]], ...] = ()  # right, and what the policy adds
    promised: tuple[tuple[str, int], ...] = ()  # right, and days
    retention: str = ""  # of requests like this one
    officers: tuple[tuple[str, str, str], ...] = ()  # name, e-mail, telephone


@dataclass(frozen=True)
class Desk:
    """A company with a public policy, and what its policies say."""

    company: Controller
    said: tuple[Said, ...] = ()
    policies: tuple[tuple[str, str], ...] = field(default=())  # key and title

    @property
    def is_closed(self) -> bool:
        """Tell whether the company is only reproduced from a text, and takes no requests."""
        return self.company.origin == Origin.REPRODUCED

    @property
    def address(self) -> str:
        """Return the postal address on one line."""
        company = self.company
        parts = (company.street, f"{company.postcode} {company.city}".strip())
        return ", ".join(part for part in parts if part)

    @property
    def other_ways(self) -> str:
        """Return «skrive til …, ringe … eller sende brev til …»; empty when none is known."""
        company = self.company
        ways = (
            (company.email, _("skrive til %(way)s")),
            (company.phone, _("ringe %(way)s")),
            (self.address, _("sende brev til %(way)s")),
        )
        found = [text % {"way": way} for way, text in ways if way]
        return f"{', '.join(found[:-1])} {_('eller')} {found[-1]}" if found[1:] else "".join(found)

    def all(self, name: str) -> tuple[str, ...]:
        """Return what every policy says of something, each once."""
        return tuple(dict.fromkeys(each for one in self.said for each in getattr(one, name)))

    def every(self, name: str) -> bool:
        """Tell whether every policy says so."""
        return bool(self.said) and all(getattr(one, name) for one in self.said)

    def added(self, right: str) -> tuple[str, ...]:
        """Return what the policies add to a right beyond the law."""
        found = (text for one in self.said for name, texts in one.added if name == right
                 for text in texts)  # fmt: skip
        return tuple(dict.fromkeys(found))

    def promised(self, right: str) -> int | None:
        """Return in how many days an answer is promised, the shortest."""
        days = (n for one in self.said for name, n in one.promised if name == right)
        return min(days, default=None)


def find_desk(key: str) -> Desk | None:
    """Return where a company with a public policy in force takes requests, in one query."""
    newest = PolicyVersion.objects.effective().filter(policy=OuterRef("policy")).values("pk")[:1]
    rows = list(
        PolicyVersion.objects.kept()
        .filter(policy__controller__key=key, visibility=Visibility.PUBLIC, pk=Subquery(newest))
        .select_related("policy__controller")
        .defer("document", "article", "pdf")
        .order_by("policy__position", "policy_id")
    )
    if not rows:
        return None
    return Desk(
        rows[0].policy.controller,
        tuple(said_by(row.pk, row.document_sha256) for row in rows),
        tuple((row.policy.key, row.title) for row in rows),
    )


@lru_cache(_KEPT)
def said_by(version: int, _checksum: str) -> Said:
    """Return what a version says; the checksum keeps apart what has had the same number."""
    text = PolicyVersion.objects.values_list("document", flat=True).get(pk=version)
    document = readable(text)
    return _said(Lookup(document)) if document else Said()


def _said(look: Lookup) -> Said:
    bases = t.LegalBasis
    activities = look.company.activities
    answers = [activity.automated_decisions for activity in activities]
    rules = look.company.retention_rules
    laws = (rule.law_reference for rule in rules if rule.period and rule.law_reference)
    return Said(
        activities=tuple(activity.name for activity in activities),
        marketing=_texts(look.marketing),
        consent=_texts(p for p in look.purposes if _takes_consent(p)),
        portable=_texts(look.with_basis(bases.CONSENT, bases.CONTRACT)),
        objectable=_texts(look.with_basis(bases.TASK, bases.INTEREST)),
        decided=tuple(_decided(look)),
        decides_nothing=bool(answers) and all(answer == t.Answer.NO for answer in answers),
        knows_every_basis=bool(look.purposes) and all(p.legal_basis for p in look.purposes),
        kept_by=tuple(dict.fromkeys(laws)),
        added=tuple((str(right.right), tuple(_added(right))) for right in look.policy.rights),
        promised=tuple(
            (str(right.right), right.promised_days)
            for right in look.policy.rights
            if right.promised_days
        ),
        retention=_retention(look),
        officers=tuple(
            (p.name, p.email, p.phone)
            for p in look.company.parties
            if p.role == t.PartyRole.DPO and (p.email or p.phone)
        ),
    )


def _texts(purposes: Iterable[s.Purpose]) -> tuple[str, ...]:
    return tuple(purpose.text for purpose in purposes)


def _takes_consent(purpose: s.Purpose) -> bool:
    return (
        purpose.legal_basis == t.LegalBasis.CONSENT
        or purpose.special_basis == t.SpecialBasis.EXPLICIT_CONSENT
    )


def _decided(look: Lookup) -> Iterator[str]:
    for activity in look.company.activities:
        if activity.automated_decisions == t.Answer.YES:
            yield sentence(activity.automated_decision or activity.name)


def _added(stated: s.RightStatement) -> Iterator[str]:
    texts = (*stated.limits, stated.format, stated.how, stated.channel, stated.identity_check)
    for text in filter(None, texts):
        yield sentence(text)


def _retention(look: Lookup) -> str:
    """Return how long requests are kept, where the register has an activity for them."""
    for activity in look.company.activities:
        if any(purpose.law_reference.startswith(_OBLIGES) for purpose in activity.purposes):
            rules = [rule for p in activity.purposes for rule in look.rules_for(p)]
            return told([*look.rules_for(activity), *rules])
    return ""


def named(texts: Iterable[str], most: int = 4) -> str:
    """Return names in quotes as a list in words; the rest is «og mer»."""
    found = [f"«{text}»" for text in texts]
    return listed(found if len(found) <= most else [*found[:most], _("mer")])
