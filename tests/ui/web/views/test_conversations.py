"""The list of conversations: escaped names, times, and a question before deletion."""

from __future__ import annotations

import time

from tests.ui.pages import HOSTILE, parsed, pick, structure
from ui.chat.models import Conversation, Kept
from ui.text.layout import title
from ui.web.views import conversations

NOON = time.mktime((2026, 11, 25, 12, 0, 0, 0, 0, -1))


def test_the_list_names_the_one_that_is_shown_and_what_was_searched() -> None:
    kept = (Kept("a", HOSTILE, NOON - 60), Kept("b", "Fuel", NOON - 2 * 24 * 3600))
    tree = parsed(f"<div>{conversations.listed(kept, 'b', HOSTILE, clock=NOON)}</div>")
    assert not {"script", "img"} & {tag for tag, *_ in structure(tree)}
    first, second = pick(tree, "button.open")
    assert (first.get("aria-current"), second.get("aria-current")) == (None, "true")
    assert pick(first, ".title")[0].text == title(HOSTILE)
    assert pick(tree, "input")[0].get("value") == HOSTILE
    assert [gone.get("data-conversation") for gone in pick(tree, "button.remove")] == ["a", "b"]
    assert all(
        title(HOSTILE) in gone.get("data-confirm") or "Fuel" in gone.get("data-confirm")
        for gone in pick(tree, ".remove")
    )


def test_when_something_was_is_said_as_people_say_it() -> None:
    assert conversations.when(NOON - 60, NOON) == "11:59"
    assert conversations.when(NOON - 2 * 24 * 3600, NOON) == "Monday"
    assert conversations.when(NOON - 40 * 24 * 3600, NOON) == "16 October 2026"


def test_an_empty_list_says_why() -> None:
    assert "for you alone" in conversations.listed((), "")
    assert "No conversation" in conversations.listed((), "", "fuel")


def test_the_bar_names_the_conversation_and_offers_its_exports() -> None:
    tree = parsed(conversations.bar(Conversation("id", HOSTILE)))
    assert not {"script", "img"} & {tag for tag, *_ in structure(tree)}
    assert [link.get("href") for link in pick(tree, "a")] == ["conversations/id.md", "conversations/id.html"]
    assert pick(tree, "input")[0].get("value") == HOSTILE
    assert not pick(parsed(conversations.bar(Conversation())), "a")
    bars = [pick(parsed(f"<div>{conversations.bar(Conversation(each))}</div>"), ".bar")[0] for each in ("id", "")]
    assert [bar.get("data-conversation") for bar in bars] == ["id", ""]


def test_a_long_name_is_cut_at_a_word_and_all_of_it_told_where_the_mouse_rests() -> None:
    name = "Of all the harbours that these letters and reports tell of, which one is the oldest?"
    bar = parsed(conversations.bar(Conversation("id", name)))
    row = parsed(f"<div>{conversations.listed((Kept('id', name, NOON),), '', clock=NOON)}</div>")
    short = "Of all the harbours that these letters and reports tell…"
    assert pick(pick(bar, "summary.name")[0], "bdi")[0].text == pick(row, ".title")[0].text == short
    assert name in pick(bar, "summary.name")[0].get("title")
    assert pick(row, "button.open")[0].get("title") == name
    assert pick(bar, "input")[0].get("value") == name
