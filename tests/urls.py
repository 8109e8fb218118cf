"""Every address, and who may open it: resolved, opened and looked at by other tests."""

from typing import NamedTuple


class Address(NamedTuple):
    """A page's path, with {pk} where the number of the policy goes, and so for others."""

    path: str
    name: str
    opens: str  # for "everyone", "staff" of whatever role, or those that tests/access.py names
    posts: str = ""  # who may send its form, when it has one that others may only look at
    sends: dict = {}  # what is sent


COMPANY, POLICY = "flex", "personvern"
ADDRESSES = (
    Address("/", "index", "everyone"),
    Address("/healthz", "health", "everyone"),
    Address("/flex/", "company-detail", "everyone"),
    Address("/flex/personvern/", "policy-detail", "everyone"),
    Address("/flex/personvern.pdf", "policy-pdf", "everyone"),
    Address("/flex/personvern.json", "policy-json", "everyone"),
    Address("/flex/rettigheter/", "rights-ask", "everyone", "everyone", {"rights": "x"}),
    Address("/flex/rettigheter/markedsforing/", "rights-marketing", "everyone", "everyone"),
    Address("/henvendelse/", "case-open", "everyone", "everyone", {"reference": "x"}),
    Address("/admin/virksomheter/", "admin:company-choose", "staff"),
    Address("/admin/historikk/", "admin:company-history", "staff"),
    Address("/admin/sok/", "admin:search", "staff"),
    Address("/admin/logg/", "admin:log", "log readers"),
    Address("/admin/logg/eksport/", "admin:log-export", "approvers"),
    Address("/admin/protokoll/", "admin:protokoll", "staff"),
    Address("/admin/sletteliste/", "admin:deletion-list", "staff"),
    Address(
        "/admin/virksomheter/flex/slett/",
        "admin:company-erase",
        "installers",
        "installers",
        {"reason": "Avtalen er sagt opp."},
    ),
    Address("/admin/slettede-virksomheter/", "admin:companies-erased", "installers"),
    Address("/admin/policies/policy/{pk}/forhandsvis/", "admin:policy-preview", "staff"),
    Address(
        "/admin/policies/policy/{pk}/publiser/",
        "admin:policy-publish",
        "approvers",
        "approvers",
        {"change_note": "x" * 6000},
    ),
    Address("/admin/medlemmer/", "admin:member-list", "administrators"),
    Address("/admin/medlemmer/inviter/", "admin:member-invite", "administrators", "administrators"),
    Address(
        "/admin/medlemmer/invitasjoner/{invitation}/",
        "admin:member-invitation",
        "administrators",
        "administrators",
    ),
    Address(
        "/admin/medlemmer/{member}/", "admin:member-change", "administrators", "administrators"
    ),
    Address(
        "/admin/medlemmer/{member}/fjern/",
        "admin:member-remove",
        "administrators",
        "administrators",
    ),
    Address("/admin/henvendelser/", "admin:case-list", "case workers"),
    Address("/admin/henvendelser/ny/", "admin:case-register", "case workers", "case workers"),
    Address("/admin/henvendelser/rutiner/", "admin:case-practice", "approvers", "approvers"),
    Address("/admin/henvendelser/{case}/", "admin:case-detail", "case workers"),
    Address("/admin/henvendelser/{case}/svar-1.pdf", "admin:case-reply-pdf", "case workers"),
)
