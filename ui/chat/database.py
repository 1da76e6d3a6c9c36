"""Open the SQLite file of conversations, notes and hidden documents."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ui.chat import schema
from ui.errors import ConversationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def opened(path: Path, *, begins: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the tables for one transaction. Where there is no file, they are empty.

    Parameters
    ----------
    path
        The file.
    begins
        Whether to create it. Nothing else does: a folder that somebody moved away can be put back into its place.

    Raises
    ------
    ConversationError
        When the file cannot be read or written.
    """
    try:
        is_here = path.exists()
        if begins and not is_here:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(0o600)
        tables = sqlite3.connect(path if begins or is_here else ":memory:", timeout=10)
        try:
            tables.execute("PRAGMA foreign_keys = ON")
            tables.execute("PRAGMA secure_delete = ON")  # deleted is deleted
            if not schema.brought_up_to_date(tables):
                raise ConversationError(
                    f"{path} was written by a newer citeseed; upgrade this one, or move the file away."
                )
            with tables:
                yield tables
        finally:
            tables.close()
    except (OSError, sqlite3.Error) as error:
        raise ConversationError(
            f"Conversations cannot be kept in {path}: {error}. Free some space or make it writable."
        ) from error
