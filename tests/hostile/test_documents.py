"""In unconfined parsers documents make nothing be read, fetched or run.

That nothing would let them is shown elsewhere (``tests/index/parsing/test_sandbox.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders import SUFFIXES, code, parse
from tests.hostile.listener import listening
from tests.hostile.samples.entities import traps
from tests.hostile.samples.fetching_documents import wanting

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "zanzibar in the lamplight"
LIKE_OTHERS = {".htm", ".markdown", ".text", ".tsv", ".tab", ".xlsm", ".jsonl", ".ndjson"}
# Old cells, pixels and code: their readers know nothing that an address could be fetched for.
WITHOUT_ADDRESSES = {".xls", ".png", ".jpg", ".jpeg", ".tif", ".tiff", *code.SUFFIXES}


def test_no_entity_shows_a_file_or_grows(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    read = []
    for name, data in traps((tmp_path / "secret.txt").as_uri()).items():
        try:
            told = f"{parse(data, name)}"
            read.append(name)
        except DocumentError as reason:
            told = str(reason)
        assert SECRET not in told, name
        assert "laughter laughter" not in told, name
    assert {name[name.rindex(".") :] for name in read} == {".html", ".epub", ".docx", ".odt", ".ods", ".xlsx"}


def test_nothing_that_a_document_names_is_fetched_or_run(tmp_path: Path) -> None:
    with listening() as listener:
        files = wanting(listener.address, str(tmp_path / "canary"))
        assert {name[name.rindex(".") :] for name in files} == SUFFIXES - LIKE_OTHERS - WITHOUT_ADDRESSES
        texts = {name: parse(data, name).text for name, data in files.items()}
    assert listener.heard == []
    assert not (tmp_path / "canary").exists()
    silent = ("told", "cells", "records", "sheets.xlsx")
    assert all(" want" in text or name.startswith(silent) for name, text in texts.items()), texts
