"""The register in Django's admin: every model, in Norwegian, with search."""

from policies.admin import activity, company, policy, recipient, website

__all__ = ["activity", "company", "policy", "recipient", "website"]
