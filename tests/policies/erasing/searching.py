"""Searching the whole database: every table that it has, whatever made them."""

import gzip
import json
import re
import zlib

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tests.conftest import register_of

_SHORTEST = 6
_SESSION = re.compile(r"[.\w-]+:[\w-]{6}:[\w-]{43}")


def dump(*, without=()):
    """Return the rows of every table, in an order of their own."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - set(without))
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
    rows = [tuple(_plain(cell) for cell in row) for row in cursor.fetchall()]
    return sorted(rows, key=repr)


def _plain(cell):
    return bytes(cell) if isinstance(cell, memoryview) else cell


def everything(tables):
    """Return all that tables say as one text, in small letters, and what is packed unpacked."""
    cells = (cell for rows in tables.values() for row in rows for cell in row)
    return "\n".join(text for cell in cells for text in _texts(cell)).casefold()


def _texts(cell):
    if isinstance(cell, bytes):
        yield cell.decode("latin-1")
        yield cell.decode("utf-8", "ignore")
        yield from (text for text in map(_unpacked(cell), (zlib, gzip)) if text)
    elif cell is not None:
        yield str(cell)
    if isinstance(cell, str):
        yield from _unfolded(cell)


def _unpacked(cell):
    def unpack(library):
        try:
            return library.decompress(cell).decode("utf-8", "ignore")
        except (zlib.error, OSError, EOFError):
            return ""

    return unpack


def _unfolded(cell):
    """Yield what JSON and a session say: other letters than English are escaped there."""
    try:
        yield json.dumps(json.loads(cell), ensure_ascii=False)
    except ValueError:
        session = SessionStore().decode(cell) if _SESSION.fullmatch(cell) else {}
        if session:
            yield json.dumps(session, ensure_ascii=False)
            yield from (str(held) for held in session.values())


def strings(key):
    """Return every text in a company's register file, long enough to tell it by."""
    return {text for text in _leaves(register_of(key).model_dump(mode="json")) if text}


def _leaves(value):
    if isinstance(value, dict):
        for held in value.values():
            yield from _leaves(held)
    elif isinstance(value, list):
        for held in value:
            yield from _leaves(held)
    elif isinstance(value, str) and len(value) >= _SHORTEST:
        yield " ".join(value.split()).casefold()


def found(texts, tables):
    """Return which of some texts stand anywhere in tables."""
    said = " ".join(everything(tables).split())
    return {text for text in texts if text in said}
