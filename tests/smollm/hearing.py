"""Listen to an answer, and check it independently of the program."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.events import Done, Found, Said, Withdrawn
from rag.types import NOT_SUPPORTED, Answer
from ui.chat.models import Exchange
from ui.web.views import thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Chunk, Snapshot
    from rag import Assistant
    from rag.types import Citation, Outcome, Passage, Sentence

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass
class Heard:
    """An answer as it came.

    Parameters
    ----------
    outcome
        Its end.
    found
        The passages of the question.
    written
        Every sentence that was ever said, also those that were taken back.
    kept
        Those that were not.
    """

    outcome: Outcome
    found: tuple[Passage, ...] = ()
    written: list[Sentence] = field(default_factory=list)
    kept: list[Sentence] = field(default_factory=list)


def heard(assistant: Assistant, question: str) -> Heard:
    """Listen to an answer from its beginning to its end."""
    found: tuple[Passage, ...] = ()
    written: list[Sentence] = []
    kept: list[Sentence] = []
    for event in assistant.stream(question):
        match event:
            case Found(passages):
                found = passages
            case Said(sentence):
                written.append(sentence)
                kept.append(sentence)
            case Withdrawn():
                kept.clear()
            case Done(outcome):
                return Heard(outcome, found, written, kept)
    raise AssertionError("a stream ends with Done")


def check(told: Heard, question: str, snapshot: Snapshot) -> None:
    """Every citation is verbatim and of this question, nothing cited is invented, and what has no support says so."""
    for sentence in told.written:
        _check_sentence(sentence, told.found, snapshot)
    outcome = told.outcome
    if not isinstance(outcome, Answer):
        assert told.written == []
        return
    assert tuple(told.kept) == outcome.sentences
    assert outcome.citations
    numbered = {passage.number: passage.chunk for passage in outcome.passages}
    assert all(_holds(numbered[citation.passage], citation) for citation in outcome.citations)
    unsupported = [sentence for sentence in outcome.sentences if not sentence.citations]
    assert outcome.text.count(NOT_SUPPORTED) == len(unsupported)
    assert thread.exchange(Exchange("key", question, 0.0, outcome)).count('class="unsupported"') == len(unsupported)
    counted = [warning for warning in outcome.trace.warnings if "do not support" in warning]
    if outcome.trace.reader == "generative":
        assert [int(warning.split()[0]) for warning in counted] == [len(unsupported)][: len(unsupported)]
    else:
        assert unsupported == []
        assert any("These are the documents' own words." in warning for warning in outcome.trace.warnings)


def _holds(chunk: Chunk, citation: Citation) -> bool:
    is_same = (chunk.source, chunk.fingerprint) == (citation.source, citation.fingerprint)
    return is_same and chunk.start <= citation.start < citation.end <= chunk.end


def _check_sentence(sentence: Sentence, found: Sequence[Passage], snapshot: Snapshot) -> None:
    for citation in sentence.citations:
        document = snapshot.document(citation.source)
        assert document.text[citation.start : citation.end] == citation.quote != ""
        assert document.fingerprint == citation.fingerprint
        assert any(_holds(passage.chunk, citation) for passage in found)
    if sentence.citations:
        quoted = " ".join(citation.quote for citation in sentence.citations)
        assert set(_NUMBER.findall(sentence.text)) <= set(_NUMBER.findall(quoted))
        # Most of it stands there, or all but two words: how often a false sentence passes bench.checking measures.
        said = {word.casefold()[:4] for word in _WORD.findall(sentence.text)}
        stand = {word.casefold()[:4] for word in _WORD.findall(quoted)}
        assert len(said - stand) <= max(2, len(said) / 2), (sentence.text, quoted)
