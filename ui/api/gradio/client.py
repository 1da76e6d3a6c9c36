"""Endpoints for ``gradio_client``: the same objects as the command line's ``--json``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator  # noqa: TC003  (Gradio reads the annotations when it runs)
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr

from index import Filter
from rag.errors import QuestionError
from ui.chat.error_boundary import Trouble, guarded
from ui.chat.models import question_from, turns_from
from ui.formats.json import findings_record, outcome_record
from ui.formats.plain_text import spoken
from ui.text.sanitize import in_whole_characters

if TYPE_CHECKING:
    from gradio.block_function import BlockFunction

    from ui.chat.protocols import Answers
    from ui.formats.records.answers import FindingsRecord, OutcomeRecord

MAX_PASSAGES = 100
Step = TypeVar("Step")


class Endpoints:
    """``/ask``, ``/search`` and ``/chat`` over one assistant."""

    def __init__(self, assistant: Answers) -> None:
        self._assistant = assistant

    def ask(  # noqa: PLR0917 (Gradio passes what a program says by position)
        self,
        question: str,
        history: list[Any] = [],  # noqa: B006
        folder: str = "",
        types: str = "",
        after: str = "",
        before: str = "",
    ) -> dict[str, Any]:
        """Answer a question about the documents, with a verbatim quote behind every sentence, or refuse."""
        return dict(_only(self._ask(question, history, (folder, types, after, before))))

    def search(  # noqa: PLR0917
        self, question: str, k: int = 10, folder: str = "", types: str = "", after: str = "", before: str = ""
    ) -> dict[str, Any]:
        """Find the passages of the documents that match a question best."""
        return dict(_only(self._search(question, k, (folder, types, after, before))))

    def chat(self, message: str, history: list[Any] = []) -> Iterator[str]:  # noqa: B006
        """Answer a question, streaming the text as it grows; [n] is the number of a passage."""
        yield from _told(self._chat(message, history))

    def _ask(self, question: object, history: object, parts: tuple[object, ...]) -> Iterator[OutcomeRecord]:
        asked = question_from(question)
        yield outcome_record(asked, self._assistant.ask(asked, turns_from(history), _filter(*parts)))

    def _search(self, question: object, k: object, parts: tuple[object, ...]) -> Iterator[FindingsRecord]:
        asked = question_from(question)
        if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MAX_PASSAGES:
            raise QuestionError(f"k must be a whole number from 1 to {MAX_PASSAGES}.")
        yield findings_record(asked, self._assistant.find(asked, k=k, within=_filter(*parts)))

    def _chat(self, message: object, history: object) -> Iterator[str]:
        yield from spoken(self._assistant.stream(question_from(message), turns_from(history)))


def defaults(event: BlockFunction) -> tuple[Any, ...]:
    """Return the defaults of an event's last inputs, in their order: those that a client may leave out."""
    parameters = inspect.signature(event.fn).parameters.values() if event.fn else ()
    return tuple(each.default for each in parameters if each.default is not inspect.Parameter.empty)


def _filter(*parts: object) -> Filter:
    match parts:
        case str(folder), str(types), str(after), str(before):
            folder, types, after, before = map(in_whole_characters, (folder, types, after, before))
            return Filter.parse(folder, [types] if types else [], after, before)
    raise QuestionError("folder, types, after and before must be text; types such as 'pdf,docx'.")


def _told(steps: Iterator[Step]) -> Iterator[Step]:
    """Pass on each step; raise trouble as an error for the program."""
    for step in guarded(steps):
        if isinstance(step, Trouble):
            raise gr.Error(step.text, print_exception=False)
        yield step


def _only(steps: Iterator[Step]) -> Step:
    return next(_told(steps))
