"""The interface of a library that is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from index.storage.manifest import Root
    from index.types import Chunk, Document, Entry, Progress


class DraftState(Protocol):
    """What a draft started from, and what it has become.

    Attributes
    ----------
    roots
        The folders that the library is made of; None when damage has made them unknown. A sync sets them.
    """

    roots: tuple[Root, ...] | None

    @property
    def generation(self) -> int:
        """Number of the new generation, or of the one it started from when no change is due; 0 for none."""
        ...

    @property
    def due(self) -> bool:
        """Whether publishing would change anything."""
        ...

    @property
    def is_of_another_version(self) -> bool:
        """Whether another version of the program read the documents."""
        ...

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The documents that it started from, by source."""
        ...

    @property
    def counts(self) -> tuple[int, int]:
        """Numbers of documents and chunks in the live generation: after ``publish``, in the new one."""
        ...

    @property
    def copies(self) -> Mapping[str, str]:
        """Copies in the live generation, after ``publish`` the new one; each with the document cited instead."""
        ...


class Draft(DraftState, Protocol):
    """The next generation while it is written. It is invisible until it is published.

    It starts as a copy of the live generation. Leaving the ``with`` block without ``publish`` discards it.
    """

    def add(self, document: Document, chunks: Sequence[Chunk], file: Path | None = None) -> None:
        """Store a document with its chunks. It replaces an earlier version of that source.

        ``file`` is where its bytes are, for a library that keeps them.
        """
        ...

    def remove(self, source: str) -> None:
        """Remove a document; raise ``UnknownSource`` when there is none of that name."""
        ...

    def mark(self, source: str, *, stale: bool) -> None:
        """Mark whether a document is the last good version of a file that cannot be read now."""
        ...

    def publish(self, progress: Callable[[Progress], None] | None = None) -> int:
        """Embed what is new, write, verify and make live; return the number of chunks that had to be embedded."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
