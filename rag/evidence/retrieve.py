"""Retrieve the evidence for a query: search, read, judge, and decide whether it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.settings import BUNDLED
from index.text.languages import language_of
from index.text.tokenizer import content_words, question_terms, terms
from rag.evidence import replies, selection
from rag.query import hops, language_check, spelling
from rag.retrieval import fusion, rerank
from rag.settings import READING_MODEL
from rag.steps import Comparison, Courtesy, Evidence, Greeting, Overview, Query, Question, Summary, Verdict
from rag.tables.query.limits import limits
from rag.types import Reason, ReplyKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Snapshot
    from rag.clock import Clock
    from rag.protocols import ReadingModel
    from rag.settings import Settings
    from rag.steps import ReadHit

# From this probability on, a sentence says what a table leaves empty.
SURE = 0.65
# From this probability on, the closest statements are shown although none is sure enough to be the answer.
UNSURE = 0.03


@dataclass(frozen=True, slots=True)
class _Found:
    """The verdict on passages, and the form of the question that they were read with."""

    asked: str
    read_hits: list[ReadHit]
    verdict: Verdict
    kind: ReplyKind

    def names(self, described: str) -> list[str]:
        """Return what a described thing may be called: the short answer, or else a heading above or the title."""
        best = self.verdict.supports[0]
        if best.answer:
            is_name = all(word[0].isupper() or word[0].isdigit() for word in content_words(best.answer))
            return [best.answer] if is_name and best.answer.lower() not in described.lower() else []
        titles = [hit.document.title for hit in self.read_hits if hit.chunk.source == best.chunk.source]
        return list(dict.fromkeys((*best.headings[-1:], *best.chunk.headings[-1:], *titles[:1])))


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

    def retrieve(self, query: Query, *, is_empty: Callable[[], bool]) -> Evidence:
        """Return what the snapshot holds for a query.

        1. Answer a request about whole documents: an overview, a summary, a comparison that no table answers.
        2. For other requests, or where no document fits, search and read passages. Take the rows of their
           tables that answer; where none do, judge their sentences.
        3. Decide whether the sentences are enough.

        Parameters
        ----------
        query
            As understood.
        is_empty
            Returns whether the library holds no document at all, within the filter or not. It is called last, since it
            may have to ask an engine which generation is live, which a search does by itself.
        """
        if isinstance(query.intent, Courtesy | Greeting):
            kind, is_told = query.intent.kind, isinstance(query.intent, Greeting) and is_empty()
            reason = Reason.EMPTY_LIBRARY if is_told else Reason.NOTHING_ASKED
            return Evidence(kind, query.question, self.snapshot, (), Verdict(0.0, ()), reason)
        searched, read_hits, kind = query.question, list["ReadHit"](), query.intent.kind
        # "Which is cheaper, A or B?" may be asked of a table
        found = self._of_passages(query) if isinstance(query.intent, Comparison) else None
        verdict = None if found and found.kind is ReplyKind.ROWS else self._of_documents(query)
        sides = verdict if verdict and isinstance(query.intent, Comparison) else None
        if verdict is None or (sides and sides.confidence < self.settings.threshold):
            kind = ReplyKind.QUESTION
            found = found or self._of_passages(query)
            if found.kind is ReplyKind.QUESTION:
                found = self._in_two_steps(found) or found
            searched, read_hits, verdict, kind = found.asked, found.read_hits, found.verdict, found.kind
            if sides and kind is ReplyKind.QUESTION and verdict.confidence < self.settings.threshold:
                kind, verdict = query.intent.kind, sides
            if not verdict.supports:
                kind = ReplyKind.QUESTION
        is_read = kind in {ReplyKind.QUESTION, ReplyKind.COMPARISON}
        refusal = Reason.EMPTY_LIBRARY if is_empty() else self._refusal(verdict, searched, read_hits, is_read=is_read)
        return Evidence(kind, searched, self.snapshot, tuple(read_hits), verdict, refusal)

    def search(self, query: Query, k: int, *, until_sure: bool = False) -> tuple[str, list[ReadHit]]:
        """Return the question as it was understood in the end, and at most ``k`` passages read for it, best first.

        With ``until_sure`` they are fewer where one of the first surely answers, but enough to show.

        All forms are searched, and a question with a misspelt name also respelt. The reading model decides which form
        reads best, so that rewriting never makes things worse. A guessed form is returned only where
        it read best.
        """
        forms = list(query.forms)
        with self.clock.step("retrieve"):
            searched = [*forms, query.recalled] if query.recalled else forms
            hits = fusion.find(self.snapshot, searched, k)
            respelt = spelling.respelled(forms[0], (hit.chunk.text for hit in hits))
            if respelt:
                hits = fusion.find(self.snapshot, [*searched, respelt], k)
        with self.clock.step("read"):
            asked = [*forms, respelt] if respelt else forms
            # a comparison asks for all that meet it, and one passage says little of the others
            least = self.settings.passages if until_sure and not limits(query.question) else k
            read_hits = rerank.read_until_sure(self.model, asked, self.snapshot, hits, least)
        preferred = read_hits[0].asked if read_hits else forms[0]
        unguessed = preferred == query.question and query.guessed
        return (preferred if unguessed or preferred == respelt else forms[0]), read_hits

    def _judged(self, query: Query, read_hits: Sequence[ReadHit], empty: Verdict | None) -> Verdict:
        """Judge sentences; where a table leaves empty what is asked for, those of other documents, if they are sure."""
        told = {support.chunk.source for support in empty.closest} if empty else set()
        verdict = selection.judge(self.model, [hit for hit in read_hits if hit.chunk.source not in told], query.told)
        return empty if empty and verdict.confidence < SURE else verdict

    def _of_passages(self, query: Query) -> _Found:
        """Search and read passages; take the rows of their tables that answer, or judge their sentences."""
        asked, read_hits = self.search(query, self.settings.candidates, until_sure=True)
        with self.clock.step("read"):
            rows = _rows(asked, self.snapshot, read_hits)
            verdict = rows if rows and rows.supports else self._judged(query, read_hits, rows)
        return _Found(asked, read_hits, verdict, ReplyKind.ROWS if verdict is rows else ReplyKind.QUESTION)

    def _in_two_steps(self, found: _Found) -> _Found | None:
        """Look up what the question describes, then ask about it by its name; None where either stays unsure."""
        for hop in hops.hops(found.asked):
            first = self._of_passages(Query(hop.first, Question(), (hop.first,)))
            if not first.verdict.supports or first.verdict.confidence < self.settings.threshold:
                continue
            for name in first.names(hop.described):
                asked = hop.second(name)
                second = self._of_passages(Query(asked, Question(), (asked,)))
                confidence = first.verdict.confidence * second.verdict.confidence
                if second.verdict.supports and confidence >= max(self.settings.threshold, found.verdict.confidence):
                    told = (*second.verdict.supports, *first.verdict.supports[:1])
                    hits = {hit.chunk.id: hit for hit in (*second.read_hits, *first.read_hits)}
                    verdict = Verdict(confidence, told, closest=second.verdict.closest)
                    return _Found(found.asked, list(hits.values()), verdict, ReplyKind.QUESTION)
        return None

    def _of_documents(self, query: Query) -> Verdict | None:
        """Return the sentences for a request about whole documents; None for others, or where no document fits."""
        match query.intent:
            case Overview():
                return replies.overview(self.snapshot)
            case Summary(target, exactly):
                return replies.summary(self.snapshot, target, exactly=exactly)
            case Comparison(first, second, of_facts):
                names = replies.sides(first, second)
                told = replies.comparison([self._side(name) for name in names])
                return told or (None if of_facts else replies.documents((first, second), self.snapshot))
        return None

    def _side(self, name: str) -> replies.Side:
        """Search for one side of a comparison, and judge what is found."""
        read_hits = self.search(Query(name, Question(), (name,)), self.settings.candidates, until_sure=True)[1]
        verdict = selection.judge(self.model, read_hits)
        hits = {hit.chunk.id: hit for hit in read_hits}
        contexts = (selection.context(support, hits[support.chunk.id]) for support in verdict.supports)
        return replies.Side(name, verdict, "\n".join(contexts))

    def _refusal(
        self, verdict: Verdict, searched: str, read_hits: Sequence[ReadHit], *, is_read: bool
    ) -> Reason | None:
        """Tell why there is no answer: nothing is relevant only where no passage holds a word of the question.

        What the reading model read in a language that it does not know (``is_read``) is never sure.
        """
        is_known = not (is_read and self._is_foreign(searched, read_hits))
        if is_known and verdict.supports and verdict.confidence >= self.settings.threshold:
            return None
        language = language_of(searched)
        asked = set(question_terms(searched, language))
        mentioned = any(not asked.isdisjoint(terms(hit.chunk.text, language)) for hit in read_hits)
        if verdict.closest and (verdict.confidence >= UNSURE if is_known else mentioned or self._finds_foreign):
            return Reason.UNSURE
        return Reason.UNSUPPORTED if mentioned else Reason.NOTHING_RELEVANT

    def _is_foreign(self, searched: str, read_hits: Sequence[ReadHit]) -> bool:
        """Whether the reading model does not know the language of the question or of what was found."""
        bundled = self.settings.reading_model == READING_MODEL
        return bundled and bool(language_check.unknown(searched, (hit.chunk.text for hit in read_hits)))

    @property
    def _finds_foreign(self) -> bool:
        """Whether passages may be near to a question without a word of it."""
        return self.settings.embedder != BUNDLED


def _rows(asked: str, snapshot: Snapshot, read_hits: Sequence[ReadHit]) -> Verdict | None:
    """Return the rows of tables, or fields of forms, that answer; None where no passage holds any, or none answers."""
    blocks = [block for hit in read_hits for block in hit.document.blocks.within(hit.chunk.start, hit.chunk.end)]
    if all(block.kind not in {"table_row", "form_field"} for block in blocks):
        return None
    from rag.tables import answering, forms, typed_tables  # noqa: PLC0415 (most passages hold no table)

    tables = typed_tables.tables((hit.document, hit.chunk.start, hit.chunk.end) for hit in read_hits)
    if any(block.kind == "form_field" or (block.kind == "table_row" and not any(block.columns)) for block in blocks):
        tables += forms.forms(snapshot, [hit.document for hit in read_hits])
    return answering.answer(asked, tables)
