"""An assistant over a few texts, made of the real types: sentences that share the question's words are the answer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.errors import UnknownSource
from index.filters import EVERYTHING, Filter
from index.types import Chunk, Document, Entry, Hit, Hits
from rag import Findings
from rag.events import Done, Event, Found, Said
from rag.extraction.asking import Asker
from rag.extraction.cell_store import CellStore
from rag.extraction.columns import columns as parsed_columns
from rag.query.validation import cleaned
from rag.types import Answer, Citation, NoAnswer, Outcome, Passage, Reason, Sentence, Trace, Turn
from rag.verification.checking import check
from rag.verification.rules import RuleJudge
from tests.fakes import FakeReadingModel, words
from tests.memory_library import ListedSnapshot, MemoryLibrary

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from rag.extraction.asking import Each
    from rag.extraction.types import AskedTable, TableEvent
    from rag.verification.types import Check, CheckStep

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


@dataclass(frozen=True)
class FakeSnapshot(ListedSnapshot):
    held: Mapping[str, Document]
    generation: int = 1
    warnings: tuple[str, ...] = ()

    def search(self, question: str, k: int, within: Filter = EVERYTHING) -> Hits:
        admitted = [self.held[entry.source] for entry in self.contents() if within.admits(entry)]
        hits = [Hit(chunk, self._score(question, chunk)) for chunk in map(whole, admitted)]
        hits.sort(key=lambda hit: -hit.score)
        return Hits(tuple(hits[:k]), tuple(hit for hit in hits[:k] if hit.score > 0))

    def document(self, source: str) -> Document:
        try:
            return self.held[source]
        except KeyError:
            raise UnknownSource(f"There is no document '{source}'.") from None

    def contents(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(document.source, document.title, document.fingerprint, len(document.text), 1, stale=False)
            for _, document in sorted(self.held.items())
        )

    def _score(self, question: str, chunk: Chunk) -> float:
        wanted = set(words(question))
        return len(wanted & set(words(chunk.text))) / max(len(wanted), 1)


class FakeLibrary(MemoryLibrary):
    """Holds texts in memory."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self.snapshot = FakeSnapshot({source: document(source, text) for source, text in texts.items()})

    def open(self, at_least: int = 0) -> FakeSnapshot:
        return self.snapshot


class FakeAssistant:
    """Answers from a dictionary of texts.

    Parameters
    ----------
    texts
        By source.
    failure
        Raised by every question, when given.

    Who writes an answer changes nothing but the name in its trace.
    """

    def __init__(self, texts: Mapping[str, str], failure: Exception | None = None) -> None:
        self.library = FakeLibrary(texts)
        self.failure = failure
        self.heard: list[tuple[Turn, ...]] = []
        self.readers: tuple[str, ...] = ("fake",)

    def ask(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Outcome:
        *_, last = self.stream(question, history, within, reader=reader)
        assert isinstance(last, Done)
        return last.outcome

    def stream(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Generator[Event]:
        self.heard.append(tuple(history))
        if self.failure:
            raise self.failure
        findings = self.find(question, history, within=within)
        yield Found(findings.passages)
        outcome = self._outcome(question, findings)
        outcome = replace(outcome, trace=replace(outcome.trace, reader=reader or self.readers[0]))
        if isinstance(outcome, Answer):
            yield from (Said(sentence) for sentence in outcome.sentences)
        yield Done(outcome)

    def find(self, question: str, history: Sequence[Turn] = (), k: int = 10, within: Filter = EVERYTHING) -> Findings:
        question = cleaned(question)
        trace = Trace(question, self.library.snapshot.generation, "fake", {"total": 1.0})
        hits = self.library.snapshot.search(question, k, within).dense
        return Findings(tuple(Passage(n, hit.chunk, hit.score) for n, hit in enumerate(hits, 1)), trace)

    def check_steps(self, text: str | Document, within: Filter = EVERYTHING) -> Generator[CheckStep, None, Check]:
        if self.failure:
            raise self.failure
        return check(text, self.library.snapshot, RuleJudge())

    def table_steps(
        self, columns: Sequence[str], within: Filter = EVERYTHING, *, each: Each = "document"
    ) -> Generator[TableEvent, None, AskedTable]:
        if self.failure:
            raise self.failure
        asked = parsed_columns(tuple(columns))
        return Asker(self.library.snapshot, FakeReadingModel(), CellStore(), each).ask(asked)

    def _outcome(self, question: str, findings: Findings) -> Outcome:
        wanted = set(words(question))
        sentences = []
        for passage in findings.passages:
            chunk = passage.chunk
            for found in SENTENCE.finditer(chunk.text):
                shared = wanted & set(words(found[0]))
                if len(shared) * 2 < len(wanted):
                    continue
                quote = found[0].strip()
                start = chunk.start + found.start() + found[0].index(quote)
                held = self.library.snapshot.document(chunk.source)
                citation = Citation(
                    passage.number, chunk.source, chunk.fingerprint, held.title, (), None,
                    start, start + len(quote), quote, 0.9,
                )  # fmt: skip
                sentences.append(Sentence(quote, (citation,)))
        if not findings.passages:
            return NoAnswer(Reason.EMPTY_LIBRARY, (), (), 0.0, findings.trace)
        if not sentences:
            return NoAnswer(Reason.NOTHING_RELEVANT, findings.passages, (), 0.1, findings.trace)
        return Answer(tuple(sentences), findings.passages, 0.9, findings.trace)


def document(source: str, text: str) -> Document:
    return Document(
        source, text.split("\n", maxsplit=1)[0] or source, text, (), (), hashlib.sha256(text.encode()).hexdigest()
    )


def whole(held: Document) -> Chunk:
    return Chunk(held.source, held.fingerprint, 0, 0, len(held.text), (), held.text)
