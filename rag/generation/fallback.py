"""Write an answer with a reader, and fall back to the extractive one where a language model fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.citations.numbering import Numbering
from rag.errors import LanguageModelError
from rag.events import Said, Withdrawn, Writing
from rag.settings import DROP, EXTRACTIVE

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from index import Snapshot
    from rag.events import Event
    from rag.protocols import Reader
    from rag.steps import Verdict
    from rag.types import Passage, Sentence


class _UnsupportedError(LanguageModelError):
    """The documents support nothing of what the model wrote."""


@dataclass(frozen=True, slots=True)
class GenerationInput:
    """The input of a reader.

    Parameters
    ----------
    question
        That is answered.
    snapshot
        Of the library.
    passages
        Numbered evidence.
    verdict
        Which of its sentences answer.
    """

    question: str
    snapshot: Snapshot
    passages: Sequence[Passage]
    verdict: Verdict


@dataclass(slots=True)
class GenerationResult:
    """The written answer.

    Parameters
    ----------
    reader
        Name of the reader that wrote them.
    sentences
        In order.
    warnings
        One sentence each.
    numbering
        Of the passages that they cite.
    """

    reader: str
    sentences: list[Sentence] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)


def generate(
    given: GenerationInput, writer: Reader, plain: Reader, unsupported: str
) -> Generator[Event, None, GenerationResult]:
    """Yield the events of the answer; return the final one.

    1. Say each sentence as soon as ``writer`` has it; one without support is marked, or dropped, and counted.
    2. Where the writer fails, or supports nothing, or must not be unsupported, take all back and let ``plain`` answer.

    Parameters
    ----------
    given
        What the answer is made of.
    writer, plain
        Who answers, and who answers instead; the latter cannot fail.
    unsupported
        "mark" or "drop" a sentence that no passage supports, or "extractive": let ``plain`` answer instead.
    """
    result = GenerationResult(writer.name)
    try:
        yield from _written(given, writer, unsupported, result)
        if writer is not plain and not any(sentence.citations for sentence in result.sentences):
            raise _UnsupportedError("it wrote nothing that the documents support")
    except LanguageModelError as error:
        if result.sentences:
            yield Withdrawn()
        what = "not followed" if isinstance(error, _UnsupportedError) else "unavailable"
        result = GenerationResult(
            plain.name, warnings=[f"Language model {what}: {error}. These are the documents' own words."]
        )
        yield from _written(given, plain, unsupported, result)
    return result


def _written(given: GenerationInput, reader: Reader, unsupported: str, result: GenerationResult) -> Iterator[Event]:
    """Say what a reader writes, and note it in ``result``."""
    missing = 0
    for written in reader.read(given.question, given.snapshot, given.passages, given.verdict):
        if isinstance(written, Writing):
            yield written
            continue
        if not written.citations:
            missing += 1
            if unsupported == EXTRACTIVE:
                raise _UnsupportedError("it wrote a sentence that the documents do not support")
            if unsupported == DROP:
                continue
        result.sentences.append(result.numbering.sentence(written))
        yield Said(result.sentences[-1])
    if missing:
        result.warnings.append(_counted(missing, "left out" if unsupported == DROP else "marked"))


def _counted(number: int, done: str) -> str:
    what, are = ("sentence", "is") if number == 1 else ("sentences", "are")
    return f"{number} {what} of the language model that the documents do not support {are} {done}."
