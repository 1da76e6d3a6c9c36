"""Answer a question: understand it, retrieve passages, answer or refuse. Check a text against the documents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from index import EVERYTHING, Progress, narrowed
from rag.citations.passages import pack
from rag.clock import Clock
from rag.errors import QuestionError, SettingsError
from rag.events import Done
from rag.evidence.retrieve import Retriever
from rag.extraction.cell_store import CellStore
from rag.generation import llm_rewrite
from rag.generation.answer import Tracer, answer
from rag.query.understand import understand
from rag.query.validation import cleaned, conversation
from rag.streaming import in_threads
from rag.types import Findings

# What only tables and checks need is imported in their methods: a question must not wait for it.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Sequence
    from types import TracebackType
    from typing import Self

    from index import Document, Filter, Library
    from rag.events import Event
    from rag.extraction.asking import Each
    from rag.extraction.types import AskedTable, TableEvent
    from rag.protocols import ClaimJudge, LanguageModel, Reader, ReadingModel
    from rag.settings import Settings
    from rag.types import Outcome, Passage, Turn
    from rag.verification.types import Check, CheckStep


class Assistant:
    """Answers questions from a library, with citations for every sentence.

    It may be used from several threads at once. Each question sees one generation of the library from start to end.

    Parameters
    ----------
    library
        Searched for passages.
    model
        The reading model.
    reader
        The extractive reader, also used where a language model fails.
    settings
        Limits, threshold and choice of the reader.
    writers
        Further readers.
    language_model
        Rewrites follow-ups as stand-alone questions; None for rules only.
    judge
        Of claims in texts that are checked; None for rules only.
    cells
        Keeps the cells of tables; None for memory.
    """

    def __init__(
        self,
        library: Library,
        model: ReadingModel,
        reader: Reader,
        settings: Settings,
        *,
        writers: Sequence[Reader] = (),
        language_model: LanguageModel | None = None,
        judge: ClaimJudge | None = None,
        cells: CellStore | None = None,
    ) -> None:
        self.library = library
        self._judge = judge
        self._cells = cells or CellStore()
        self._model = model
        self._plain = reader
        self._readers = {each.name: each for each in (reader, *writers)}
        self._language_model = language_model
        self._settings = settings

    @property
    def readers(self) -> tuple[str, ...]:
        """Names of the readers, the default first."""
        own = self._settings.reader
        return tuple(sorted(self._readers, key=lambda name: name != own))

    def ask(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Outcome:
        """Return the answer, or why there is none.

        Parameters
        ----------
        question
            As typed.
        history
            The turns before, in order.
        within
            Which documents may answer.
        reader
            One of ``readers``; None for the one in the settings.

        Raises
        ------
        QuestionError
            When the question is empty, too long or no text, or the history is no sequence of turns.
        LibraryError
            When there is no library to ask, or it cannot be opened.
        SettingsError
            When there is no such reader.
        """
        for event in self.stream(question, history, within, reader=reader):
            if isinstance(event, Done):
                return event.outcome
        raise AssertionError("a stream ends with Done")

    async def aask(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Outcome:
        """Return what ``ask`` returns, without blocking the event loop."""
        import asyncio  # a tenth of the time of importing this package, and few use it

        return await asyncio.to_thread(self.ask, question, history, within, reader=reader)

    def stream(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Generator[Event]:
        """Yield the passages, then the answer's sentences, then the outcome. Closing the generator ends all work.

        1. Understand what is wanted, and in which forms it is searched.
        2. Retrieve the passages and sentences that may answer, and decide whether they are enough.
        3. Answer from them with citations, or say why there is no answer.
        """
        clock, writer = Clock(), self._writer(reader)
        asked, turns = cleaned(question), conversation(history)
        whole = self.library.open_lazily()
        # Only for a conversation it is asked beforehand whether there is anything to search.
        is_plain = writer is self._plain or not turns or whole.is_empty()
        model = None if is_plain else self._language_model
        with clock.step("rewrite"):
            query = understand(asked, turns, partial(llm_rewrite.rephrased, model) if model else None)
        retriever = Retriever(narrowed(whole, within), self._model, self._settings, clock)
        evidence = retriever.retrieve(query, is_empty=whole.is_empty)
        tracer = Tracer(within, self._settings, clock)
        yield Done((yield from answer(query, evidence, writer, self._plain, tracer)))

    def astream(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> AsyncGenerator[Event]:
        """Yield what ``stream`` yields, without blocking the event loop. Closing the generator ends all work."""
        return in_threads(self.stream(question, history, within, reader=reader))

    def search(
        self, question: str, history: Sequence[Turn] = (), k: int = 10, within: Filter = EVERYTHING
    ) -> list[Passage]:
        """Return at most ``k`` passages, best first."""
        return list(self.find(question, history, k, within).passages)

    def find(self, question: str, history: Sequence[Turn] = (), k: int = 10, within: Filter = EVERYTHING) -> Findings:
        """Return at most ``k`` passages, best first, with how they were found.

        Raises
        ------
        QuestionError
            When the question is empty or too long, or ``k`` is not positive.
        LibraryError
            When there is no library to search, or it cannot be opened.
        """
        clock = Clock()
        if k < 1:
            raise QuestionError(f"{k} passages cannot be found; ask for at least 1.")
        asked, turns = cleaned(question), conversation(history)
        snapshot = narrowed(self.library.open_lazily(), within)
        with clock.step("rewrite"):
            query = understand(asked, turns)
        retriever = Retriever(snapshot, self._model, self._settings, clock)
        searched, read_hits = retriever.search(query, max(k, self._settings.candidates))
        hits = [hit.found for hit in read_hits]
        trace = Tracer(within, self._settings, clock).trace(snapshot, searched, hits, self._plain.name)
        return Findings(pack(hits, k), trace)

    def check(
        self,
        text: str | Document,
        within: Filter = EVERYTHING,
        *,
        progress: Callable[[Progress], None] | None = None,
    ) -> Check:
        """Return for each sentence of a text whether the documents support it, and with which quotes.

        Parameters
        ----------
        text
            Anybody's. Every line is a paragraph; of a document, headings and code claim nothing.
        within
            Which documents may support it.
        progress
            Called with the number of sentences done.

        Raises
        ------
        QuestionError
            When there is nothing to check, or too much.
        LibraryError
            When there is no library to check it against, or it cannot be opened.
        """
        steps = self.check_steps(text, within)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                found: Check = end.value
                return found
            if progress:
                progress(Progress("checking", step.done, step.total))

    def check_steps(self, text: str | Document, within: Filter = EVERYTHING) -> Generator[CheckStep, None, Check]:
        """Yield each sentence as soon as it is checked; return and raise what ``check`` does."""
        from rag.verification.checking import check
        from rag.verification.rules import RuleJudge

        return check(text, narrowed(self.library.open(), within), self._judge or RuleJudge())

    def table(
        self,
        columns: Sequence[str],
        within: Filter = EVERYTHING,
        *,
        each: Each = "document",
        progress: Callable[[Progress], None] | None = None,
    ) -> AskedTable:
        """Ask every column of every document; nothing is left out. Cells that were read before are kept.

        Parameters
        ----------
        columns
            Questions, or labels such as "date" and "probable cause".
        within
            Which documents are asked.
        each
            Whether a row is a document, or a section of one.
        progress
            Called with the number of rows done.

        Raises
        ------
        QuestionError
            When a column is nothing that can be asked.
        LibraryError
            When there is no library to ask, or it cannot be opened.
        """
        from rag.extraction.types import RowDone

        steps = self.table_steps(columns, within, each=each)
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                found: AskedTable = end.value
                return found
            if progress and isinstance(step, RowDone):
                progress(Progress("reading", step.done, step.total))

    def table_steps(
        self, columns: Sequence[str], within: Filter = EVERYTHING, *, each: Each = "document"
    ) -> Generator[TableEvent, None, AskedTable]:
        """Yield the plan of the table, then each row as soon as it is done; return and raise what ``table`` does."""
        from rag.extraction.asking import Asker
        from rag.extraction.columns import columns as parsed_columns

        asked = parsed_columns(tuple(columns))
        snapshot = narrowed(self.library.open(), within)
        return Asker(snapshot, self._model, self._cells, each).ask(asked)

    def close(self) -> None:
        """Close the library, the kept cells, and the connections to a language model."""
        self.library.close()
        self._cells.close()
        if self._language_model:
            self._language_model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _writer(self, name: str | None) -> Reader:
        chosen = name or self._settings.reader
        if chosen not in self._readers:
            raise SettingsError(f"There is no reader '{chosen}' here; there is: {', '.join(self._readers)}.")
        return self._readers[chosen]
