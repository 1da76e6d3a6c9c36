"""Ask the assistant every question of a data set, and keep the outcomes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from index import Progress
from rag.evaluation.reading_cache import CachingReadingModel
from rag.factory import assemble
from rag.types import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index import Library
    from rag.assistant import Assistant
    from rag.evaluation.data import Question
    from rag.protocols import ReadingModel
    from rag.settings import Settings
    from rag.types import Outcome, Passage

Item = TypeVar("Item")
Made = TypeVar("Made")
# Passages looked at for a question: the cutoff of MRR@10 and nDCG@10.
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Result:
    """The assistant's outcome of a question.

    Parameters
    ----------
    question
        That was asked.
    outcome
        Of asking it with its history.
    draft
        The answer, also where it was too unsure to be given; None where there was nothing to say at all.
    passages
        Found for it with its history, best first.
    raw, rewritten
        Found for the last turn alone, and for the form that a person gave it; None for questions without history or
        without such a form.
    """

    question: Question
    outcome: Outcome
    draft: Answer | None
    passages: tuple[Passage, ...]
    raw: tuple[Passage, ...] | None
    rewritten: tuple[Passage, ...] | None

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return isinstance(self.outcome, Answer)


class QuestionRunner:
    """Asks an assistant questions, and gets the answer below the threshold where it refuses.

    The two assistants differ in the threshold alone and share what was read, so nothing is read twice and the timings
    of the first are those of a user's question.

    Parameters
    ----------
    library
        That is asked.
    model
        That reads.
    settings
        Of the assistant.
    """

    def __init__(self, library: Library, model: ReadingModel, settings: Settings) -> None:
        caching = CachingReadingModel(model)
        self._assistant: Assistant = assemble(library, caching, settings)
        self._without_threshold: Assistant = assemble(library, caching, replace(settings, threshold=0.0))

    def result(self, question: Question) -> Result:
        """Ask one question in every way that is measured."""
        outcome = self._assistant.ask(question.text, question.history)
        draft = outcome if isinstance(outcome, Answer) else self._without_threshold.ask(question.text, question.history)
        raw = rewritten = None
        passages = self._assistant.find(question.text, question.history, DEPTH).passages
        if question.history and question.rewrite is not None:
            raw = self._assistant.find(question.text, k=DEPTH).passages
            rewritten = self._assistant.find(question.rewrite, k=DEPTH).passages
        return Result(question, outcome, draft if isinstance(draft, Answer) else None, passages, raw, rewritten)

    def outcome(self, question: Question) -> Outcome:
        """Ask one question, no more."""
        return self._assistant.ask(question.text, question.history)


def each(
    work: Callable[[Item], Made],
    items: Sequence[Item],
    *,
    threads: int = 1,
    stage: str = "asking",
    progress: Callable[[Progress], None] | None = None,
) -> list[Made]:
    """Do the work on each item, in order; an interruption waits for no more than the items in hand."""
    done: list[Made] = []
    with ThreadPoolExecutor(threads) as pool:
        results: Iterable[Made] = pool.map(work, items)
        try:
            for result in results:
                done.append(result)
                if progress:
                    progress(Progress(stage, len(done), len(items)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return done
