"""Suggest questions that the documents answer: each is asked beforehand, and offered when its answer is right."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from index import EVERYTHING, narrowed
from index.errors import LibraryError, NoLibrary, UnknownSource
from rag.errors import RagError
from rag.settings import EXTRACTIVE
from rag.types import Answer
from ui.suggestions.question_templates import candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from index import Snapshot
    from index.filters import Filter
    from rag.types import Outcome
    from ui.chat.cancellation import Running
    from ui.chat.protocols import Answers
    from ui.suggestions.question_templates import Candidate

# At the start, with an answer, and with a document.
OFFERED, RELATED, OF_DOCUMENT = 4, 3, 3
# Least confidence of a suggested question's answer: what the page calls high.
SURE = 0.8
# Questions that are tried for a document at a time; asking one takes a quarter of a second.
MAX_TRIED = 6
# Documents that are looked at for the start, and for one answer.
MAX_DOCUMENTS, MAX_NEAR = 12, 4
# Seconds that a page waits, and that the search waits for answers in progress, which have priority.
MAX_WAIT, MAX_ASIDE = 30, 60
# Searches that wait for their turn, and results that are kept.
MAX_WAITING, MAX_KEPT = 20, 200


class Suggestions:
    """Finds questions for a library, one search at a time, behind the answers in progress.

    Parameters
    ----------
    assistant
        Answers them before they are offered.
    running
        The answers in progress, which have priority.
    """

    def __init__(self, assistant: Answers, running: Running) -> None:
        self._assistant = assistant
        self.running = running
        self._lock = threading.Lock()
        self._work = ThreadPoolExecutor(1, "suggestions")
        self._found: OrderedDict[object, Future[tuple[str, ...]]] = OrderedDict()
        self._pool = _Pool(0, self._is_answered)

    async def offered(self, within: Filter = EVERYTHING) -> tuple[str, ...]:
        """Return questions to begin with, from several documents that pass the filter; none when none is good."""
        return await self._result(("start", within), lambda pool, snapshot: self._first(pool, snapshot, within))

    async def related(self, outcome: Outcome, asked: Sequence[str]) -> tuple[str, ...]:
        """Return questions that the documents of an answer, or those nearest to a refusal, answer too.

        Where these have too few, other documents that were asked have the rest. ``asked`` are the questions of the
        conversation, which are not offered again.
        """
        cited = {each.source: each.start for each in reversed(outcome.citations)}
        passages = outcome.passages if isinstance(outcome, Answer) else outcome.nearest
        near = {each.chunk.source: each.chunk.start for each in reversed(passages)} | cited
        said, within = frozenset(map(_plain, asked)), outcome.trace.within

        def search(pool: _Pool, snapshot: Snapshot) -> tuple[str, ...]:
            found = dict[str, None]()
            others = [entry.source for entry in narrowed(snapshot, within).largest(MAX_DOCUMENTS)]
            # First of the documents that are cited, then of those that were read, then of the others one by one.
            read = [source for source in near if source not in cited]
            for sources in (list(cited), read, *([source] for source in others if source not in near)):
                new = []
                for source in sources[:MAX_NEAR]:
                    taken = sum(_plain(each.question) in said for each in pool.questions(snapshot, source, 0))
                    made = pool.questions(snapshot, source, RELATED + taken)
                    close = sorted(made, key=lambda each: abs(each.start - near.get(source, 0)))
                    new.append([each for each in close if _plain(each.question) not in said])
                found |= dict.fromkeys(each.question for each in _in_turn(new))
                if len(found) >= RELATED:
                    break
            return tuple(found)[:RELATED]

        return await self._result(("related", tuple(near.items()), tuple(cited), said, within), search)

    async def of_document(self, source: str) -> tuple[str, ...]:
        """Return questions that one document answers."""
        return await self._result(
            ("document", source),
            lambda pool, snapshot: tuple(
                each.question for each in pool.questions(snapshot, source, OF_DOCUMENT)[:OF_DOCUMENT]
            ),
        )

    def known(self, source: str) -> tuple[str, ...]:
        """Return the questions of a document that were found before, without looking for any."""
        with self._lock:
            found = self._found.get(("document", source))
        return found.result() if found is not None and found.done() else ()

    def _first(self, pool: _Pool, snapshot: Snapshot, within: Filter) -> tuple[str, ...]:
        entries = narrowed(snapshot, within).largest(MAX_DOCUMENTS)
        found: dict[str, None] = {}
        # One of each document, then a second one of each.
        for wanted in range(1, OFFERED + 1):
            for entry in entries:
                found |= dict.fromkeys(
                    each.question for each in pool.questions(snapshot, entry.source, wanted)[:wanted]
                )
                if len(found) >= OFFERED:
                    return tuple(found)[:OFFERED]
        return tuple(found)

    async def _result(self, key: object, search: Callable[[_Pool, Snapshot], tuple[str, ...]]) -> tuple[str, ...]:
        """Return the result of a search, which is made once for each generation. Waiting blocks no thread of others."""
        try:
            snapshot = await asyncio.to_thread(self._assistant.library.open)
            with self._lock:
                self._renew(snapshot.generation)
                found = self._found.get(key)
                if found is None:
                    if sum(not each.done() for each in self._found.values()) >= MAX_WAITING:
                        return ()
                    pool = self._pool
                    found = self._found[key] = self._work.submit(lambda: search(pool, snapshot))
                    while len(self._found) > MAX_KEPT:
                        self._found.popitem(last=False)
            # Shielded: the next visitor still wants what this one has no more patience for.
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(found)), MAX_WAIT)
        except (NoLibrary, LibraryError, RagError, TimeoutError):
            return ()

    def _renew(self, generation: int) -> None:
        if self._pool.generation != generation:
            # Not cancelled, which would end whoever waits for it with an error: a search ends at its next question.
            self._pool.is_stale = True
            self._found.clear()
            self._pool = _Pool(generation, self._is_answered)

    def _is_answered(self, made: Candidate) -> bool | None:
        """Whether the document answers a question with the very sentence that it was made of; None when it is busy."""
        if not self.running.wait_until_none(MAX_ASIDE):
            return None
        # In the documents' own words: a language model costs time and money, and nobody reads what it would say.
        outcome = self._assistant.ask(made.question, reader=EXTRACTIVE)
        return (
            isinstance(outcome, Answer)
            and outcome.confidence >= SURE
            and any(
                each.source == made.source and each.start < made.end and each.end > made.start
                for each in outcome.citations
            )
        )


class _Pool:
    """The questions of one generation, found as they are wanted. One thread uses it at a time.

    Parameters
    ----------
    generation
        Of the library.
    is_answered
        Tries a question; None where there is no time for it now.
    """

    def __init__(self, generation: int, is_answered: Callable[[Candidate], bool | None]) -> None:
        self.generation = generation
        self.is_stale = False
        self._is_answered = is_answered
        self._found: dict[str, list[Candidate]] = {}
        self._left: dict[str, Iterator[Candidate]] = {}

    def questions(self, snapshot: Snapshot, source: str, wanted: int) -> list[Candidate]:
        """Return the questions of a document that are known to be answered, after trying some more if too few are."""
        if source not in self._left:
            try:
                self._left[source] = candidates(snapshot.document(source))
            except UnknownSource:
                return []
        found = self._found.setdefault(source, [])
        for _ in range(MAX_TRIED):
            if self.is_stale or len(found) >= wanted or (made := next(self._left[source], None)) is None:
                break
            is_answered = self._is_answered(made)
            if is_answered is None:
                break
            if is_answered:
                found.append(made)
        return list(found)


def _in_turn(found: Iterable[Sequence[Candidate]]) -> Iterator[Candidate]:
    return (each for each in chain.from_iterable(zip_longest(*found)) if each is not None)


def _plain(question: str) -> str:
    return " ".join(question.lower().split()).rstrip("?! .")
