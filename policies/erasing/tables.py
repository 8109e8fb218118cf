"""Where a company's rows lie. Found from the models, so that a new table comes along by itself."""

from collections.abc import Iterator
from typing import Any

from policies.models import Controller, PolicyVersion
from policies.models.history import MODELS, Records, history_of, links_of


def owned() -> Iterator[tuple[Any, str]]:
    """Yield each model with a reference to a company, and the column that holds it."""
    for relation in Controller._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            found: Any = relation
            if not _is_history(found.related_model):
                yield found.related_model, found.field.attname


def _is_history(model: Any) -> bool:
    return hasattr(model, "history_object")


def rows(company: Controller) -> dict[Any, Any]:
    """Return a company's rows by model: the register, and whatever else belongs to it."""
    return {
        model: model._default_manager.filter(**{column: company.pk}).order_by()
        for model, column in owned()
    }


def versions(company: Controller) -> Any:
    """Return its published versions, without the large columns."""
    large = ("document", "article", "pdf")
    return PolicyVersion.objects.filter(policy__controller=company).defer(*large).order_by()


def history(company: Controller) -> list[Any]:
    """Return its history rows, a queryset for each kind of record."""
    columns = {Controller: "id", **dict(owned())}
    return [history_of(model).filter(**{columns[model]: company.pk}).order_by() for model in MODELS]


def history_links(company: Controller) -> list[Any]:
    """Return the rows that hold the links of its history rows."""
    found = []
    for model, kept in zip(MODELS, history(company), strict=True):
        for link in links_of(model):
            held: Any = Records.m2m_models[link]
            found.append(held.objects.filter(history__in=kept.values("history_id")).order_by())
    return found


def links(company: Controller) -> list[Any]:
    """Return the rows that link its records to each other."""
    return [
        link.remote_field.through._default_manager.filter(
            **{f"{link.m2m_field_name()}__{column}": company.pk}
        ).order_by()
        for model, column in owned()
        for link in links_of(model)
    ]
