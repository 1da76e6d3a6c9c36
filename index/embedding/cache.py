"""A cache of vectors, so that no text is embedded twice, even after a crash, a rename or a copy."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_VARIABLES = 900
_CHECK = 8


def key_of(identity: str, text: str) -> bytes:
    """Return the key of the vector that the embedder ``identity`` gives to ``text``."""
    return hashlib.sha256(f"{identity}\0{text}".encode("utf-8", "surrogatepass")).digest()


class EmbeddingCache:
    """A SQLite file of vectors by key. It may be deleted or damaged at any time; then vectors are computed again.

    Every entry has a checksum over key and vector, so a damaged entry is ignored. A file that SQLite cannot read is
    replaced by an empty one. When that fails too (a full disk), the cache finds nothing and stores nothing.

    Parameters
    ----------
    path
        Of the file; made when it is missing.
    dimension
        Numbers in a vector; entries of other lengths are ignored.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._dimension = dimension
        self._connection: sqlite3.Connection | None = None
        try:
            self._open()
        except sqlite3.Error:
            self._renew()

    def find(self, keys: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors of the known keys."""
        wanted = list(keys)
        try:
            return self._find(wanted)
        except sqlite3.Error:
            self._renew()
            return {}

    def keep(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Store a batch of vectors by key. After this returns, a crash of the process does not lose them."""
        if self._connection is None:
            return
        rows = [(key, data + _check(key, data)) for key, data in _encoded(vectors)]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
        except sqlite3.Error as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                self._renew()
            else:
                self.close()

    def shrink(self, entries: int) -> None:
        """Delete the oldest entries beyond a number."""
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute(
                "DELETE FROM vectors WHERE number <= (SELECT max(number) FROM vectors) - ?", (entries,)
            )

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @staticmethod
    def journal(path: Path) -> Path:
        """Return the journal that SQLite keeps beside a cache while it writes, and leaves behind when it is killed."""
        return path.with_name(path.name + "-journal")

    def _open(self) -> None:
        if self._path.is_symlink():
            self._path.unlink()
        connection = sqlite3.connect(self._path)
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            # A crash of the process loses nothing. A power cut may damage entries, which their checksums show.
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors"
                " (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL)"
            )
            connection.execute("SELECT key, vector FROM vectors LIMIT 1").fetchall()
            # SQLite has just rolled back a killed process's transaction; its empty journal may remain.
            with suppress(OSError):
                self.journal(self._path).unlink(missing_ok=True)
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def _renew(self) -> None:
        self.close()
        with suppress(OSError, sqlite3.Error):
            self.journal(self._path).unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)
            self._open()

    def _find(self, keys: list[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        if self._connection is None:
            return found
        length = self._dimension * 4
        for start in range(0, len(keys), _VARIABLES):
            part = keys[start : start + _VARIABLES]
            marks = ",".join("?" * len(part))
            statement = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 (question marks alone)
            for key, value in self._connection.execute(statement, part):
                if not isinstance(value, bytes) or len(value) != length + _CHECK:
                    continue
                if value[length:] == _check(key, value[:length]):
                    found[key] = np.frombuffer(value[:length], "<f4").astype(np.float32)
        return found


def _encoded(vectors: Mapping[bytes, NDArray[np.float32]]) -> Iterable[tuple[bytes, bytes]]:
    return ((key, vector.astype("<f4").tobytes()) for key, vector in vectors.items())


def _check(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(key + data, digest_size=_CHECK).digest()
