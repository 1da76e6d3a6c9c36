"""The errors of a library, as a tree.

::

    LibraryError                 anything below; the message is one clear sentence with the next step
    ├── Refused                  nothing was done, and nothing was lost (exit code 4)
    │   ├── FolderError          a folder of documents is missing, unreadable or empty
    │   ├── NoLibrary            nothing has been indexed here yet
    │   ├── LibraryGone          it was open, and its folder is not there any more
    │   ├── DamagedLibrary       no generation on disk is whole
    │   └── MismatchedLibrary    made with another embedder, from other folders, or in another format
    ├── Busy                     another process is writing; carries its ``pid`` (exit code 5)
    ├── FilterError              a filter that no document can ever pass (usage, exit code 2)
    ├── UnknownSource            the library holds no such document
    ├── DocumentError            one file cannot be read as a document; ``sync`` reports it as skipped
    ├── LibraryUnavailable       the library is on an engine that does not answer, or not as it should
    ├── EmbedderError            the embedding model cannot be found, checked or run
    └── StorageError             the disk is full, read-only or failing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class LibraryError(Exception):
    """Base of every error that ``index`` raises on purpose."""


class Refused(LibraryError):  # noqa: N818
    """The request was refused before anything was changed."""


class FolderError(Refused):
    """A folder of documents is missing, unreadable or unexpectedly empty."""


class NoLibrary(Refused):
    """No library exists at this place yet."""


class LibraryGone(Refused):
    """The folder of a library that was open has been moved or deleted."""


class DamagedLibrary(Refused):
    """No generation on disk passes its checksums."""


class MismatchedLibrary(Refused):
    """The library was made with another embedder, from other folders, or in another format."""

    @classmethod
    def by_embedder(cls, library: str, made: tuple[str, str], chosen: tuple[str, str]) -> Self:
        """Return the error for another embedder.

        Parameters
        ----------
        library
            What messages call it.
        made, chosen
            Name and identity of the embedder that the library was made with, and of the chosen one.
        """
        return cls(
            f"The library in {library} was made with the embedder {made[0]} ({made[1]}), but {chosen[0]} ({chosen[1]})"
            f" is chosen. Rebuild it with 'citeseed index', or choose the other one with CITESEED_EMBEDDER={made[0]}."
        )


class Busy(LibraryError):  # noqa: N818
    """Another process holds the writer's lock.

    Parameters
    ----------
    message
        One sentence for the user.
    pid
        The process that holds the lock; 0 when it could not be read.
    """

    def __init__(self, message: str, pid: int) -> None:
        super().__init__(message)
        self.pid = pid


class FilterError(LibraryError):
    """No document can ever pass the filter: an unknown type, or a folder that is no place in a library."""


class UnknownSource(LibraryError):  # noqa: N818
    """The library holds no document of this name."""


class DocumentError(LibraryError):
    """A file cannot be read as a document; the message is the reason alone, without the file's name.

    Parameters
    ----------
    is_limit
        Whether it broke its parser, or took more time or memory than it may.
    """

    def __init__(self, message: str, *, is_limit: bool = False) -> None:
        super().__init__(message)
        self.is_limit = is_limit


class LibraryUnavailable(LibraryError):  # noqa: N818
    """The library is on an engine that is down, slow, read-only, or does not hold what it should."""


class EmbedderError(LibraryError):
    """The embedding model cannot be found, checked or run."""


class StorageError(LibraryError):
    """Writing failed: disk full, read-only or failing. The previous generation still answers."""
