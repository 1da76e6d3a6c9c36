"""Notes are kept, written in, put in order, and put away; each person sees their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.outcomes import answer, refusal
from ui.chat import notes as module
from ui.chat.notes import Notes, quote_alone
from ui.errors import ConversationError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_note_keeps_its_answer_with_its_quotes_and_what_is_written(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "kept.sqlite")
    assert notes.of("ada") == ()
    notes.keep("ada", "Why?", answer())
    notes.keep("ada", "", quote_alone(answer(), answer().citations[2]))
    notes.keep("ada", "And?", refusal())
    first, second, third = notes.of("ada")
    assert (first.question, first.text) == ("Why?", "")
    assert first.kept is not None
    assert first.kept.citations == answer().citations
    assert second.kept is not None
    assert [each.quote for each in second.kept.citations] == ["Sales fell."]
    assert third.kept is not None
    notes.write("ada", first.id, "My words \ud800")
    notes.write("bob", first.id, "His words")
    assert notes.of("ada")[0].text == "My words \ufffd"
    assert notes.of("bob") == notes.of("") == ()


def test_notes_move_and_the_first_and_the_last_stay(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "kept.sqlite")
    for name in "abc":
        notes.keep("ada", name)
    ids = {each.question: each.id for each in notes.of("ada")}
    for name, up, order in (("a", True, "abc"), ("c", True, "acb"), ("a", False, "cab"), ("b", False, "cab")):
        notes.move("ada", ids[name], up=up)
        assert "".join(each.question for each in notes.of("ada")) == order
    notes.move("bob", ids["a"], up=True)
    assert "".join(each.question for each in notes.of("ada")) == "cab"


def test_the_note_that_was_deleted_last_can_be_restored_by_its_owner(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "kept.sqlite")
    for name in "ab":
        notes.keep("ada", name)
    first, second = notes.of("ada")
    notes.delete("bob", first.id)
    assert len(notes.of("ada")) == 2
    notes.delete("ada", first.id)
    notes.restore("bob", first.id)
    assert notes.of("ada") == (second,)
    notes.restore("ada", first.id)
    assert notes.of("ada") == (first, second)
    notes.delete("ada", first.id)
    notes.delete("ada", second.id)
    notes.restore("ada", first.id)
    assert notes.of("ada") == ()


def test_there_is_an_end_to_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_NOTES", 1)
    notes = Notes(tmp_path / "kept.sqlite")
    notes.keep("ada")
    with pytest.raises(ConversationError, match="export them"):
        notes.keep("ada")
    notes.keep("bob")
