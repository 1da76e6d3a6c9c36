from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from training.pool.errors import DataError
from training.pool.written import FOLDER, read_written

if TYPE_CHECKING:
    from pathlib import Path

PASSAGE = "# House rules\nBicycles belong in the cellar.\nPets need consent; ask Mr. Pribyl.\n"


def rows(folder: Path, questions: str) -> list[dict[str, Any]]:
    (folder / "one.txt").write_text(f"{PASSAGE}{questions}\n", encoding="utf-8")
    return read_written(folder)


def test_a_passage_keeps_its_lines_and_where_each_answer_stands(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "? where to put my bike => Bicycles belong in the cellar. || in the cellar\n! who is he?")
    text = "Bicycles belong in the cellar.\nPets need consent; ask Mr. Pribyl."
    assert (row["title"], row["context"], row["near"]) == ("House rules", text, ["who is he?"])
    assert row["qas"] == [
        {
            "question": "where to put my bike",
            "answers": [{"text": "in the cellar", "start": 16}],
            "evidence": [{"start": 0, "end": 30}],
        }
    ]


def test_evidence_may_be_several_sentences_without_a_short_answer(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "? rules? => Bicycles belong in the cellar. ++ Pets need consent; ask Mr. Pribyl.")
    (question,) = row["qas"]
    assert question["answers"] == []
    assert question["evidence"] == [{"start": 0, "end": 30}, {"start": 31, "end": 65}]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("? no arrow", "has the form"),
        ("? dogs? => Dogs are welcome.", "this evidence does not stand in its passage: 'Dogs are welcome.'"),
        ("? pets? => Pets need consent || a stamp", "this short answer does not stand in its evidence: 'a stamp'"),
    ],
)
def test_what_does_not_fit_the_passage_is_named_with_its_file(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(DataError, match=r"one\.txt") as error:
        rows(tmp_path, line)
    assert told in str(error.value)


def test_every_passage_that_is_shipped_can_be_read() -> None:
    assert all(row["qas"] and row["near"] for row in read_written(FOLDER))
