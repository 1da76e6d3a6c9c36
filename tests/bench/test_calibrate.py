from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.calibrate import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_saved_outcomes_give_a_threshold_and_a_curve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [
        {"data": "a", "confidence": place / 20, "answerable": place > 9, "draft_right": place > 9}
        for place in range(20)
    ]
    unrelated = [{"data": "a", "off_topic": "b", "confidence": place / 100} for place in range(60)]
    path = tmp_path / "o.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (*records, *unrelated)))
    assert main([str(path)]) == 0
    printed = capsys.readouterr().out
    assert "Chosen threshold: 0.6 (60 off-topic questions)" in printed
    assert "AUC of right answers 1.0000" in printed
    assert main([]) == 2


def test_without_unanswerable_questions_no_threshold_is_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [{"data": "a", "confidence": p, "answerable": True, "draft_right": p > 0.3} for p in (0.2, 0.8)]
    path = tmp_path / "o.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in records))
    assert main([str(path)]) == 0
    assert "no threshold can be chosen" in capsys.readouterr().out
