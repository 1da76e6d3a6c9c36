"""Light fakes that obey the contracts of the real parts."""

from __future__ import annotations

import hashlib
import itertools
import re
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index import EVERYTHING, Document, Entry, Hit, Hits, NoLibrary, UnknownSource, copies
from index.chunking.chunker import Splitting, split
from index.inspection import Examination, LibraryStatus
from index.listing import languages, largest, named, passing
from index.loaders import attachments, parse
from index.search.fuzzy import Spelling
from index.text.languages import language_of
from index.text.tokenizer import question_forms, terms
from rag.steps import Judgement, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from types import TracebackType
    from typing import Self

    from numpy.typing import NDArray

    from index import Chunk, Filter, Progress
    from index.storage.manifest import Root
    from index.types import Attachment
    from rag.steps import ClaimPair

WORD = re.compile(r"\w+")
STOP = frozenset(
    """
    a an and are as at be by do does for from has have how in is it its of on or that the their this to was were what
    when where which who why will with
    """.split()
)


def words(text: str) -> list[str]:
    """Return the words that mean something, without a plural's s."""
    return [word.rstrip("s") for word in WORD.findall(text.lower()) if word not in STOP]


class FakeEmbedder:
    """Bag of words through a seeded random projection: texts that share words are near.

    Parameters
    ----------
    dimension
        Numbers in a vector.
    name
        Two fakes of other names are different embedders.
    fail_after
        Raise ``RuntimeError`` once this many texts were embedded; None never fails.
    """

    def __init__(self, dimension: int = 64, name: str = "fake", fail_after: int | None = None) -> None:
        self.dimension = dimension
        self.name = name
        self.identity = f"{name}@{dimension}"
        self.embedded: list[str] = []
        self.fail_after = fail_after

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        for done, text in enumerate(texts, 1):
            if self.fail_after is not None and len(self.embedded) >= self.fail_after:
                raise RuntimeError("the fake embedder was told to fail")
            self.embedded.append(text)
            if progress:
                progress(done)
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dimension), np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.full(self.dimension, 1e-6)
        for word in words(text):
            seed = int.from_bytes(hashlib.sha256(f"{self.name}:{word}".encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return np.asarray(total / np.linalg.norm(total), np.float32)


class DirectParser:
    """Parses in this process: no protection, and no process to start."""

    recognises = ""

    def parse(self, data: bytes, source: str, page_progress: Callable[[int, int], None] | None = None) -> Document:
        return parse(data, source)

    def attachments(self, data: bytes, source: str) -> Sequence[Attachment]:
        return attachments(data, source)

    def close(self) -> None:
        pass


class FakeReadingModel:
    """Reads by shared words: the sentence that shares most of the question's words supports the answer."""

    name = "fake"

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        return [self._reading(set(words(question)), passage) for passage in passages]

    def _reading(self, wanted: set[str], passage: str) -> Reading:
        tokens = list(WORD.finditer(passage))
        offsets = np.array([match.span() for match in tokens], np.int32).reshape(-1, 2)
        share = np.zeros(len(tokens), np.float32)
        bounds = [0, *(match.end() for match in re.finditer(r"[.!?]\s|\n", passage)), len(passage)]
        for low, high in itertools.pairwise(bounds):
            overlap = len(wanted & set(words(passage[low:high]))) / max(len(wanted), 1)
            inside = (offsets[:, 0] >= low) & (offsets[:, 1] <= high)
            share[inside] = overlap
        best = float(share.max(initial=0.0))
        return Reading(best, offsets, share * 10, share * 10, share)


class FakeClaimJudge:
    """Says that a statement supports a claim by the share of its words that the statement has, and never otherwise."""

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        return [
            Judgement(
                len(set(words(pair.claim)) & set(words(pair.statement))) / max(len(set(words(pair.claim))), 1), 0.0
            )
            for pair in pairs
        ]


class ListedSnapshot(ABC):
    """Tells everything of its contents from the entries."""

    generation = 1
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


def document_of(text: str, name: str = "text") -> Document:
    """Return a document of one section."""
    return Document(f"{name}.txt", name, text, (), (), hashlib.sha256(text.encode()).hexdigest())


def _best(hits: list[Hit], k: int) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: -hit.score)[:k])
