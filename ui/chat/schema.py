"""The tables of the conversations, and the migration of older files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, changed REAL NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS conversations_of ON conversations (owner, changed DESC);
CREATE TABLE IF NOT EXISTS exchanges (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    question TEXT NOT NULL, asked REAL NOT NULL, outcome TEXT, said TEXT NOT NULL DEFAULT '',
    trouble TEXT NOT NULL DEFAULT '', thumb TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS exchanges_of ON exchanges (conversation, number);
"""
# One migration for each format. Their number is the current format.
_STEPS = (
    _TABLES,
    "ALTER TABLE exchanges ADD COLUMN better TEXT NOT NULL DEFAULT '[]';",
    """
    ALTER TABLE exchanges ADD COLUMN other TEXT;
    ALTER TABLE exchanges ADD COLUMN other_thumb TEXT NOT NULL DEFAULT '';
    ALTER TABLE exchanges ADD COLUMN other_reason TEXT NOT NULL DEFAULT '';
    """,
    # Suggested questions are found anew; how many of the documents were searched is kept as "3 25".
    """
    ALTER TABLE exchanges DROP COLUMN better;
    ALTER TABLE exchanges ADD COLUMN searched TEXT NOT NULL DEFAULT '';
    ALTER TABLE conversations ADD COLUMN chosen TEXT NOT NULL DEFAULT '';
    CREATE TABLE hidden (owner TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (owner, source)) STRICT;
    """,
    """
    CREATE TABLE notes (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL,
        kept TEXT NOT NULL, made REAL NOT NULL, gone INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX notes_of ON notes (owner, place);
    """,
)


def brought_up_to_date(tables: sqlite3.Connection) -> bool:
    """Migrate a file to the current format; return False when it is of a newer program."""
    version = _version(tables)
    if version < len(_STEPS):
        with tables:
            tables.execute("BEGIN IMMEDIATE")  # two may find an old file at a time
            for statement in "".join(_STEPS[_version(tables) :]).split(";"):
                tables.execute(statement)
            tables.execute(f"PRAGMA user_version = {len(_STEPS)}")
    return version <= len(_STEPS)


def _version(tables: sqlite3.Connection) -> int:
    return int(tables.execute("PRAGMA user_version").fetchone()[0])
