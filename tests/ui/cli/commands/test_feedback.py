"""Ratings of answers, as text and JSON, without names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.harness.processes import citeseed
from tests.ui.outcomes import answer
from ui.chat.store import Conversations

if TYPE_CHECKING:
    from pathlib import Path


def test_judged_answers_are_listed_with_their_reasons(tmp_path: Path) -> None:
    kept = Conversations(tmp_path / "library" / "conversations.sqlite")
    assert citeseed("feedback", "--index", "library", cwd=tmp_path).stdout == "Nobody has judged an answer yet.\n"
    before, first = kept.ask("ada", "", "Why did costs rise?")
    _, second = kept.ask("ada", before.id, "\x1b[31mAnd why did sales fall?")
    for exchange in (first, second):
        kept.answer(exchange.id, answer())
    kept.judge("ada", first.id, "down", "It misses the point")
    kept.judge("ada", second.id, "up")
    told = citeseed("feedback", "--index", "library", cwd=tmp_path).stdout
    assert "bad   Why did costs rise?\n" in told
    assert "      It misses the point\n" in told
    assert "good  " in told
    assert "[31mAnd why did sales fall?\n" in told
    assert "\x1b" not in told
    printed = citeseed("feedback", "--json", "--index", "library", cwd=tmp_path).stdout
    judged = json.loads(printed)["judged"]
    assert [(each["thumb"], each["reason"]) for each in judged] == [("down", "It misses the point"), ("up", "")]
    assert judged[0]["outcome"]["question"] == "Why did costs rise?"
    assert judged[0]["outcome"]["citations"][0]["quote"] == answer().citations[0].quote
    assert "ada" not in printed
