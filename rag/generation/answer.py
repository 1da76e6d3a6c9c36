"""Answer a query from its evidence, or say why there is no answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.settings import BUNDLED
from rag.citations import conflicts, scans
from rag.citations.passages import pack
from rag.events import Found
from rag.generation.fallback import GenerationInput, GenerationResult, generate
from rag.query import language_check
from rag.settings import READING_MODEL
from rag.types import Answer, NoAnswer, Reason, ReplyKind, Sentence, Trace

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from index import Filter, Hit, Snapshot
    from rag.clock import Clock
    from rag.events import Event
    from rag.protocols import Reader
    from rag.settings import Settings
    from rag.steps import Evidence, Query
    from rag.types import Outcome


@dataclass(frozen=True, slots=True)
class Tracer:
    """Makes the trace of an outcome.

    Parameters
    ----------
    within
        Which documents were searched.
    settings
        The choice of models: only the bundled ones are known to read English alone.
    clock
        The time of each step.
    """

    within: Filter
    settings: Settings
    clock: Clock

    def trace(
        self, snapshot: Snapshot, searched: str, hits: Sequence[Hit], reader: str, warnings: Sequence[str] = ()
    ) -> Trace:
        """Return how an outcome was made."""
        told = (*snapshot.warnings, *warnings)
        if self.settings.embedder == BUNDLED or self.settings.reading_model == READING_MODEL:
            told += tuple(filter(None, [language_check.unknown(searched, (hit.chunk.text for hit in hits))]))
        return Trace(searched, snapshot.generation, reader, self.clock.timings(), told, self.within)


def answer(
    query: Query, evidence: Evidence, writer: Reader, plain: Reader, tracer: Tracer
) -> Generator[Event, None, Outcome]:
    """Yield the events of an answer; return the outcome.

    1. Where the evidence is not enough, say why, with the nearest passages, and the closest statements where they may
       answer.
    2. Number the passages, and let the reader write the answer, each sentence with citations that hold.
    3. Warn where documents answer differently.

    Parameters
    ----------
    query, evidence
        What was asked, and what was found for it.
    writer, plain
        The reader that was chosen, and the extractive one, which also writes what is no question, and rows.
    tracer
        Of this question.
    """
    settings, verdict, snapshot = tracer.settings, evidence.verdict, evidence.snapshot
    hits = evidence.hits
    reader = writer if evidence.kind is ReplyKind.QUESTION else plain
    passages = pack(hits, settings.passages, {support.chunk.id for support in verdict.supports})
    result = GenerationResult(reader.name)
    if evidence.refusal is None:
        yield Found(passages)
        given = GenerationInput(evidence.searched, snapshot, passages, verdict)
        result = yield from generate(given, reader, plain, settings.unsupported)
    warnings = [*query.warnings, *result.warnings]
    if result.sentences:
        warnings += conflicts.warnings(snapshot, verdict.differing)
        warnings += scans.warnings(snapshot, (each for said in result.sentences for each in said.citations))
    trace = tracer.trace(snapshot, evidence.searched, hits, result.reader, warnings)
    if result.sentences:
        numbered = result.numbering.passages(passages)
        said = Answer(tuple(result.sentences), numbered, verdict.confidence, trace, evidence.kind)
        return replace(said, computed=replace(verdict.computed, rows=said.citations)) if verdict.computed else said
    refusal = evidence.refusal or Reason.UNSUPPORTED
    shown = verdict.closest if refusal is Reason.UNSURE else ()
    nearest = pack(hits, settings.passages, {support.chunk.id for support in shown})
    written = plain.read(evidence.searched, snapshot, nearest, replace(verdict, supports=shown))
    closest = tuple(each for each in written if isinstance(each, Sentence))
    return NoAnswer(refusal, nearest, closest, verdict.confidence, trace, evidence.kind)
