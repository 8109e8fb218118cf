"""Finds a register's records by their keys and by what they are about, once for all sheets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from policies.document import schema as s
from policies.document import terms as t
from policies.exports.places import is_outside


@dataclass(frozen=True)
class Going:
    """What goes to a recipient: by a disclosure, or because it supplies a system.

    `leaves` is whether data leaves the EEA (art. 44), None when it isn't stated.
    """

    recipient: s.Recipient
    disclosure: s.Disclosure | None
    leaves: t.Answer | None


class Known:
    """A register with its records by key, and what concerns each activity."""

    def __init__(self, register: s.Register) -> None:
        self.register = register
        self.terms = {term.key: term.name for term in register.terms}
        self.recipients = {recipient.key: recipient for recipient in register.recipients}
        self.systems = {system.key: system for system in register.systems}
        self.activities = {activity.key: activity for activity in register.activities}

    def named(self, keys: Iterable[str]) -> list[str]:
        """Return the names of terms, in the order of the vocabulary."""
        return [self.terms[key] for key in sorted(set(keys), key=self._places.__getitem__)]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.terms)}

    @cached_property
    def _disclosures(self) -> tuple[list[s.Disclosure], dict[str, list[s.Disclosure]]]:
        every, found = [], defaultdict(list)
        for disclosure in self.register.disclosures:
            if not disclosure.activities:
                every.append(disclosure)
            for key in disclosure.activities:
                found[key].append(disclosure)
        return every, found

    def disclosures(self, activity: s.Activity) -> list[s.Disclosure]:
        """Return what goes out from an activity; one that names none goes for all."""
        every, found = self._disclosures
        return [*every, *found.get(activity.key, ())]

    def suppliers(self, activity: s.Activity) -> list[s.Recipient]:
        """Return those who supply the activity's systems, in the order of the systems."""
        keys = dict.fromkeys(self.systems[key].supplier for key in activity.systems)
        return [self.recipients[key] for key in keys if key]

    @cached_property
    def supplied(self) -> dict[str, list[s.Activity]]:
        """Return the activities whose systems each recipient supplies."""
        found = defaultdict(list)
        for activity in self.register.activities:
            for supplier in self.suppliers(activity):
                found[supplier.key].append(activity)
        return found

    def going(self, activity: s.Activity) -> list[Going]:
        """Return everything that goes out from an activity, the disclosures first."""
        return self._going[activity.key]

    @cached_property
    def _going(self) -> dict[str, list[Going]]:
        return {activity.key: self._goes(activity) for activity in self.register.activities}

    def _goes(self, activity: s.Activity) -> list[Going]:
        found = [
            self.to(self.recipients[disclosure.recipient], disclosure)
            for disclosure in self.disclosures(activity)
        ]
        told = {each.recipient.key for each in found}
        return [*found, *(self.to(r) for r in self.suppliers(activity) if r.key not in told)]

    def to(self, recipient: s.Recipient, disclosure: s.Disclosure | None = None) -> Going:
        """Return what goes to a recipient.

        The company's own «nei» answers for what isn't stated, but not for who is outside the EEA.
        """
        leaves = disclosure.transfer if disclosure else None
        if leaves is None and not is_outside(recipient.country):
            is_none = self.register.transfers_outside_eea == t.Answer.NO
            leaves = t.Answer.NO if is_none else None
        return Going(recipient, disclosure, leaves)

    @cached_property
    def _rules(self) -> tuple[list[s.RetentionRule], dict[str, list[s.RetentionRule]]]:
        every, found = [], defaultdict(list)
        for rule in self.register.retention_rules:
            if activity := self.activity_of(rule):
                found[activity.key].append(rule)
            elif rule.recipient is None:
                every.append(rule)
        return every, found

    @cached_property
    def _above(self) -> dict[str, s.Activity]:
        return {
            part.record: activity
            for activity in self.register.activities
            for part in (*activity.purposes, *activity.data_uses)
        }

    def activity_of(self, rule: s.RetentionRule) -> s.Activity | None:
        """Return the activity that a rule is about, or a part of; None when it is about others."""
        if rule.activity:
            return self.activities[rule.activity]
        if rule.data_use:
            return self._above[f"data-use/{rule.data_use}"]
        return self._above[f"purpose/{rule.purpose}"] if rule.purpose else None

    def rules(self, activity: s.Activity) -> list[s.RetentionRule]:
        """Return how long an activity's data is kept; a rule with no subject goes for all."""
        every, found = self._rules
        return [*found.get(activity.key, ()), *every]

    @cached_property
    def _measures(self) -> tuple[list[s.SecurityMeasure], dict[str, list[s.SecurityMeasure]]]:
        every, found = [], defaultdict(list)
        for measure in self.register.security_measures:
            if measure.activity is None:
                every.append(measure)
            else:
                found[measure.activity].append(measure)
        return every, found

    def measures(self, activity: s.Activity) -> list[s.SecurityMeasure]:
        """Return what protects an activity's data."""
        every, found = self._measures
        return [*found.get(activity.key, ()), *every]

    @cached_property
    def parts(self) -> dict[str, str]:
        """Return what the purposes and the uses of data are called, by their record."""
        found: dict[str, str] = {}
        for activity in self.register.activities:
            found |= {purpose.record: purpose.text for purpose in activity.purposes}
            found |= {use.record: self.called(use) for use in activity.data_uses}
        return found

    def called(self, use: s.DataUse) -> str:
        """Return what a use of data is called: its category, else the first of its items."""
        if use.category:
            return self.terms[use.category]
        return use.items[0] if use.items else ""

    def status(self, keys: Iterable[str]) -> set[t.ActivityStatus]:
        """Return the standings of some activities."""
        return {self.activities[key].status for key in keys}
