"""What a published policy says: the part of a register that its readers may see.

Everything internal is left out here, before anything is rendered or attached: sources,
owners, reviews, dates of agreements, hidden claims, other policies.
"""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, Literal

from policies.document import schema as s
from policies.document import terms as t
from policies.document.base import Frozen, Key, Text, Value

ALWAYS_SHOWN = frozenset(
    {t.PartyRole.DPO, t.PartyRole.REPRESENTATIVE, t.PartyRole.JOINT_CONTROLLER}
)
# Fields that no reader gets, by kind of record; `sources` goes everywhere.
INTERNAL: dict[type[Value], tuple[str, ...]] = {
    s.Register: ("other_names",),
    s.Recipient: ("agreement_signed_on", "agreement_expires_on", "ended_on"),
    s.Activity: ("owner", "status", "ended_on", "dpia", "next_review_on"),
    s.Assertion: ("shown_reason", "doubt_reason"),
    s.Policy: ("review_on",),
}


class Published(Frozen):
    """One version of one policy: the same content as page, PDF and JSON."""

    format: Literal["personvernhub-1"] = "personvernhub-1"
    policy: Key
    version: int
    effective_at: datetime
    change_note: Text = ""
    company: s.Register

    @property
    def statement(self) -> s.Policy:
        """Return the policy itself."""
        return self.company.policies[0]

    def same_content(self, other: "Published") -> bool:
        """Tell whether both say the same, whenever they were published."""
        return self.company == other.company


def excerpt(register: s.Register, policy_key: str) -> s.Register:
    """Return the register as the readers of one policy may see it.

    Raises KeyError when there is no such policy.
    """
    policy = next((p for p in register.policies if p.key == policy_key), None)
    if policy is None:
        raise KeyError(policy_key)
    covered = frozenset(policy.activities)
    activities = tuple(a for a in register.activities if _in_use(a, covered))
    kept = {a.key for a in activities}
    ended = {r.key for r in register.recipients if r.ended_on}
    used = {key for a in activities for key in a.systems}
    systems = tuple(
        _without_supplier(x, ended) for x in register.systems if x.is_shown and x.key in used
    )
    activities = tuple(_without(a, systems={x.key for x in systems}) for a in activities)
    websites = tuple(
        _without_providers(w, ended) for w in register.websites if w.key in policy.websites
    )
    disclosures = tuple(
        d if kept.issuperset(d.activities) else _narrowed(d, kept)
        for d in register.disclosures
        if d.recipient not in ended and (not d.activities or not kept.isdisjoint(d.activities))
    )
    recipients = _recipients(register, disclosures, systems, websites)
    policy = policy.model_copy(update={"activities": tuple(sorted(kept))})
    chosen = {
        "policies": (policy,),
        "activities": activities,
        "websites": websites,
        "systems": systems,
        "disclosures": disclosures,
        "recipients": recipients,
        "parties": tuple(p for p in register.parties if p.is_shown or p.role in ALWAYS_SHOWN),
        "terms": _terms(register, activities),
        "retention_rules": _rules(register, activities, {r.key for r in recipients}),
        "security_measures": _about(register.security_measures, kept),
        "assertions": tuple(a for a in _about(register.assertions, kept) if a.is_shown),
        "documents": register.documents if register.origin == t.Origin.REPRODUCED else (),
    }
    shown: s.Register = _public(register.model_copy(update=chosen))
    return shown


def _in_use(activity: s.Activity, covered: Collection[str]) -> bool:
    return activity.key in covered and activity.status == t.ActivityStatus.ACTIVE


def _without(activity: s.Activity, systems: set[str]) -> s.Activity:
    kept = tuple(key for key in activity.systems if key in systems)
    return activity if kept == activity.systems else activity.model_copy(update={"systems": kept})


def _narrowed(disclosure: s.Disclosure, activities: set[str]) -> s.Disclosure:
    kept = tuple(key for key in disclosure.activities if key in activities)
    return disclosure.model_copy(update={"activities": kept})


def _without_supplier(system: s.System, ended: set[str]) -> s.System:
    return system.model_copy(update={"supplier": None}) if system.supplier in ended else system


def _without_providers(website: s.Website, ended: set[str]) -> s.Website:
    cookies = tuple(
        c.model_copy(update={"provider": None}) if c.provider in ended else c
        for c in website.cookies
    )
    return website.model_copy(update={"cookies": cookies})


def _recipients(
    register: s.Register,
    disclosures: tuple[s.Disclosure, ...],
    systems: tuple[s.System, ...],
    websites: tuple[s.Website, ...],
) -> tuple[s.Recipient, ...]:
    named = {d.recipient for d in disclosures} | {x.supplier for x in systems}
    named |= {c.provider for w in websites for c in w.cookies}
    return tuple(r for r in register.recipients if r.key in named)


def _terms(register: s.Register, activities: tuple[s.Activity, ...]) -> tuple[s.Term, ...]:
    uses = [use for a in activities for use in a.data_uses]
    named = {use.category for use in uses} | {key for use in uses for key in use.subjects}
    return tuple(term for term in register.terms if term.key in named)


def _rules(
    register: s.Register, activities: tuple[s.Activity, ...], recipients: set[str]
) -> tuple[s.RetentionRule, ...]:
    kept = {
        s.Activity: {a.key for a in activities},
        s.Purpose: {p.key for a in activities for p in a.purposes},
        s.DataUse: {d.key for a in activities for d in a.data_uses},
        s.Recipient: recipients,
    }

    def holds(rule: s.RetentionRule) -> bool:
        named = {
            s.Activity: rule.activity,
            s.Purpose: rule.purpose,
            s.DataUse: rule.data_use,
            s.Recipient: rule.recipient,
        }
        return all(key is None or key in kept[kind] for kind, key in named.items())

    return tuple(rule for rule in register.retention_rules if holds(rule))


def _about(records: tuple[Any, ...], activities: set[str]) -> tuple[Any, ...]:
    return tuple(r for r in records if r.activity is None or r.activity in activities)


def _public(value: Value) -> Any:
    """Return the record with its internal fields emptied, and all below it likewise.

    One that holds nothing internal is returned as it is: most do.
    """
    update: dict[str, Any] = {"sources": ()} if value.sources else {}
    for name in _rows(type(value)):
        below = getattr(value, name)
        public = tuple(_public(child) for child in below)
        if any(a is not b for a, b in zip(below, public, strict=True)):
            update[name] = public
    internal = _internal(type(value))
    update |= {name: empty for name, empty in internal if getattr(value, name) != empty}
    return value.model_copy(update=update) if update else value


@cache
def _rows(kind: type[Value]) -> tuple[str, ...]:
    return tuple(name for name, field in kind.model_fields.items() if "rows" in field.metadata)


@cache
def _internal(kind: type[Value]) -> tuple[tuple[str, Any], ...]:
    fields = kind.model_fields
    return tuple((n, fields[n].get_default()) for n in INTERNAL.get(kind, ()))
