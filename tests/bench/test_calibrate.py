from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from bench.calibrate import GRID, balanced_accuracies, chosen_threshold, main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def record(confidence: float, *, answerable: bool) -> dict[str, object]:
    return {"data": "a", "confidence": confidence, "answerable": answerable, "draft_right": answerable}


def test_balanced_accuracy_at_each_threshold() -> None:
    records = [record(0.8, answerable=True), record(0.4, answerable=True), record(0.3, answerable=False)]
    accuracies = balanced_accuracies(records)
    assert accuracies is not None
    at = dict(zip(GRID.tolist(), accuracies.tolist(), strict=True))
    assert (at[0.3], at[0.35], at[0.5], at[0.9]) == (0.5, 1.0, 0.75, 0.5)
    assert balanced_accuracies(records[:2]) is None


def test_the_rule_takes_the_best_of_what_refuses_enough() -> None:
    mean = np.where((GRID > 0.195) & (GRID < 0.305), 0.9, np.where(np.isclose(GRID, 0.7), 0.8, 0.5))
    assert chosen_threshold(mean, np.ones(len(GRID))) == 0.25
    assert chosen_threshold(mean, (GRID >= 0.6).astype(float)) == 0.7
    assert chosen_threshold(mean, np.zeros(len(GRID))) == 0.25
    assert chosen_threshold(mean, np.full(len(GRID), np.nan)) == 0.25


def test_saved_outcomes_give_a_threshold_and_a_curve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [record(place / 20, answerable=place > 9) for place in range(20)]
    strange = [{"data": "a", "off_topic": "b", "confidence": place / 100} for place in range(60)]
    path = tmp_path / "o.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (*records, *strange)))
    assert main([str(path)]) == 0
    printed = capsys.readouterr().out
    assert "Chosen threshold: 0.6 (60 off-topic questions)" in printed
    assert "Calibration: slope" in printed
    assert main([]) == 2
