"""The interface of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from index.chunking.chunker import Splitting
    from index.inspection import Examination, LibraryStatus
    from index.protocols.draft import Draft
    from index.protocols.embedder import Embedder
    from index.protocols.parser import Parser
    from index.protocols.snapshot import Snapshot


class LibraryParts(Protocol):
    """What a library is made with."""

    @property
    def name(self) -> str:
        """Return what messages call it: its folder, or its address."""
        ...

    @property
    def home(self) -> Path:
        """Return a folder on this machine: of uploads, conversations and caches. It may not exist yet."""
        ...

    @property
    def is_shared(self) -> bool:
        """Return whether other machines use it too, which may have folders that this one lacks."""
        ...

    @property
    def embedder(self) -> Embedder:
        """Return what embeds documents and questions."""
        ...

    @property
    def splitting(self) -> Splitting:
        """Return how documents are cut into chunks."""
        ...

    @property
    def parser(self) -> Parser:
        """Return what turns files into documents."""
        ...


class Library(LibraryParts, Protocol):
    """The user's indexed documents: one writer at a time, any number of readers, never a mixed state.

    Every method raises ``LibraryUnavailable`` where the library is on an engine that does not answer.
    """

    def open(self, at_least: int = 0) -> Snapshot:
        """Return the newest whole generation; raise ``NoLibrary``, ``DamagedLibrary`` or ``MismatchedLibrary``.

        It may be a moment old, but not older than ``at_least``, the number of a live one.
        """
        ...

    def open_lazily(self) -> Snapshot:
        """Return what ``open`` returns, at the latest when it is first used; it may raise the same errors then.

        For a question, which begins with a search: on an engine that is one round trip less.
        """
        ...

    def update(self) -> Draft:
        """Take the writer's lock and start the next generation; raise ``Busy`` when another process holds it."""
        ...

    def original(self, source: str) -> bytes | None:
        """Return the bytes of a document's file, or None when the file is gone or has changed.

        Raises what ``open`` raises, and ``UnknownSource`` when there is no document of that name.
        """
        ...

    def has_original(self, source: str) -> bool:
        """Return whether ``original`` would return bytes. It is cheaper, and raises the same errors."""
        ...

    def live(self) -> int | None:
        """Return the number of the live generation, without opening it; None when there is none."""
        ...

    def status(self) -> LibraryStatus:
        """Return what it holds; raise what ``open`` raises, except for another embedder."""
        ...

    def examine(self) -> Examination:
        """Compare what is stored with what was written; raise ``NoLibrary`` when nothing was."""
        ...

    def close(self) -> None:
        """Release files and locks; a closed library may not be used again."""
        ...
