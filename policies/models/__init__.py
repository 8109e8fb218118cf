"""The register's tables. They carry the values' field names (policies/document/schema)."""

from policies.models.assertion import Assertion
from policies.models.company import Controller, Party
from policies.models.cookie import Cookie, Website
from policies.models.erasure import CompanyErasure, ErasureRequest
from policies.models.history import MODELS, record_history
from policies.models.kept import ExportJob, JobState, RegisterDay, RegisterSnapshot
from policies.models.membership import Membership
from policies.models.policy import Policy, RightStatement
from policies.models.recipient import Disclosure, DisclosureCondition, Recipient, System
from policies.models.record import Record
from policies.models.register import (
    DataSource,
    DataUse,
    ProcessingActivity,
    Purpose,
    RetentionRule,
    SecurityMeasure,
    Term,
)
from policies.models.search import keep_searched
from policies.models.source import SourceDocument
from policies.models.version import PolicyVersion

record_history(
    (
        Controller,
        SourceDocument,
        Party,
        Term,
        Recipient,
        System,
        Website,
        Cookie,
        ProcessingActivity,
        Purpose,
        DataUse,
        DataSource,
        Disclosure,
        DisclosureCondition,
        RetentionRule,
        SecurityMeasure,
        Assertion,
        Policy,
        RightStatement,
    )
)
keep_searched(MODELS)

__all__ = [
    "Assertion",
    "CompanyErasure",
    "Controller",
    "Cookie",
    "DataSource",
    "DataUse",
    "Disclosure",
    "DisclosureCondition",
    "ErasureRequest",
    "ExportJob",
    "JobState",
    "Membership",
    "Party",
    "Policy",
    "PolicyVersion",
    "ProcessingActivity",
    "Purpose",
    "Recipient",
    "Record",
    "RegisterDay",
    "RegisterSnapshot",
    "RetentionRule",
    "RightStatement",
    "SecurityMeasure",
    "SourceDocument",
    "System",
    "Term",
    "Website",
]
