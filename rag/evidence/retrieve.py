"""Retrieve the evidence for a query: search, read, judge, and decide whether it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.text.tokenizer import question_terms, terms
from rag import tables
from rag.evidence import replies, selection
from rag.query import spelling
from rag.retrieval import fusion, rerank
from rag.steps import Comparison, Courtesy, Evidence, Overview, Query, Question, Summary, Verdict
from rag.types import Reason, ReplyKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Snapshot
    from rag.clock import Clock
    from rag.protocols import ReadingModel
    from rag.settings import Settings
    from rag.steps import ReadHit

# From this probability on, a sentence says what a table leaves empty.
SURE = 0.65
# From this probability on, the closest statements are shown although none is sure enough to be the answer.
UNSURE = 0.08


@dataclass(frozen=True, slots=True)
class Retriever:
    """Finds evidence in one snapshot.

    Parameters
    ----------
    snapshot
        The generation to search, within the filter.
    model
        Reads passages.
    settings
        How many passages to read, and how sure an answer must be.
    clock
        Counts the time of the steps "retrieve" and "read".
    """

    snapshot: Snapshot
    model: ReadingModel
    settings: Settings
    clock: Clock

    def retrieve(self, query: Query, *, is_empty: bool) -> Evidence:
        """Return what the snapshot holds for a query.

        1. Serve what is wanted of documents as a whole: an overview, a summary, a comparison.
        2. Where that is not wanted, or no document can serve it, search and read passages. Take the rows of their
           tables that answer; where none do, judge their sentences.
        3. Decide whether the sentences are enough.

        Parameters
        ----------
        query
            As understood.
        is_empty
            Whether the library holds no document at all, within the filter or not.
        """
        if isinstance(query.intent, Courtesy):
            kind = query.intent.kind
            return Evidence(kind, query.question, self.snapshot, (), Verdict(0.0, ()), Reason.NOTHING_ASKED)
        searched, read_hits, kind = query.question, list["ReadHit"](), query.intent.kind
        verdict = self._of_documents(query)
        sides = verdict if verdict and isinstance(query.intent, Comparison) else None
        if verdict is None or (sides and sides.confidence < self.settings.threshold):
            kind = ReplyKind.QUESTION
            searched, read_hits = self.search(query, self.settings.candidates)
            with self.clock.step("read"):
                places = ((hit.document, hit.chunk.start, hit.chunk.end) for hit in read_hits)
                rows = tables.answer(searched, places)
                verdict = rows if rows and rows.supports else self._judged(query, read_hits, rows)
            kind = ReplyKind.ROWS if rows and verdict is rows and rows.supports else kind
            if sides and verdict is not rows and verdict.confidence < self.settings.threshold:
                kind, verdict = query.intent.kind, sides
        refusal = Reason.EMPTY_LIBRARY if is_empty else self._refusal(verdict, searched, read_hits)
        return Evidence(kind, searched, self.snapshot, tuple(read_hits), verdict, refusal)

    def search(self, query: Query, k: int) -> tuple[str, list[ReadHit]]:
        """Return the question as it was understood in the end, and at most ``k`` passages read for it, best first.

        All forms are searched, and a question with a misspelt name also respelt. The reading model decides which form
        reads best, so that rewriting never makes things worse. A guess that it had no use for is not how the question
        was understood.
        """
        forms = list(query.forms)
        with self.clock.step("retrieve"):
            searched = [*forms, query.recalled] if query.recalled else forms
            hits = fusion.find(self.snapshot, searched, k)
            respelt = spelling.respelled(forms[0], (hit.chunk.text for hit in hits))
            if respelt:
                hits = fusion.find(self.snapshot, [*searched, respelt], k)
        with self.clock.step("read"):
            read_hits = rerank.read(self.model, [*forms, respelt] if respelt else forms, self.snapshot, hits)
        preferred = read_hits[0].asked if read_hits else forms[0]
        unguessed = preferred == query.question and query.guessed
        return (preferred if unguessed or preferred == respelt else forms[0]), read_hits

    def _judged(self, query: Query, read_hits: Sequence[ReadHit], empty: Verdict | None) -> Verdict:
        """Judge sentences; where a table leaves empty what is asked for, those of other documents, if they are sure."""
        told = {support.chunk.source for support in empty.closest} if empty else set()
        verdict = selection.judge(self.model, [hit for hit in read_hits if hit.chunk.source not in told], query.told)
        return empty if empty and verdict.confidence < SURE else verdict

    def _of_documents(self, query: Query) -> Verdict | None:
        """Return the sentences that serve a wish for documents as a whole; None where there is none, or none can."""
        match query.intent:
            case Overview():
                return replies.overview(self.snapshot)
            case Summary(target, exactly):
                return replies.summary(self.snapshot, target, exactly=exactly)
            case Comparison(first, second):
                names = replies.sides(first, second)
                told = replies.comparison([self._side(name) for name in names])
                return told or replies.documents((first, second), self.snapshot)
        return None

    def _side(self, name: str) -> replies.Side:
        """Search for one side of a comparison, and judge what is found."""
        read_hits = self.search(Query(name, Question(), (name,)), self.settings.candidates)[1]
        verdict = selection.judge(self.model, read_hits)
        hits = {hit.chunk.id: hit for hit in read_hits}
        contexts = (selection.context(support, hits[support.chunk.id]) for support in verdict.supports)
        return replies.Side(name, verdict, "\n".join(contexts))

    def _refusal(self, verdict: Verdict, searched: str, read_hits: Sequence[ReadHit]) -> Reason | None:
        """Tell why there is no answer: nothing is relevant only where no passage holds a word of the question."""
        if verdict.supports and verdict.confidence >= self.settings.threshold:
            return None
        if verdict.closest and verdict.confidence >= UNSURE:
            return Reason.UNSURE
        asked = set(question_terms(searched))
        mentioned = any(not asked.isdisjoint(terms(hit.chunk.text)) for hit in read_hits)
        return Reason.UNSUPPORTED if mentioned else Reason.NOTHING_RELEVANT
