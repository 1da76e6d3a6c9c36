"""Libraries of all earlier formats. ``python -m tests.faults.test_formats`` makes the present one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index import MismatchedLibrary, sync, verify
from index.storage.manifest import SCHEMA
from tests.libraries import build, held, library_in

GOLDEN = Path(__file__).parent / "golden"
TEXTS = {"a.txt": "Alpha met the gamma fox.", "b.md": "# A plan\n\nIt was risky, said zeta."}


def copied(folder: Path, schema: int) -> Path:
    shutil.copytree(GOLDEN / f"format-{schema}", folder, dirs_exist_ok=True)
    return folder / "library"


def test_there_is_one_of_each_format() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"format-{number}" for number in range(1, SCHEMA + 1)}


def test_the_present_format_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = copied(tmp_path, SCHEMA)
    assert verify(folder) == []
    snapshot = library_in(folder).open()
    assert held(snapshot) == {"a.txt": TEXTS["a.txt"], "b.md": "A plan\n\nIt was risky, said zeta."}
    hits = snapshot.search("who said that the plan is risky?", 2)
    assert [hit.chunk.source for hit in hits.dense] == ["b.md", "a.txt"]
    assert hits.dense[0].score == pytest.approx(0.8747, abs=1e-3)
    (found,) = hits.keyword
    assert found.chunk.source == "b.md"
    assert found.score == pytest.approx(0.7737, abs=1e-3)


@pytest.mark.parametrize("schema", range(1, SCHEMA))
def test_an_older_format_says_which_program_made_it_and_is_made_anew(tmp_path: Path, schema: int) -> None:
    folder = copied(tmp_path, schema)
    with pytest.raises(MismatchedLibrary, match=rf"format {schema}, made by citeseed 0\.[12]\.0.*run 'citeseed index'"):
        library_in(folder).open()
    sync(None, library_in(folder))
    assert held(library_in(folder).open()).keys() == TEXTS.keys()
    assert verify(folder) == []


if __name__ == "__main__":
    place = GOLDEN / f"format-{SCHEMA}"
    shutil.rmtree(place, ignore_errors=True)
    build(place, TEXTS)
    (place / "library" / "embeddings.sqlite").unlink()
