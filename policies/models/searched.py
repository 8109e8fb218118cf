"""A constraint that keeps the search index true (docs/decisions/0009).

Whatever writes a row, in bulk or one by one, its text goes into the index in the same statement:
the database does it by triggers. Setting the constraint fills the index anew, so it survives
SQLite's way of altering a table by making it anew, and a changed list of columns.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

# A row of the index is called by its company, kind and record in one number. SQLite's full text
# tables find rows by number alone, and a company or a kind is then a range of numbers.
KIND_BITS, RECORD_BITS = 6, 37
KIND_MASK = (1 << KIND_BITS) - 1
_SQLITE = (
    "CREATE TRIGGER %(name)s_ins AFTER INSERT ON %(table)s BEGIN "
    "INSERT OR REPLACE INTO policies_search(rowid, named, content, codes) "
    "VALUES (%(new_id)s, %(new)s); END",
    "CREATE TRIGGER %(name)s_upd AFTER UPDATE ON %(table)s "
    "WHEN (%(old_row)s) IS NOT (%(new_row)s) BEGIN "
    "DELETE FROM policies_search WHERE rowid = %(old_id)s; "
    "INSERT INTO policies_search(rowid, named, content, codes) VALUES (%(new_id)s, %(new)s); END",
    "CREATE TRIGGER %(name)s_del AFTER DELETE ON %(table)s BEGIN "
    "DELETE FROM policies_search WHERE rowid = %(old_id)s; END",
    "DELETE FROM policies_search WHERE ((rowid >> %(bits)s) & %(mask)s) = %(number)s",
    "INSERT INTO policies_search(rowid, named, content, codes) "
    "SELECT %(held_id)s, %(held)s FROM %(table)s AS held",
)
_LISTS = {
    "sqlite": "(SELECT group_concat({value}, ' ') FROM json_each({column}))",
    "postgresql": "(SELECT string_agg({value}, ' ') FROM jsonb_array_elements_text("
    "CASE jsonb_typeof({column}) WHEN 'array' THEN {column} END))",
}
# The ids as an array: a plan made for a bulk load must not be kept for a single row.
_POSTGRES = (
    "CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP IN ('UPDATE', 'DELETE') THEN "
    "DELETE FROM policies_search WHERE id = ANY(ARRAY(SELECT %(gone_id)s FROM gone)); END IF; "
    "IF TG_OP IN ('INSERT', 'UPDATE') THEN "
    "INSERT INTO policies_search(id, words) SELECT %(made_id)s, search_words(%(made)s) FROM made "
    "ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words; END IF; "
    "IF TG_OP = 'TRUNCATE' THEN "
    "DELETE FROM policies_search WHERE ((id >> %(bits)s) & %(mask)s) = %(number)s; END IF; "
    "RETURN NULL; END $$",
    "CREATE TRIGGER %(name)s_ins AFTER INSERT ON %(table)s REFERENCING NEW TABLE AS made "
    "FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()",
    "CREATE TRIGGER %(name)s_upd AFTER UPDATE ON %(table)s REFERENCING OLD TABLE AS gone "
    "NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()",
    "CREATE TRIGGER %(name)s_del AFTER DELETE ON %(table)s REFERENCING OLD TABLE AS gone "
    "FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()",
    "CREATE TRIGGER %(name)s_trunc AFTER TRUNCATE ON %(table)s "
    "FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()",
    "DELETE FROM policies_search WHERE ((id >> %(bits)s) & %(mask)s) = %(number)s",
    "INSERT INTO policies_search(id, words) "
    "SELECT %(held_id)s, search_words(%(held)s) FROM %(table)s AS held",
)


def code(number: int, column: str, value: str) -> str:
    """Return the word that stands in the index for a term or a country in a column."""
    return f"{_code_start(number, column)}{value.lower().replace('-', '')}"


def _code_start(number: int, column: str) -> str:
    return f"x{number}{column.replace('_', '')}"


class Searched(models.BaseConstraint):
    """Keep the rows of a table in the search index.

    `number` stands for the kind of record, `company` is the column that says whose it is;
    `named` are the columns of its name, `content` those of other text, `codes` those that hold
    terms or countries; `lists` tells which of them are lists.
    """

    def __init__(self, *, name: str, number: int, company: str, **columns: list[str]) -> None:
        super().__init__(name=name)
        self.number, self.company = number, company
        self.named, self.content = columns["named"], columns["content"]
        self.codes, self.lists = columns["codes"], columns["lists"]

    def deconstruct(self) -> Any:
        """Write the columns into migrations: the index follows them."""
        path, args, kwargs = super().deconstruct()
        own = ("number", "company", "named", "content", "codes", "lists")
        return path, args, {**kwargs, **{name: getattr(self, name) for name in own}}

    def _id(self, row: str) -> str:
        kind = self.number << RECORD_BITS
        return f"(({row}.{self.company} << {KIND_BITS + RECORD_BITS}) | {kind} | {row}.id)"

    def _texts(self, row: str, vendor: str) -> str:
        """Return the row's name, other text and codes, as three expressions."""

        def written(column: str, start: str = "") -> str:
            is_list = column in self.lists
            return _text(vendor, f'{row}."{column}"', is_list=is_list, start=start)

        parts = [[written(column) for column in part] for part in (self.named, self.content)]
        codes = [written(column, _code_start(self.number, column)) for column in self.codes]
        return ", ".join(" || ' ' || ".join(part) or "''" for part in (*parts, codes))

    def _row(self, row: str) -> str:
        columns = ("id", self.company, *self.named, *self.content, *self.codes)
        return ", ".join(f'{row}."{column}"' for column in columns)

    def _statements(
        self, model: type[models.Model], editor: BaseDatabaseSchemaEditor
    ) -> Iterator[Statement]:
        vendor = editor.connection.vendor
        rows = {"old": "OLD", "new": "NEW", "held": "held", "gone": "gone", "made": "made"}
        parts: dict[str, Any] = {
            "table": Table(model._meta.db_table, editor.quote_name),
            "name": self.name,
            "number": self.number,
            "bits": RECORD_BITS,
            "mask": KIND_MASK,
        }
        for called, row in rows.items():
            parts |= {called: self._texts(row, vendor), f"{called}_id": self._id(row)}
            parts |= {f"{called}_row": self._row(row)}
        for sql in _SQLITE if vendor == "sqlite" else _POSTGRES:
            yield Statement(sql, **parts)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Make the triggers after the table, and fill the index."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Make the triggers after everything else in the migration, and fill the index."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Drop the triggers. SQLite makes the table anew without them, and doesn't ask."""
        table = Table(model._meta.db_table, schema_editor.quote_name)
        drops = [f"DROP TRIGGER %(name)s_{k} ON %(table)s" for k in ("ins", "upd", "del", "trunc")]
        sql = "; ".join([*drops, "DROP FUNCTION %(name)s()"])
        return Statement(sql, table=table, name=self.name)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to check: any text may be searched for."""

    def __eq__(self, other: object) -> bool:
        """Compare by name and columns, so that migrations see a real change alone."""
        return isinstance(other, Searched) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        """Hash by name, as equality does."""
        return hash(self.name)


def _text(vendor: str, column: str, *, is_list: bool, start: str = "") -> str:
    """Return a column's text as an expression; with `start`, the words that stand for its terms."""
    value = f"'{start}' || replace(lower(%s), '-', '')" if start else "%s"
    listed = _LISTS[vendor].format(value=value % "value", column=column)
    found = listed if is_list else value % column
    if vendor == "sqlite" and not start:  # PostgreSQL's search_words does it for the whole text
        found = f"replace({found}, '§', ' paragraf ')"
    return f"coalesce({found}, '')"
