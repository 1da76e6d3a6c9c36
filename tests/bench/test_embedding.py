from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from bench.speed.embedding import AVX2, BESIDE
from bench.workloads import embedders

if TYPE_CHECKING:
    from pathlib import Path


def test_ways_whose_processor_is_held_back_are_those_that_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = tmp_path / "sample.json"
    texts = ["Foxes live in forests.", "A ship sails across the sea. " * 20]
    sample.write_text(json.dumps({"texts": texts, "questions": [["Where do foxes live?", [0]]]}))
    monkeypatch.setattr(sys, "argv", ["embedders", str(sample), "1", "1"])
    for limit, number in (({}, 5), (AVX2, 3)):
        for name, value in limit.items():
            monkeypatch.setenv(name, value)
        embedders.main()
        found = json.loads(capsys.readouterr().out)
        assert len([name for name in found if not name.startswith("OpenVINO")]) == number
        assert found[BESIDE]["cosine"] == pytest.approx(1, abs=1e-4)
        for each in found.values():
            assert each["rate"] > 0
            assert each["cosine"] > 0.98
            assert each.get("hit") == (None if limit else 1)
