"""Keep cells that were read, by what they depend on, so that no cell is read twice."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rag.extraction.types import CellState

# Raised when the same document would give other cells: cells that older programs kept are read anew.
VERSION = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A cell as it is kept: places in the document's text, from which the quote is cut again.

    Parameters
    ----------
    state
        A quote, not sure, or empty.
    start, end
        Of the cell's text.
    quote
        (start, end) of the quote.
    score
        Probability, 0 to 1, that it answers.
    """

    state: CellState
    start: int = 0
    end: int = 0
    quote: tuple[int, int] = (0, 0)
    score: float = 0.0


def key(fingerprint: str, start: int, end: int, question: str, reader: str) -> str:
    """Return what a cell depends on: the document's bytes, the part that is read, the question, and who reads."""
    told = json.dumps([VERSION, fingerprint, start, end, question, reader])
    return hashlib.sha256(told.encode()).hexdigest()


class CellStore:
    """Keeps cells in one SQLite file, or in memory; several threads may use it.

    A file that cannot be written or read costs time, no cell: it is done without.

    Parameters
    ----------
    path
        Of the file; None for memory. It is made when the first cell is kept, in a folder that exists.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._memory: dict[str, Found] = {}

    def get(self, name: str) -> Found | None:
        """Return the cell that is kept under a key."""
        with self._lock:
            if name in self._memory or self._opened() is None:
                return self._memory.get(name)
            assert self._connection is not None
            try:
                row = self._connection.execute("SELECT cell FROM cells WHERE key = ?", (name,)).fetchone()
            except sqlite3.Error:
                return None
        return _unpacked(row[0]) if row else None

    def put(self, name: str, cell: Found) -> None:
        """Keep a cell; it is on the disk when this returns."""
        packed = json.dumps([cell.state, cell.start, cell.end, *cell.quote, cell.score])
        with self._lock:
            self._memory[name] = cell
            if self._opened() is None:
                return
            assert self._connection is not None
            try:
                self._connection.execute("INSERT OR REPLACE INTO cells VALUES (?, ?)", (name, packed))
            except sqlite3.Error:
                self._path = None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _opened(self) -> sqlite3.Connection | None:
        if self._path is None or not self._path.parent.is_dir():
            return None
        if self._connection is None:
            connection: sqlite3.Connection | None = None
            try:
                connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None, timeout=10)
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.execute("CREATE TABLE IF NOT EXISTS cells (key TEXT PRIMARY KEY, cell TEXT NOT NULL)")
            except sqlite3.Error:
                if connection is not None:
                    connection.close()
                self._path = None
                return None
            self._connection = connection
        return self._connection


def _unpacked(text: str) -> Found | None:
    from rag.extraction.types import CellState  # noqa: PLC0415 (this module is loaded for every question, those are not)

    try:
        state, start, end, low, high, score = json.loads(text)
        return Found(CellState(state), int(start), int(end), (int(low), int(high)), float(score))
    except (TypeError, ValueError):
        return None
