"""A constraint that the database itself holds: a row is written once (docs/decisions/0003).

A sealed row may be inserted. It may be erased: updated so that `erased_at` is set and what is
left is a tombstone. Nothing else changes it, and it is deleted only after that. The SQL is
deferred, so it survives SQLite's way of altering a table by making it anew.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

_ERASING = "OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL"
_SQLITE = (
    "CREATE TRIGGER %(name)s_upd BEFORE UPDATE ON %(table)s "
    f"WHEN NOT ({_ERASING} AND %(same)s) BEGIN SELECT RAISE(ABORT, 'sealed row'); END",
    "CREATE TRIGGER %(name)s_del BEFORE DELETE ON %(table)s "
    "WHEN OLD.erased_at IS NULL BEGIN SELECT RAISE(ABORT, 'sealed row'); END",
    # REPLACE deletes the row in its way without asking the trigger above.
    "CREATE TRIGGER %(name)s_ins BEFORE INSERT ON %(table)s "
    "WHEN EXISTS (SELECT 1 FROM %(table)s AS held WHERE held.erased_at IS NULL "
    "AND (held.id = NEW.id OR (%(taken)s))) BEGIN SELECT RAISE(ABORT, 'sealed row'); END",
)
_REFUSE = "RAISE EXCEPTION 'sealed row' USING ERRCODE = 'integrity_constraint_violation'"
# The columns are named as text: PostgreSQL doesn't alter one that a trigger's WHEN names.
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION sealed_row() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {_REFUSE}; END $$",
    "CREATE OR REPLACE FUNCTION sealed_update() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ DECLARE held text; BEGIN "
    f"IF OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL THEN {_REFUSE}; END IF; "
    "FOREACH held IN ARRAY TG_ARGV LOOP "
    "IF to_jsonb(OLD) ->> held IS DISTINCT FROM to_jsonb(NEW) ->> held "
    f"THEN {_REFUSE}; END IF; END LOOP; RETURN NEW; END $$",
    "CREATE TRIGGER %(name)s_upd BEFORE UPDATE ON %(table)s FOR EACH ROW "
    "EXECUTE FUNCTION sealed_update(%(named)s)",
    "CREATE TRIGGER %(name)s_del BEFORE DELETE ON %(table)s FOR EACH ROW "
    "WHEN (OLD.erased_at IS NULL) EXECUTE FUNCTION sealed_row()",
    "CREATE OR REPLACE FUNCTION sealed_table() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: S608
    "$$ DECLARE found int; BEGIN "
    "EXECUTE format('SELECT 1 FROM %%I.%%I LIMIT 1', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO found; "
    f"IF found = 1 THEN {_REFUSE}; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER %(name)s_trunc BEFORE TRUNCATE ON %(table)s FOR EACH STATEMENT "
    "EXECUTE FUNCTION sealed_table()",
)
_KINDS = {"sqlite": ("upd", "del", "ins"), "postgresql": ("upd", "del", "trunc")}


class Sealed(models.BaseConstraint):
    """Refuse to change or delete a row until it is lawfully erased.

    `identity` are the columns that say which row it is (its number does, where there are
    none), `kept` those that stay on the tombstone as they were; the rest may be emptied when
    the row is erased.
    """

    def __init__(self, *, name: str, identity: Sequence[str], kept: Sequence[str]) -> None:
        super().__init__(name=name)
        self.identity, self.kept = list(identity), list(kept)

    def deconstruct(self) -> Any:
        """Write the columns into migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "identity": self.identity, "kept": self.kept}

    def _statements(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> Any:
        table = Table(model._meta.db_table, editor.quote_name)
        columns = ["id", *self.identity, *self.kept]
        parts = {
            "same": " AND ".join(f"OLD.{column} IS NEW.{column}" for column in columns),
            "taken": " AND ".join(f"held.{column} = NEW.{column}" for column in self.identity)
            or "FALSE",
            "named": ", ".join(f"'{column}'" for column in columns),
        }
        for sql in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRES:
            yield Statement(sql, table=table, name=self.name, **parts)

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
        """Compare by name and columns, so that migrations see a real change alone."""
        return isinstance(other, Sealed) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        """Hash by name, as equality does."""
        return hash(self.name)
