"""Every address, and who may open it: resolved, opened and looked at by other tests."""

from typing import NamedTuple


class Address(NamedTuple):
    """A page's path, with {pk} where the number of the policy goes."""

    path: str
    name: str
    opens: str  # for "everyone" or "staff"


COMPANY, POLICY = "flex", "personvern"
ADDRESSES = (
    Address("/", "index", "everyone"),
    Address("/healthz", "health", "everyone"),
    Address("/flex/", "company-detail", "everyone"),
    Address("/flex/personvern/", "policy-detail", "everyone"),
    Address("/flex/personvern.pdf", "policy-pdf", "everyone"),
    Address("/flex/personvern.json", "policy-json", "everyone"),
    Address("/admin/virksomheter/", "admin:company-choose", "staff"),
    Address("/admin/historikk/", "admin:company-history", "staff"),
    Address("/admin/logg/", "admin:log", "staff"),
    Address("/admin/logg/eksport/", "admin:log-export", "staff"),
    Address("/admin/virksomheter/flex/slett/", "admin:company-erase", "staff"),
    Address("/admin/slettede-virksomheter/", "admin:companies-erased", "staff"),
    Address("/admin/policies/policy/{pk}/forhandsvis/", "admin:policy-preview", "staff"),
    Address("/admin/policies/policy/{pk}/publiser/", "admin:policy-publish", "staff"),
)
