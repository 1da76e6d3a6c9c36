from __future__ import annotations

from typing import TYPE_CHECKING

from bench.speed.mixed import indexed
from bench.workloads.mixture import write_mixture

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_of_mixed_files_each_that_cannot_be_read_is_named_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert write_mixture(tmp_path / "mixed", 40) == 6
    done = indexed(tmp_path / "mixed")
    assert (done.code, done.report["documents"]) == (3, 34)
    skipped = done.report["skipped"]
    assert isinstance(skipped, list)
    assert {each["source"]: each["reason"].split(";")[0] for each in skipped} == {
        "00/0003.encrypted.pdf": "encrypted: it opens with a password only",
        "00/0010.scan.pdf": "no text: its only page is a picture, such as a scan makes",
        "00/0017.cut.docx": "damaged: it cannot be opened",
        "00/0023.empty.txt": "the file is empty",
        "00/0030.picture.pdf": "not what its name says: the bytes are a PNG image",
        "00/0037.xyz": "unknown file type .xyz",
    }
    assert done.most > done.most_parsing > 0
    kinds = {path.suffix for path in (tmp_path / "mixed").rglob("*.*")}
    assert kinds == {".txt", ".pdf", ".html", ".docx", ".md", ".pptx", ".epub", ".csv", ".xyz"}
