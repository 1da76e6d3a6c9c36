"""The original files of a library on an engine, by the hash of their bytes. The only user of ``fsspec``."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

import fsspec

from index.errors import LibraryError, LibraryUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeVar

    Result = TypeVar("Result")


class OriginalStore:
    """A folder or a bucket that keeps files by the sha256 of their bytes; several programs may use it.

    Parameters
    ----------
    address
        A folder, or what fsspec opens, such as "s3://bucket/originals". It is made when the first file comes.

    Raises
    ------
    LibraryError
        When fsspec does not know such places, or lacks the package for them.
    """

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        try:
            self._fs, self._root = fsspec.core.url_to_fs(self._address)
        except (ImportError, ValueError) as error:
            raise LibraryError(
                f"Original files cannot be kept in {self._address} ({error}). Name a folder, or a place that fsspec can"
                " open, as s3://bucket/files with the package s3fs."
            ) from error

    def put(self, file: Path, fingerprint: str) -> bool:
        """Keep a file that has this fingerprint; return False when it has changed, and is not kept."""
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != fingerprint:
            return False

        def store() -> None:
            path = self._path(fingerprint)
            if self._fs.exists(path):
                return
            self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            # Under a name of its own first: a file that is there is complete, and others may keep the same one now.
            own = f"{path}.{secrets.token_hex(8)}"
            self._fs.pipe_file(own, data)
            self._fs.mv(own, path)

        self._tried(store)
        return True

    def keep(self, file: Path, fingerprint: str) -> None:
        """Keep a file that has this fingerprint, if it is there still: what was read of it is kept anyway."""
        with suppress(OSError):
            self.put(file, fingerprint)

    def read(self, fingerprint: str) -> bytes | None:
        """Return the bytes of a file; None when it is not there, or is not what it was."""

        def get() -> bytes | None:
            try:
                data: bytes = self._fs.cat_file(self._path(fingerprint))
            except FileNotFoundError:
                return None
            return data if hashlib.sha256(data).hexdigest() == fingerprint else None

        return self._tried(get)

    def has(self, fingerprint: str) -> bool:
        """Return whether a file is there."""
        return bool(self._tried(lambda: self._fs.isfile(self._path(fingerprint))))

    def delete(self, fingerprints: Iterable[str]) -> None:
        """Remove files."""

        def remove() -> None:
            for fingerprint in fingerprints:
                if self._fs.exists(path := self._path(fingerprint)):
                    self._fs.rm_file(path)

        self._tried(remove)

    def _path(self, fingerprint: str) -> str:
        return f"{self._root}/{fingerprint[:2]}/{fingerprint}"

    def _tried(self, call: Callable[[], Result]) -> Result:
        try:
            return call()
        except Exception as error:  # each file system that fsspec opens has errors of its own
            reason = getattr(error, "strerror", None) or str(error).strip().split("\n")[0] or type(error).__name__
            raise LibraryUnavailable(
                f"The original files in {self._address} cannot be reached ({reason}); check that it is there and may be"
                " written to."
            ) from error
