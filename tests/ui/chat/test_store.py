"""Conversations are stored unchanged, for their owner only, and deletion is final."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from rag.types import Sentence
from tests.ui.outcomes import answer, refusal
from ui.chat.models import Conversation
from ui.chat.store import Conversations
from ui.errors import ConversationError

if TYPE_CHECKING:
    from pathlib import Path

ADA, BOB = "ada", "bob"


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "library" / "conversations.sqlite")


def talk(kept: Conversations, owner: str, *questions: str) -> str:
    conversation = ""
    for question in questions:
        before, exchange = kept.ask(owner, conversation, question)
        conversation = before.id
        kept.answer(exchange.id, answer())
    return conversation


def test_a_conversation_comes_back_as_it_was(kept: Conversations) -> None:
    before, first = kept.ask(ADA, "", "Why did   costs rise?")
    assert before.exchanges == ()
    kept.answer(first.id, answer())
    before, second = kept.ask(ADA, before.id, "And sales?")
    assert [each.question for each in before.exchanges] == ["Why did   costs rise?"]
    kept.answer(second.id, refusal())
    _, third = kept.ask(ADA, before.id, "x" * 9000)
    kept.fail(third.id, "It is too long.")
    whole = kept.conversation(ADA, before.id)
    assert whole.name == "Why did costs rise?"
    assert [each.outcome for each in whole.exchanges] == [answer(), refusal(), None]
    assert whole.exchanges[2].trouble == "It is too long."
    assert kept.exchange(ADA, second.id) == whole.exchanges[1]


def test_another_owner_sees_and_changes_nothing(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "Why did costs rise?")
    exchange = kept.conversation(ADA, conversation).exchanges[0].id
    for attempt in (
        lambda: kept.conversation(BOB, conversation),
        lambda: kept.exchange(BOB, exchange),
        lambda: kept.cut(BOB, exchange),
        lambda: kept.around(BOB, exchange),
        lambda: kept.conversation("", conversation),
        lambda: kept.exchange("", exchange),
    ):
        with pytest.raises(ConversationError):
            attempt()
    kept.rename(BOB, conversation, "mine")
    kept.delete(BOB, conversation)
    kept.judge(BOB, exchange, "up")
    assert kept.listed(BOB) == ()
    before, _ = kept.ask(BOB, conversation, "And now?")
    assert before.id != conversation
    assert before.exchanges == ()
    whole = kept.conversation(ADA, conversation)
    assert (whole.name, len(whole.exchanges), whole.exchanges[0].thumb) == ("Why did costs rise?", 1, "")


def test_nobody_has_a_list_but_can_go_on_by_an_id_that_nobody_guesses(kept: Conversations) -> None:
    conversation = talk(kept, "", "Why?", "And then?")
    assert kept.listed("") == ()
    assert len(kept.conversation("", conversation).exchanges) == 2
    assert len(conversation) * 6 >= 128


def test_ids_are_never_the_same(kept: Conversations) -> None:
    conversations = [talk(kept, ADA, "Why?") for _ in range(20)]
    exchanges = [kept.conversation(ADA, each).exchanges[0].id for each in conversations]
    assert len({*conversations, *exchanges}) == 40
    assert all(len(each) * 6 >= 128 for each in exchanges)


def test_the_list_begins_with_the_last_one_and_is_searched_by_all_words(kept: Conversations) -> None:
    first, second = talk(kept, ADA, "Why did costs rise?"), talk(kept, ADA, "100% of what_now?")
    assert [each.id for each in kept.listed(ADA)] == [second, first]
    kept.rename(ADA, first, "  Fuel   and more ")
    assert [each.id for each in kept.listed(ADA, "FUEL rise")] == [first]
    assert len(kept.listed(ADA, "price of fuel")) == 2  # said in both answers
    assert [each.id for each in kept.listed(ADA, "100% what_")] == [second]
    assert kept.listed(ADA, "100% nothing") == ()
    assert kept.conversation(ADA, first).name == "Fuel and more"
    kept.rename(ADA, first, "   ")
    assert kept.conversation(ADA, first).name == "Fuel and more"


def test_a_question_is_taken_back_with_what_followed(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "One?", "Two?", "Three?")
    second = kept.conversation(ADA, conversation).exchanges[1]
    before, dropped = kept.cut(ADA, second.id)
    assert [each.question for each in before.exchanges] == ["One?"]
    assert dropped.question == "Two?"
    assert kept.conversation(ADA, conversation) == before


def test_a_question_takes_the_place_of_another_when_it_is_answered(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "One?", "Two?", "Three?")
    whole = kept.conversation(ADA, conversation)
    second = whole.exchanges[1]
    assert kept.around(ADA, second.id) == (whole, second)
    given_up = kept.ask(ADA, conversation, "Two again?")[1]
    kept.forget(given_up.id)
    kept.answer(given_up.id, answer(), second.id)
    assert kept.conversation(ADA, conversation).exchanges == whole.exchanges
    again = kept.ask(ADA, conversation, "Two again?")[1]
    assert [each.question for each in kept.conversation(ADA, conversation).exchanges[1:]] == [
        "Two?", "Three?", "Two again?",
    ]  # fmt: skip
    kept.answer(again.id, answer(), second.id)
    assert [each.question for each in kept.conversation(ADA, conversation).exchanges] == ["One?", "Two again?"]


def test_a_conversation_is_named_after_the_question_that_takes_the_place_of_the_first(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "One?", "Two?")
    long = "Of all harbours, " * 20
    for question, name in (("One \n again?", "One again?"), (long, f"{'Of all harbours, ' * 11}Of all…")):
        old = kept.conversation(ADA, conversation).exchanges[0]
        new = kept.ask(ADA, conversation, question)[1]
        kept.answer(new.id, answer(), old.id)
        assert kept.conversation(ADA, conversation).name == name
    kept.answer(kept.ask(ADA, conversation, "Two?")[1].id, answer())
    second = kept.conversation(ADA, conversation).exchanges[1]
    kept.answer(kept.ask(ADA, conversation, "Two again?")[1].id, answer(), second.id)
    assert kept.conversation(ADA, conversation).name == name
    kept.rename(ADA, conversation, "Mine")
    first = kept.conversation(ADA, conversation).exchanges[0]
    kept.answer(kept.ask(ADA, conversation, "One?")[1].id, answer(), first.id)
    assert kept.conversation(ADA, conversation).name == "Mine"


def test_a_name_that_an_older_program_cut_inside_a_word_is_no_name_of_its_own(kept: Conversations) -> None:
    question = "Of all the harbours that were ever built along this coast, which one is the oldest and how old is it?"
    conversation = talk(kept, ADA, question)
    kept.rename(ADA, conversation, f"{question[:79]}…")
    kept.cut(ADA, kept.conversation(ADA, conversation).exchanges[0].id)
    assert kept.listed(ADA) == ()


@pytest.mark.parametrize("name", ["…", "Of all…"])
def test_a_name_that_a_person_cut_is_a_name_of_its_own(kept: Conversations, name: str) -> None:
    conversation = talk(kept, ADA, "Of all harbours, which one is the oldest?")
    kept.rename(ADA, conversation, name)
    first = kept.conversation(ADA, conversation).exchanges[0]
    kept.answer(kept.ask(ADA, conversation, "One?")[1].id, answer(), first.id)
    assert kept.conversation(ADA, conversation).name == name


def test_a_conversation_goes_with_its_only_question_unless_it_has_a_name_of_its_own(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "One?", "Two?")
    first = kept.conversation(ADA, conversation).exchanges[0]
    before, dropped = kept.cut(ADA, first.id)
    assert (before, dropped) == (Conversation(), first)
    assert kept.listed(ADA) == ()
    assert kept.ask(ADA, before.id, "Three?")[0].name == "Three?"
    named = talk(kept, ADA, "One?")
    kept.rename(ADA, named, "Mine")
    before, _ = kept.cut(ADA, kept.conversation(ADA, named).exchanges[0].id)
    assert (before.id, before.name, before.exchanges) == (named, "Mine", ())


def test_what_is_deleted_leaves_no_trace_in_the_file(kept: Conversations, tmp_path: Path) -> None:
    conversation = talk(kept, ADA, "Where is the xylophone?")
    late = kept.ask(ADA, conversation, "Late?")[1]
    kept.delete(ADA, conversation)
    kept.answer(late.id, answer())
    assert kept.listed(ADA) == ()
    assert b"xylophone" not in (tmp_path / "library" / "conversations.sqlite").read_bytes()


def test_judgements_are_kept_and_exported_without_their_owner(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "One?", "Two?")
    first, second = kept.conversation(ADA, conversation).exchanges
    kept.judge(ADA, first.id, "down", "It is wrong.")
    kept.judge(ADA, second.id, "up", "ignored")
    judged = list(kept.judged())
    assert [(each.question, each.thumb, each.reason) for each in judged] == [
        ("One?", "down", "It is wrong."), ("Two?", "up", ""),
    ]  # fmt: skip
    kept.judge(ADA, first.id, "")
    assert [each.question for each in kept.judged()] == ["Two?"]
    with pytest.raises(ConversationError):
        kept.judge(ADA, first.id, "sideways")


def test_both_answers_to_a_question_are_kept_each_with_its_judgement(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "Why?")
    key = kept.conversation(ADA, conversation).exchanges[0].id
    kept.judge(ADA, key, "down", "It is wrong.")
    written = replace(answer(), sentences=(Sentence("Petroleum did it.", ()),))
    kept.reword(ADA, key, written)
    kept.judge(ADA, key, "up")
    shown = kept.exchange(ADA, key)
    assert (shown.outcome, shown.other, shown.thumb) == (written, answer(), "up")
    assert [each.id for each in kept.listed(ADA, "petroleum fuel")] == [conversation]
    kept.reword(ADA, key)
    shown = kept.exchange(ADA, key)
    assert (shown.outcome, shown.other, shown.thumb, shown.reason) == (answer(), written, "down", "It is wrong.")
    judged = [(each.outcome, each.thumb, each.reason) for each in kept.judged()]
    assert judged == [(answer(), "down", "It is wrong."), (written, "up", "")]
    with pytest.raises(ConversationError):
        kept.reword(BOB, key)


def test_halves_of_characters_and_nothing_at_all_are_kept(kept: Conversations) -> None:
    conversation = talk(kept, ADA, "Why \ud83d?", "\x00")
    assert [each.question for each in kept.conversation(ADA, conversation).exchanges] == ["Why \ufffd?", "\x00"]


def test_nothing_is_made_before_the_first_question_and_others_cannot_read_it(tmp_path: Path) -> None:
    path = tmp_path / "library" / "conversations.sqlite"
    kept = Conversations(path)
    assert list(kept.judged()) == []
    assert not path.exists()
    talk(kept, ADA, "Why?")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_of_a_newer_program_and_no_file_at_all_are_told(tmp_path: Path) -> None:
    newer = tmp_path / "newer.sqlite"
    tables = sqlite3.connect(newer)
    tables.execute("PRAGMA user_version = 99")
    tables.close()
    with pytest.raises(ConversationError, match="newer citeseed"):
        Conversations(newer).listed(ADA)
    broken = tmp_path / "broken.sqlite"
    broken.write_text("This is no database, but it is long enough to look like one." * 20, encoding="utf-8")
    with pytest.raises(ConversationError, match="cannot be kept"):
        Conversations(broken).ask(ADA, "", "Why?")


def test_a_file_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite"
    kept = Conversations(path)
    conversation = talk(kept, ADA, "Why?")
    tables = sqlite3.connect(path)
    added = ("searched", "other", "other_thumb", "other_reason")
    dropped = "".join(f"ALTER TABLE exchanges DROP COLUMN {name};" for name in added)
    tables.executescript(
        f"{dropped} ALTER TABLE conversations DROP COLUMN chosen; DROP TABLE hidden; DROP TABLE notes;"
    )
    tables.execute("PRAGMA user_version = 1;")
    tables.close()
    held = kept.conversation(ADA, conversation)
    assert (held.chosen, held.exchanges[0].searched) == ("", None)
    kept.choose(ADA, conversation, '{"only": ["a.txt"]}')
    assert kept.conversation(ADA, conversation).chosen == '{"only": ["a.txt"]}'


def test_the_documents_that_were_chosen_are_kept_with_the_conversation(tmp_path: Path) -> None:
    kept = Conversations(tmp_path / "conversations.sqlite")
    before, exchange = kept.ask(ADA, "", "Why?", "chosen", (3, 25))
    assert before.chosen == "chosen"
    assert kept.exchange(ADA, exchange.id).searched == (3, 25)
    kept.choose(BOB, before.id, "others")
    kept.ask(ADA, before.id, "How?")
    assert kept.conversation(ADA, before.id).chosen == "chosen"
    kept.ask(ADA, before.id, "When?", "")
    assert kept.conversation(ADA, before.id).chosen == ""
