from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.adaptive import Cost, main, table

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_shares_are_of_the_questions_and_time_is_of_the_first_way() -> None:
    ways = {"all": Cost(8.0, 40, 3, 2, 4), "some": Cost(6.0, 30, 3, 1, 4)}
    assert table("small", 4, ways).splitlines()[2:] == [
        "| all | 1.00 | 10.0 | 0.750 | 0.500 | 1.000 |",
        "| some | 0.75 | 7.5 | 0.750 | 0.250 | 1.000 |",
    ]


def test_both_ways_are_measured_on_a_data_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    quote = "The river of Rome is the Tiber."
    rome = {"id": "rome", "title": "Rome", "text": f"Rome was founded in 753 BC. {quote}"}
    teas = [
        {"id": f"tea {name}", "title": f"{name} tea", "text": f"{name} tea is sold in boxes of {name} paper."}
        for name in ("green", "black", "white", "yellow", "red")
    ]
    asked = {
        "question": "Which river flows through Rome?",
        "answerable": True,
        "answers": ["the Tiber"],
        "evidence": [{"doc_id": "rome", "quote": quote}],
    }
    path = tmp_path / "small.json"
    path.write_text(json.dumps({"documents": [rome, *teas], "questions": [asked]}))
    assert main([str(path)]) == 0
    everything, some = (line.split(" | ") for line in capsys.readouterr().out.splitlines()[2:4])
    assert float(some[2]) <= float(everything[2]) == 8.0
    assert some[3:] == everything[3:] == ["1.000", "1.000", "1.000 |"]


def test_a_data_set_that_is_missing_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["missing.json"]) == 1
    assert "There is no file missing.json" in capsys.readouterr().err
