"""Suggest questions: made of the documents' headings and sentences, and answered before they are offered."""

from __future__ import annotations

import asyncio
import re
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, zip_longest
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index import sentences
from index.errors import LibraryError, NoLibrary
from index.filters import EVERYTHING
from rag.errors import RagError
from rag.settings import EXTRACTIVE
from rag.types import Answer
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index import Document, Snapshot
    from index.filters import Filter
    from rag.types import NoAnswer
    from ui.chat.cancellation import Run, Running
    from ui.chat.protocols import Answers

# At the start, and with a refusal.
OFFERED, BETTER = 3, 2
# Asking takes a quarter of a second. This many are tried at the start, and this many while a visitor waits.
MAX_TRIED, MAX_TRIED_NOW = 12, 6
# Least confidence of a suggested question's answer.
SURE = 0.7
# Documents that are read, characters of each, and seconds that a visitor waits for the first suggestions.
MAX_DOCUMENTS, MAX_READ, MAX_WAIT = 12, 20_000, 20
# The search for first suggestions pauses while a visitor is answered, and ends when that takes too long.
MAX_ASIDE = 60
MAX_CHARACTERS = 90
_NAME = r"(?P<subject>(?:The |the |[A-Z])[\w’'&-]*(?: [\w’'&-]+){0,4}?)"
_IS = re.compile(rf"^{_NAME} (?P<verb>is|are|was|were) (?:a|an|the|one of)\b")
_WILL = re.compile(rf"^{_NAME} (?P<verb>will|can|must|should) (?P<rest>[a-z]+(?: (?:on|for|to|with|from|into))?) \w")
# "An error was the cause" is told of one that nobody can ask for by these words.
_VAGUE = re.compile(
    r"^(?:it|this|that|these|those|there|they|he|she|we|you|i|here|what|who|which|but|and|an?|another|one|some|such|each"
    r"|every|both|many|most|all|no|its|their|his|her|our|my|your)\b",
    re.IGNORECASE,
)
# "What can they be?", "What will they not?"
_NO_DEED = frozenset({"be", "have", "not", "never", "also", "only", "still", "now", "always", "then", "thus"})


class Suggestions:
    """Finds questions for a library. The first suggestions are found once for each generation.

    Parameters
    ----------
    assistant
        Answers them before they are offered.
    running
        The answers in progress, which have priority.
    """

    def __init__(self, assistant: Answers, running: Running) -> None:
        self._assistant = assistant
        self._running = running
        self._lock = threading.Lock()
        self._work = ThreadPoolExecutor(1, "suggestions")
        self._found: tuple[int, Future[tuple[str, ...]]] | None = None

    async def offered(self) -> tuple[str, ...]:
        """Return the first suggestions; none when there are no documents, or none is found in time.

        Waiting for them blocks no thread of others.
        """
        try:
            snapshot = await asyncio.to_thread(self._assistant.library.open)
            with self._lock:
                if self._found is None or self._found[0] != snapshot.generation:
                    self._found = (snapshot.generation, self._work.submit(self._first, snapshot))
                found = self._found[1]
            # Shielded: the next visitor still wants what this one has no more patience for.
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(found)), MAX_WAIT)
        except (NoLibrary, LibraryError, RagError, TimeoutError):
            return ()

    def better(self, refusal: NoAnswer, asked: str, run: Run) -> tuple[str, ...]:
        """Return questions that the same documents answer, from those that came nearest to one that they do not.

        A run that is stopped meanwhile gets those that were found so far.
        """
        try:
            snapshot = self._assistant.library.open()
            held = snapshot.documents(each.chunk.source for each in refusal.nearest)
            made = [
                _of_passage(each.chunk.text, each.chunk.headings, held[each.chunk.source]) for each in refusal.nearest
            ]
            made += [of_document(document) for document in held.values()]
            questions = (question for question in _mixed(made) if question != asked)
            within = refusal.trace.within
            return self._answered(questions, BETTER, MAX_TRIED_NOW, lambda: not run.stopped, within)
        except (LibraryError, RagError):
            return ()

    def _first(self, snapshot: Snapshot) -> tuple[str, ...]:
        held = snapshot.documents(entry.source for entry in snapshot.largest(MAX_DOCUMENTS))
        made = [of_document(document) for document in held.values()]
        return self._answered(_mixed(made), OFFERED, MAX_TRIED, lambda: self._running.wait_until_none(MAX_ASIDE))

    def _answered(
        self,
        questions: Iterable[str],
        wanted: int,
        tries: int,
        may_go_on: Callable[[], bool],
        within: Filter = EVERYTHING,
    ) -> tuple[str, ...]:
        found: list[str] = []
        for _, question in zip(range(tries), questions, strict=False):
            if not may_go_on():
                break
            # In the documents' own words: a language model costs time and money, and nobody reads what it would say.
            outcome = self._assistant.ask(question, within=within, reader=EXTRACTIVE)
            if isinstance(outcome, Answer) and outcome.confidence >= SURE and outcome.citations:
                found.append(question)
            if len(found) == wanted:
                break
        return tuple(found)


def of_document(held: Document) -> Iterator[str]:
    """Yield questions about a document, those of its own words first."""
    headings = [section.heading for section in held.sections if section.heading != held.title]
    yield from _of_passage(held.text[:MAX_READ], headings, held)
    title = visible(held.title)
    named = held.title != PurePosixPath(held.source).stem or any(each.heading == held.title for each in held.sections)
    if named and len(title) <= MAX_CHARACTERS - 20:
        yield f"What is “{title}” about?"


def _of_passage(text: str, headings: Iterable[str], held: Document) -> Iterator[str]:
    shown = [visible(" ".join(heading.split())) for heading in headings]
    yield from (heading for heading in shown if heading.endswith("?") and len(heading) <= MAX_CHARACTERS)
    for line in text.split("\n"):
        for start, end in sentences(line):
            if (question := _of_sentence(line[start:end].strip(), held)) and len(question) <= MAX_CHARACTERS:
                yield question
    yield from (f"What is said about “{heading}”?" for heading in shown if _is_topic(heading))


def _is_topic(heading: str) -> bool:
    return 8 < len(heading) <= MAX_CHARACTERS - 30 and not heading.endswith("?")


def _of_sentence(sentence: str, held: Document) -> str | None:
    """Return a question for a sentence: "What is X?" for "X is a ...", "What will X do?" for "X will do ..."."""
    if _VAGUE.match(sentence):
        return None
    if found := _IS.match(sentence):
        return f"What {found['verb']} {_lowered(found['subject'], held)}?"
    if (found := _WILL.match(sentence)) and found["rest"].split()[0] not in _NO_DEED:
        return f"What {found['verb']} {_lowered(found['subject'], held)} {found['rest']}?"
    return None


def _lowered(subject: str, held: Document) -> str:
    """Return a sentence's subject as it stands within one: its first word small, unless the document says it is a name.

    A word that stands nowhere within a sentence stays as it is.
    """
    first = re.match(r"[\w&-]+", subject)
    if first is None or not first[0][1:].islower():
        return subject
    text, small = held.text[:MAX_READ], first[0].lower()
    as_word = len(re.findall(rf"\b{re.escape(small)}\b", text))
    as_name = len(re.findall(rf"(?<=[^\W\d_A-Z][ ,]){re.escape(first[0])}\b", text))
    return small + subject[first.end() :] if small == "the" or as_word > as_name else subject


def _mixed(made: Iterable[Iterator[str]]) -> Iterator[str]:
    """Yield one of each in turn, each once."""
    return iter(dict.fromkeys(each for each in chain.from_iterable(zip_longest(*made)) if each))
