"""Ask a trial's questions through the public interface, and keep what was shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.trial.grading import Grade, Reply, Statement, grade
from index import open_library, sync
from rag import Answer, Turn, open_assistant
from ui.text.messages import confidence_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.trial.questions import Question, Trial
    from index import Snapshot
    from rag import Assistant, Outcome, Sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was shown for it, and how good that is."""

    question: Question
    reply: Reply
    grade: Grade


def ask_all(
    trial: Trial, folder: Path, wanted: Callable[[Question], bool], *, progress: Callable[[str], None]
) -> list[Asked]:
    """Index the documents of a trial in an empty folder, ask the wanted questions, and grade the replies."""
    library = open_library(folder)
    report = sync([trial.documents], library)
    for skipped in report.skipped:
        progress(f"{trial.name}: skipped {skipped.source}: {skipped.reason}")
    conversations = Conversations(open_assistant(folder))
    snapshot = library.open()
    asked = []
    for question in filter(wanted, trial.questions):
        reply = seen(conversations.ask((*question.after, question.ask)), snapshot)
        asked.append(Asked(question, reply, grade(question, reply)))
        if len(asked) % 20 == 0:
            progress(f"{trial.name}: {len(asked)} asked")
    return asked


@dataclass(frozen=True, slots=True)
class Conversations:
    """Ask questions in their conversations; the earlier ones are really asked, each once."""

    assistant: Assistant
    told: dict[tuple[str, ...], Outcome] = field(default_factory=dict)

    def ask(self, questions: tuple[str, ...]) -> Outcome:
        """Return the outcome of the last of these questions, asked one after the other."""
        if questions not in self.told:
            history: list[Turn] = []
            for turn in range(1, len(questions)):
                text = _said(self.ask(questions[:turn]))
                history += [Turn("user", questions[turn - 1]), Turn("assistant", text)]
            self.told[questions] = self.assistant.ask(questions[-1], history=tuple(history))
        return self.told[questions]


def seen(outcome: Outcome, snapshot: Snapshot) -> Reply:
    """Return what an outcome shows, its citations compared with the documents of the library."""
    sentences = outcome.sentences if isinstance(outcome, Answer) else ()
    closest = _closest(outcome)
    return Reply(
        answered=isinstance(outcome, Answer),
        statements=tuple(map(_statement, sentences)),
        closest=tuple(map(_statement, closest)),
        confidence=outcome.confidence,
        # No word is said of a reply that is certain, which is higher still.
        high=confidence_word(outcome.confidence) in ("high", ""),
        values=_values(outcome),
        invalid=sum(_invalid(sentence, snapshot) for sentence in (*sentences, *closest)),
    )


def _closest(outcome: Outcome) -> tuple[Sentence, ...]:
    return tuple(getattr(outcome, "closest", ()))


def _values(outcome: Outcome) -> tuple[str, ...]:
    computed = getattr(outcome, "computed", None) or ()
    return tuple(str(each.value) for each in (computed if isinstance(computed, tuple) else (computed,)))


def _statement(sentence: Sentence) -> Statement:
    quotes = [citation.quote for citation in sentence.citations]
    headings = [heading for citation in sentence.citations for heading in citation.headings]
    return Statement(
        "\n".join(dict.fromkeys([sentence.text, *quotes])),
        tuple(citation.source for citation in sentence.citations),
        "\n".join(dict.fromkeys(headings)),
    )


def _invalid(sentence: Sentence, snapshot: Snapshot) -> int:
    return sum(snapshot.document(each.source).text[each.start : each.end] != each.quote for each in sentence.citations)


def _said(outcome: Outcome) -> str:
    if isinstance(outcome, Answer):
        return outcome.text
    return " ".join(sentence.marked for sentence in _closest(outcome)) or "The documents do not say."
