"""Conditions that the database holds and that a form tells at the field where they are mended."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models


class Rule(models.CheckConstraint):
    """A check between fields; `field` is where a person mends what breaks it."""

    def __init__(self, *, field: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = field

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Tell what is wrong at the field, not above the form."""
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self.field: error}) from error

    def deconstruct(self) -> Any:
        """Write what the database holds: a plain check."""
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self) -> Self:
        """Keep the field, which isn't written."""
        _path, args, kwargs = self.deconstruct()
        return type(self)(*args, field=self.field, **kwargs)
