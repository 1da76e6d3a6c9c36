"""A library in memory that obeys the contract of the real ones."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from index import EVERYTHING, Document, Entry, Hit, Hits, NoLibrary, UnknownSource, copies
from index.chunking.chunker import Splitting, split
from index.inspection import Examination, LibraryStatus
from index.listing import languages, largest, named, passing
from index.search.fuzzy import Spelling
from index.text.languages import language_of
from index.text.tokenizer import question_forms, terms
from tests.fakes import DirectParser, FakeEmbedder, document_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from types import TracebackType
    from typing import Self

    from index import Chunk, Filter, Progress
    from index.storage.manifest import Root


class ListedSnapshot(ABC):
    """Tells everything of its contents from the entries."""

    generation = 1
    built = ""
    folders: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @abstractmethod
    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits: ...

    def searches(self, questions: Sequence[str], k: int, within: Filter = EVERYTHING) -> list[Hits]:
        return [self.search(question, k, within) for question in questions]

    @abstractmethod
    def contents(self) -> tuple[Entry, ...]: ...

    @abstractmethod
    def document(self, source: str) -> Document: ...

    def documents(self, sources: Iterable[str]) -> dict[str, Document]:
        return {source: self.document(source) for source in dict.fromkeys(sources)}

    def is_empty(self, within: Filter = EVERYTHING) -> bool:
        return not self.count(within)

    def count(self, within: Filter = EVERYTHING) -> int:
        return len(passing(self.contents(), within))

    def page(self, start: int, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        return passing(self.contents(), within)[start : start + most]

    def largest(self, most: int, within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        return largest(passing(self.contents(), within), most)

    def named(self, words: Collection[str], within: Filter = EVERYTHING) -> tuple[Entry, ...]:
        return named(passing(self.contents(), within), words)


class MemorySnapshot(ListedSnapshot):
    """A generation held in dictionaries."""

    def __init__(self, generation: int, held: dict[str, tuple[Document, tuple[Chunk, ...]]], embedder: FakeEmbedder):
        self.generation = generation
        self.warnings: tuple[str, ...] = ()
        self._held = held
        self._embedder = embedder

    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits:
        passing = [entry for entry in self.contents() if within.admits(entry)]
        admitted = [entry.source for entry in passing if entry.source not in copies(passing)]
        chunks = [chunk for source in admitted for chunk in self._held[source][1]]
        asked, vector = question_forms(question, languages(passing)), self._embedder.embed_question(question)
        dense = [Hit(chunk, float(vector @ self._embedder.embed_question(chunk.text))) for chunk in chunks]
        said = [set(terms(chunk.text, language_of(self._held[chunk.source][0].text))) for chunk in chunks]
        known = set().union(*said)
        spelling = Spelling(sorted(known))
        near = {spelled for forms in asked if known.isdisjoint(forms) for spelled in spelling.nearest(forms[0])}
        keyword = [
            Hit(chunk, sum(not told.isdisjoint(forms) for forms in asked) + len(near & told) / 2)
            for chunk, told in zip(chunks, said, strict=True)
        ]
        return Hits(_best(dense, k), _best([hit for hit in keyword if hit.score > 0], k))

    def document(self, source: str) -> Document:
        try:
            return self._held[source][0]
        except KeyError:
            raise UnknownSource(f"The library holds no document '{source}'.") from None

    def contents(self) -> tuple[Entry, ...]:
        return tuple(_entry(held, chunks) for _, (held, chunks) in sorted(self._held.items()))


class MemoryDraft:
    """The next generation of a ``MemoryLibrary``."""

    is_of_another_version = False

    def __init__(self, library: MemoryLibrary) -> None:
        self._library = library
        self._held = dict(library.held)
        self.roots: tuple[Root, ...] | None = ()

    @property
    def generation(self) -> int:
        return self._library.generation + self.due

    @property
    def due(self) -> bool:
        return self._held != self._library.held

    @property
    def entries(self) -> dict[str, Entry]:
        return {source: _entry(*held) for source, held in self._library.held.items()}

    @property
    def counts(self) -> tuple[int, int]:
        return len(self._library.held), sum(len(chunks) for _, chunks in self._library.held.values())

    @property
    def copies(self) -> dict[str, str]:
        return copies(self.entries.values())

    def mark(self, source: str, *, stale: bool) -> None:
        if stale:
            raise NotImplementedError("nothing of it can become stale")

    def add(self, document: Document, chunks: Sequence[Chunk], file: Path | None = None) -> None:
        self._held[document.source] = (document, tuple(chunks))

    def remove(self, source: str) -> None:
        if source not in self._held:
            raise UnknownSource(f"The library holds no document '{source}'.")
        del self._held[source]

    def publish(self, progress: Callable[[Progress], None] | None = None) -> int:
        self._library.held = self._held
        self._library.generation += 1
        return sum(len(chunks) for _, chunks in self._held.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held = {}


class MemoryLibrary:
    """A library in memory; ``of`` makes one of texts."""

    name, home, is_shared = "memory", Path("memory"), False
    splitting = Splitting(characters=400, overlap=100)

    def __init__(self) -> None:
        self.embedder, self.parser = FakeEmbedder(), DirectParser()
        self.generation = 0
        self.held: dict[str, tuple[Document, tuple[Chunk, ...]]] = {}

    @classmethod
    def of(cls, **texts: str) -> MemoryLibrary:
        """Make a library of one document for each text, its source and title the name it is given by."""
        library = cls()
        with library.update() as draft:
            for name, text in texts.items():
                document = document_of(text, name)
                draft.add(document, split(document, Splitting(characters=400, overlap=100)))
            draft.publish()
        return library

    def open(self, at_least: int = 0) -> ListedSnapshot:
        return self._live()

    def open_lazily(self) -> ListedSnapshot:
        return self.open()

    def _live(self) -> MemorySnapshot:
        if not self.generation:
            raise NoLibrary("Nothing has been indexed yet. Run 'citeseed index FOLDER'.")
        return MemorySnapshot(self.generation, self.held, FakeEmbedder())

    def live(self) -> int | None:
        return self.generation or None

    def status(self) -> LibraryStatus:
        entries = self._live().contents()
        chunks = sum(entry.chunks for entry in entries)
        return LibraryStatus(len(entries), chunks, self.generation, "fake", "", 0, 0, (), entries, ())

    def examine(self) -> Examination:
        return Examination((), self._live().generation, ())

    def original(self, source: str) -> bytes | None:
        return None

    def has_original(self, source: str) -> bool:
        return self.original(source) is not None

    def update(self) -> MemoryDraft:
        return MemoryDraft(self)

    def close(self) -> None:
        self.held = {}


def _entry(held: Document, chunks: Sequence[Chunk]) -> Entry:
    return Entry(
        held.source,
        held.title,
        held.fingerprint,
        len(held.text),
        len(chunks),
        stale=False,
        content=held.text,
        language=language_of(held.text),
    )


def _best(hits: list[Hit], k: int) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: -hit.score)[:k])
