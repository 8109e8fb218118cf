"""Finds records of a published document by their keys, once for the whole article."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from policies.document import schema as s
from policies.document import terms as t
from policies.document.published import Published
from policies.publishing.article.words import listed


class Lookup:
    """A published document with its records by key."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.company = published.company
        self.policy = published.statement

    @cached_property
    def terms(self) -> dict[str, s.Term]:
        """Return the terms by key."""
        return {term.key: term for term in self.company.terms}

    def names(self, keys: Iterable[str]) -> str:
        """Return the names of terms as a list in words, in the vocabulary's order."""
        wanted = set(keys)
        return listed(term.name for term in self.company.terms if term.key in wanted)

    @cached_property
    def recipients(self) -> dict[str, s.Recipient]:
        """Return the recipients by key."""
        return {recipient.key: recipient for recipient in self.company.recipients}

    @cached_property
    def purposes(self) -> list[s.Purpose]:
        """Return every purpose, in the order of the page."""
        return [purpose for activity in self.company.activities for purpose in activity.purposes]

    def with_basis(self, *bases: t.LegalBasis) -> list[s.Purpose]:
        """Return the purposes that rest on one of the bases."""
        return [purpose for purpose in self.purposes if purpose.legal_basis in bases]

    @cached_property
    def marketing(self) -> list[s.Purpose]:
        """Return the purposes that are direct marketing."""
        return [purpose for purpose in self.purposes if purpose.is_marketing]

    @cached_property
    def takes_consent(self) -> bool:
        """Tell whether anything rests on consent (art. 6 no. 1 a, art. 9 no. 2 a)."""
        return any(
            purpose.legal_basis == t.LegalBasis.CONSENT
            or purpose.special_basis == t.SpecialBasis.EXPLICIT_CONSENT
            for purpose in self.purposes
        )

    @cached_property
    def rules(self) -> list[s.RetentionRule]:
        """Return the retention rules that go for everything."""
        return [r for r in self.company.retention_rules if subject(r) is None]

    @cached_property
    def _rules_of(self) -> dict[tuple[str, str], list[s.RetentionRule]]:
        """Return the retention rules by the narrowest thing they are about."""
        found = defaultdict(list)
        for rule in self.company.retention_rules:
            if name := subject(rule):
                found[name, getattr(rule, name)].append(rule)
        return found

    def rules_for(self, record: s.Value) -> list[s.RetentionRule]:
        """Return the retention rules of a record."""
        name = {s.Activity: "activity", s.Purpose: "purpose", s.DataUse: "data_use"}.get(
            type(record), "recipient"
        )
        return self._rules_of.get((name, record.key), [])

    def right(self, right: t.Right) -> s.RightStatement | None:
        """Return what the policy says of a right beyond the law."""
        return next((r for r in self.policy.rights if r.right == right), None)

    def assertions(self, *kinds: t.AssertionKind) -> list[s.Assertion]:
        """Return the claims of these kinds that are shown."""
        return [a for a in self.company.assertions if a.kind_of in kinds and a.is_shown]

    @cached_property
    def transfers(self) -> list[s.Disclosure]:
        """Return the disclosures that leave the EEA."""
        return [d for d in self.company.disclosures if d.transfer == t.Answer.YES]


def subject(rule: s.RetentionRule) -> str | None:
    """Return the narrowest thing a retention rule is about, None for everything."""
    for name in ("data_use", "purpose", "recipient", "activity"):
        if getattr(rule, name) is not None:
            return name
    return None
