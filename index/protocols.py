"""The protocols of ``index``: embedder, parser, library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    import numpy as np
    from numpy.typing import NDArray

    from index.chunking.chunker import Splitting
    from index.filters import Filter
    from index.inspection import Examination, LibraryStatus
    from index.storage.manifest import Root
    from index.types import Chunk, Document, Entry, Hits, Progress


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their similarity.

    Laws: every vector has length 1 within 1e-3 and ``dimension`` numbers; the same text gives the same vector within
    1e-3, whatever stands beside it in the call; no text is refused (an empty one gets a vector too).

    Attributes
    ----------
    name
        What the user calls the model.
    identity
        ``name@weights-hash``: two embedders of one identity give the same vectors. Known without loading the model.
    dimension
        Numbers in a vector. Known without loading the model.
    """

    @property
    def name(self) -> str:
        """Return what the user calls the model."""
        ...

    @property
    def identity(self) -> str:
        """Return ``name@weights-hash``."""
        ...

    @property
    def dimension(self) -> int:
        """Return how many numbers a vector has."""
        ...

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return a vector for each text, shape (len(texts), dimension); ``progress`` hears how many are done."""
        ...

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimension,)."""
        ...


class Parser(Protocol):
    """Turns the bytes of a file into a document; several threads may use it at a time.

    Laws: whatever the bytes are, ``parse`` comes to an end, and changes nothing outside; the document's ``source`` is
    the one given, its ``fingerprint`` that of the bytes.
    """

    @property
    def recognises(self) -> str:
        """How words on pages that are pictures are recognised: "tesseract, eng"; empty where they are not."""
        ...

    def parse(self, data: bytes, source: str, told: Callable[[int, int], None] | None = None) -> Document:
        """Return the document, whose format the suffix of ``source`` says; raise ``DocumentError`` with a reason.

        ``told`` hears how many pages of how many have been recognised.
        """
        ...

    def close(self) -> None:
        """Release the resources of parsing. The next file acquires them again."""
        ...


class Contents(Protocol):
    """The table of contents of a generation. Entries are ordered by source.

    Laws: what is said within a filter is said of the documents that pass it; ``page(0, count())`` is ``contents()``.
    """

    def is_empty(self, within: Filter = ...) -> bool:
        """Return whether no document passes ``within``."""
        ...

    def count(self, within: Filter = ...) -> int:
        """Return how many documents pass ``within``."""
        ...

    def page(self, start: int, most: int, within: Filter = ...) -> tuple[Entry, ...]:
        """Return the entries from position ``start`` on, at most ``most``."""
        ...

    def contents(self) -> tuple[Entry, ...]:
        """Return an entry for each document. A large library has many: ask for a page where that is enough."""
        ...

    def largest(self, most: int, within: Filter = ...) -> tuple[Entry, ...]:
        """Return the longest documents that are no copies of others, the longest first, at most ``most``."""
        ...

    def named(self, words: Collection[str], within: Filter = ...) -> tuple[Entry, ...]:
        """Return the documents whose title or path has one of these words; words are compared without case."""
        ...


class Snapshot(Contents, Protocol):
    """One complete generation of a library, open for questions. It never changes.

    Laws: every chunk of a hit satisfies ``document(chunk.source).text[chunk.start:chunk.end] == chunk.text``;
    every hit's document passes the filter, and its score is the one it has without a filter;
    no chunk occurs twice in one list of hits; of documents of one text only the first by name that passes has hits;
    fewer than ``k`` hits are returned where fewer chunks are left;
    keyword hits all have a score above 0.
    """

    @property
    def generation(self) -> int:
        """Return its number."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with the library on disk, empty when all is well."""
        ...

    def search(self, question: str, k: int, within: Filter = ...) -> Hits:
        """Return at most ``k`` hits by meaning and at most ``k`` by words, in documents that pass ``within``."""
        ...

    def document(self, source: str) -> Document:
        """Return a document; raise ``UnknownSource`` when there is none of that name."""
        ...

    def documents(self, sources: Iterable[str]) -> dict[str, Document]:
        """Return several documents by source, in one call; raise ``UnknownSource`` when one is missing."""
        ...


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
