"""A constraint that the database itself holds: a row is written once (docs/decisions/0003).

A sealed row may be inserted. It may be erased: updated so that `erased_at` is set. Nothing
else changes it, and it is deleted only after that. The SQL is deferred, so it survives
SQLite's way of altering a table by making it anew.
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

_CHANGED = "OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL"
_SQLITE = (
    "CREATE TRIGGER %(name)s_upd BEFORE UPDATE ON %(table)s "
    f"WHEN {_CHANGED} BEGIN SELECT RAISE(ABORT, 'sealed row'); END",
    "CREATE TRIGGER %(name)s_del BEFORE DELETE ON %(table)s "
    "WHEN OLD.erased_at IS NULL BEGIN SELECT RAISE(ABORT, 'sealed row'); END",
)
_REFUSE = "RAISE EXCEPTION 'sealed row' USING ERRCODE = 'integrity_constraint_violation'"
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION sealed_row() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {_REFUSE}; END $$",
    "CREATE TRIGGER %(name)s_upd BEFORE UPDATE ON %(table)s FOR EACH ROW "
    f"WHEN ({_CHANGED}) EXECUTE FUNCTION sealed_row()",
    "CREATE TRIGGER %(name)s_del BEFORE DELETE ON %(table)s FOR EACH ROW "
    "WHEN (OLD.erased_at IS NULL) EXECUTE FUNCTION sealed_row()",
    "CREATE OR REPLACE FUNCTION sealed_table() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: S608
    "$$ DECLARE found int; BEGIN "
    "EXECUTE format('SELECT 1 FROM %%I.%%I LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO found; "
    f"IF found = 1 THEN {_REFUSE}; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER %(name)s_trunc BEFORE TRUNCATE ON %(table)s FOR EACH STATEMENT "
    "EXECUTE FUNCTION sealed_table()",
)
_KINDS = {"sqlite": ("upd", "del"), "postgresql": ("upd", "del", "trunc")}


class Sealed(models.BaseConstraint):
    """Refuse to change or delete a row until it is lawfully erased."""

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Any:
        table = Table(model._meta.db_table, editor.quote_name)
        sqlite = editor.connection.vendor == "sqlite"
        for sql in _SQLITE if sqlite else _POSTGRES:
            yield Statement(sql, table=table, name=self.name)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Make the triggers after the table."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Make the triggers after everything else in the migration."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Drop the triggers."""
        table = Table(model._meta.db_table, schema_editor.quote_name)
        vendor = schema_editor.connection.vendor
        on = "" if vendor == "sqlite" else " ON %(table)s"
        drops = "; ".join(f"DROP TRIGGER %(name)s_{kind}{on}" for kind in _KINDS[vendor])
        return Statement(drops, table=table, name=self.name)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to check beforehand: a new row is always allowed."""

    def __eq__(self, other: object) -> bool:
        """Compare by name, so that migrations see no change."""
        return isinstance(other, Sealed) and self.name == other.name

    def __hash__(self) -> int:
        """Hash by name, as equality does."""
        return hash(self.name)
