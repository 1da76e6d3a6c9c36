"""Answer a question: understand it, retrieve passages, answer or refuse."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index import EVERYTHING, Hit, narrowed
from rag.errors import LanguageModelError, QuestionError, SettingsError
from rag.evidence import conflicts, replies, selection
from rag.evidence import passages as evidence_passages
from rag.generation import llm_rewrite
from rag.generation.fallback import Material, Told, tell
from rag.query import followups, intents, language_check, spelling, validation
from rag.retrieval import fusion, rerank
from rag.settings import BUNDLED
from rag.steps import ReadHit
from rag.types import Answer, Done, Findings, Found, NoAnswer, Reason, Trace

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from types import TracebackType
    from typing import Self

    from index import Filter, Library, Snapshot
    from rag.protocols import LanguageModel, Reader, ReadingModel
    from rag.settings import Settings
    from rag.steps import Verdict
    from rag.types import Event, Outcome, Passage, Turn

# Below this probability the best passage is not about the question.
UNRELATED = 0.2
# Passages whose language is checked.
NEAREST = 3


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
    ) -> None:
        self.library = library
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
        import asyncio  # noqa: PLC0415 (a tenth of the time of importing this package, and few use it)

        return await asyncio.to_thread(self.ask, question, history, within, reader=reader)

    def stream(
        self, question: str, history: Sequence[Turn] = (), within: Filter = EVERYTHING, *, reader: str | None = None
    ) -> Generator[Event]:
        """Yield the passages, then the answer's sentences, then the outcome. Closing the generator ends all work.

        1. Say so where nothing is asked; design a reply, where the message is no question that a passage answers; else
        2. find and read the passages that may answer, and judge which sentences do, and how sure that is.
        3. Say that there is no answer, with the nearest passages; or
        4. number the passages, and let the reader say the answer, each sentence with citations that hold.
        """
        clock, writer = _Clock(), self._writer(reader)
        question, history = validation.cleaned(question), validation.conversation(history)
        whole = self.library.open()
        snapshot = narrowed(whole, within)
        if intents.asks_nothing(question):
            trace = self._trace(snapshot, question, (), clock, Told(self._plain.name))
            yield Done(NoAnswer(Reason.NOTHING_ASKED, (), 0.0, replace(trace, within=within)))
            return
        searched, read_hits = question, list[ReadHit]()

        def judged(form: str) -> Verdict:
            return selection.judge(self._model, self._read(snapshot, form, (), self._settings.candidates, clock)[1])

        verdict = replies.reply(question, snapshot, judged, self._settings.threshold)
        if verdict is not None:  # designed to be said as it is
            writer = self._plain
        else:
            model = None if writer is self._plain else self._language_model
            searched, read_hits = self._read(
                snapshot, question, history, self._settings.candidates, clock, language_model=model
            )
            with clock.step("read"):
                verdict = selection.judge(self._model, read_hits, followups.told(question, history))
        cited = {support.chunk.id: Hit(support.chunk, support.score) for support in verdict.supports}
        hits = [hit.found for hit in read_hits] or list(cited.values())
        passages = evidence_passages.pack(hits, self._settings.passages, cited)
        reason = self._refusal(whole, verdict)
        told = Told(writer.name)
        if reason is None:
            yield Found(passages)
            material = Material(searched, snapshot, passages, verdict)
            told = yield from tell(material, writer, self._plain, self._settings.unsupported)
        if told.sentences:
            told.warnings += conflicts.warnings(snapshot, verdict.differing)
        trace = replace(self._trace(snapshot, searched, hits, clock, told), within=within)
        if told.sentences:
            supported = sum(bool(sentence.citations) for sentence in told.sentences) / len(told.sentences)
            numbered = told.numbering.passages(passages)
            yield Done(Answer(tuple(told.sentences), numbered, verdict.confidence * supported, trace))
        else:
            nearest = evidence_passages.pack(hits, self._settings.passages)
            yield Done(NoAnswer(reason or Reason.UNSUPPORTED, nearest, verdict.confidence, trace))

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
        clock = _Clock()
        if k < 1:
            raise QuestionError(f"{k} passages cannot be found; ask for at least 1.")
        question, history = validation.cleaned(question), validation.conversation(history)
        snapshot = narrowed(self.library.open(), within)
        searched, read_hits = self._read(snapshot, question, history, max(k, self._settings.candidates), clock)
        hits = [hit.found for hit in read_hits]
        trace = self._trace(snapshot, searched, hits, clock, Told(self._plain.name))
        return Findings(evidence_passages.pack(hits, k), replace(trace, within=within))

    def close(self) -> None:
        """Close the library, and the connections to a language model."""
        self.library.close()
        if self._language_model:
            self._language_model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(
        self,
        snapshot: Snapshot,
        question: str,
        history: Sequence[Turn],
        k: int,
        clock: _Clock,
        *,
        language_model: LanguageModel | None = None,
    ) -> tuple[str, list[ReadHit]]:
        """Return the question as it was understood, and the passages read for it, best first.

        A follow-up is searched as typed and made stand-alone, by rules and by a language model where there is one, and
        a question with a misspelt name as typed and respelt; the reading model decides which of the forms reads better,
        so that rewriting never makes things worse. A guess that it had no use for is not how the question was
        understood.
        """
        with clock.step("rewrite"):
            forms = [followups.standalone(question, history), question]
            if language_model and history and not followups.stands_alone(question) and snapshot.contents():
                try:
                    forms.insert(0, llm_rewrite.rephrased(language_model, question, history))
                except LanguageModelError as error:
                    clock.warnings.append(f"The language model did not rewrite the question: {error}.")
            forms = list(dict.fromkeys(forms))
        with clock.step("retrieve"):
            recalled = followups.recalled(question, history)
            searched = [*forms, recalled] if recalled else forms
            hits = fusion.find(snapshot, searched, k)
            respelt = spelling.respelled(forms[0], (hit.chunk.text for hit in hits))
            if respelt:
                hits = fusion.find(snapshot, [*searched, respelt], k)
        with clock.step("read"):
            read_hits = rerank.read(self._model, [*forms, respelt] if respelt else forms, snapshot, hits)
        preferred = read_hits[0].asked if read_hits else forms[0]
        unguessed = preferred == question and followups.guessed(forms[0], question)
        return (preferred if unguessed or preferred == respelt else forms[0]), read_hits

    def _writer(self, name: str | None) -> Reader:
        chosen = name or self._settings.reader
        if chosen not in self._readers:
            raise SettingsError(f"There is no reader '{chosen}' here; there is: {', '.join(self._readers)}.")
        return self._readers[chosen]

    def _trace(self, snapshot: Snapshot, searched: str, hits: Sequence[Hit], clock: _Clock, told: Told) -> Trace:
        warnings = (*snapshot.warnings, *clock.warnings, *told.warnings)
        if self._settings.embedder == BUNDLED:  # another model may know other languages
            warnings += language_check.warnings(searched, (hit.chunk.text for hit in hits[:NEAREST]))
        return Trace(searched, snapshot.generation, told.reader, clock.timings(), warnings)

    def _refusal(self, snapshot: Snapshot, verdict: Verdict) -> Reason | None:
        if not verdict.supports:
            return Reason.NOTHING_RELEVANT if snapshot.contents() else Reason.EMPTY_LIBRARY
        if verdict.confidence >= self._settings.threshold:
            return None
        return Reason.NOTHING_RELEVANT if verdict.confidence < UNRELATED else Reason.UNSUPPORTED


@dataclass(slots=True)
class _Clock:
    """Milliseconds per step of one question, and its warnings."""

    started: float = field(default_factory=time.perf_counter)
    spent: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + (time.perf_counter() - start) * 1000

    def timings(self) -> dict[str, float]:
        total = (time.perf_counter() - self.started) * 1000
        return {name: round(value, 2) for name, value in {**self.spent, "total": total}.items()}
