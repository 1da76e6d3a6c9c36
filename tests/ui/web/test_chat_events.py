"""The event handlers of conversations, without a page."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from rag.types import NoAnswer, Reason, ReplyKind
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.outcomes import answer
from ui.chat.cancellation import Running
from ui.chat.hidden import HiddenDocuments
from ui.chat.store import Conversations
from ui.suggestions.suggestions import Suggestions
from ui.web.chat_events import ChatEvents
from ui.web.views import thread

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def talk(assistant: FakeAssistant, folder: Path) -> ChatEvents:
    kept = Conversations(folder / "kept.sqlite")
    return ChatEvents(assistant, kept, HiddenDocuments(kept.path), Suggestions(assistant, Running()))


def visitor() -> Any:
    return SimpleNamespace(request=SimpleNamespace(scope={"user": "ada"}), session_hash="page")


def test_nobody_waits_while_a_new_generation_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant, others_went_on = (
        FakeAssistant({"garden.txt": "The rose garden is a park by the mill."}),
        threading.Event(),
    )
    library: Any = assistant.library
    open_library = library.open

    def checked(*about: Any, **more: Any) -> Any:
        assert others_went_on.wait(20)
        return open_library(*about, **more)

    monkeypatch.setattr(library, "open", checked)

    async def visits() -> str:
        greeting = asyncio.ensure_future(talk(assistant, tmp_path).greet("", visitor()))
        await asyncio.sleep(0.1)
        others_went_on.set()
        return await greeting

    assert "What is the rose garden?" in asyncio.run(visits())


def test_a_greeting_is_followed_by_what_can_be_asked(tmp_path: Path) -> None:
    talking = talk(FakeAssistant({"garden.txt": "The rose garden is a park by the mill."}), tmp_path)
    kept = Conversations(tmp_path / "kept.sqlite")
    whole, exchange = kept.ask("user ada", "", "Hello!")
    greeted = NoAnswer(Reason.NOTHING_ASKED, (), (), 0.0, answer().trace, ReplyKind.GREETING)
    kept.answer(exchange.id, greeted)
    related = asyncio.run(talking.relate(whole.id, visitor()))
    assert "Try asking" in related
    assert "What is the rose garden?" in related
    assert "Hello. Ask anything about the documents." in thread.thread(kept.conversation("user ada", whole.id))


def test_questions_to_begin_with_are_about_the_chosen_documents(tmp_path: Path) -> None:
    texts = {
        "a/garden.txt": "The rose garden is a park by the mill.",
        "b/mill.txt": "The old mill was a ruin for long.",
    }
    talking = talk(FakeAssistant(texts), tmp_path)
    greeted = [asyncio.run(talking.greet(chosen, visitor())) for chosen in ("", '{"only": ["b/"]}', '{"only": []}')]
    assert ["rose garden" in each for each in greeted] == [True, False, False]
    assert ["old mill" in each for each in greeted] == [True, True, False]


def test_a_suggested_question_is_no_follow_up(tmp_path: Path) -> None:
    assistant = FakeAssistant({"garden.txt": "The rose garden is a park by the mill."})
    talking = talk(assistant, tmp_path)
    list(talking.ask("Where is the rose garden?", "", "", visitor()))
    kept = Conversations(tmp_path / "kept.sqlite").listed("user ada")
    pressed: Any = SimpleNamespace(_data={"question": "What is the rose garden?"})
    for asking, told in (
        (talking.ask_example(kept[0].id, "", pressed, visitor()), 0),
        (talking.ask("And why?", kept[0].id, "", visitor()), 4),
    ):
        list(asking)
        assert len(assistant.heard[-1]) == told
