"""From what a page says isn't stated to the field in the admin where it is filled in."""

from django.urls import reverse

from policies.document.layout import Table, root, tables
from policies.models import Controller
from policies.publishing.article.missing import Gap
from policies.workplace.standing import standings


def gaps_of(company: Controller) -> list[Gap]:
    """Return what the pages of the company's policies say isn't stated, each once."""
    found: dict[str, Gap] = {}
    for standing in standings(company).values():
        for gap in standing.gaps:
            found.setdefault(gap.text, gap)
    return list(found.values())


def place_of(company: Controller, gap: Gap) -> str:
    """Return the address of the form, and the field in it, where a gap is filled."""
    return address_of(company, gap.record, gap.field)


def address_of(company: Controller, record: str, field: str = "") -> str:
    """Return the address of the form of a record, like `recipient/flex`, and the field in it."""
    kind, _slash, key = record.partition("/")
    if kind == root().value.kind():
        return _change(root(), company.pk, field)
    table = next(table for table in tables() if table.value.kind() == kind)
    row = table.model._default_manager.filter(controller=company, key=key).first() if key else None
    if row is None:
        return reverse(f"admin:policies_{table.model._meta.model_name}_add")
    return _change(table, row.pk, field)


def _change(table: Table, pk: int, field: str) -> str:
    address = reverse(f"admin:policies_{table.model._meta.model_name}_change", args=[pk])
    rows = {child.name for child in table.children}
    anchor = f"{field}-group" if field in rows else f"id_{field}"
    return f"{address}#{anchor}" if field else address
