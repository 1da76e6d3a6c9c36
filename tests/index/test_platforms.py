"""Indexing and searching use nothing that only Linux has."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import sync, verify
from index.chunking.chunker import Splitting, split
from index.loaders import parse
from tests.libraries import build, library_in, write

if TYPE_CHECKING:
    from pathlib import Path

# What Python's os has on Linux and not on macOS.
LINUX_ALONE = (
    "O_DIRECT", "O_PATH", "O_TMPFILE", "copy_file_range", "eventfd", "fdatasync", "getrandom", "getxattr", "listxattr",
    "memfd_create", "pidfd_open", "pipe2", "posix_fadvise", "posix_fallocate", "sched_getaffinity", "splice",
)  # fmt: skip


def test_a_library_is_changed_and_searched_where_only_what_macos_has_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first time what is borrowed is imported: how that differs is not ours.
    documents, library = build(tmp_path, {"a.txt": "Alpha met the gamma fox."})
    library.open().search("alpha", 3)
    monkeypatch.setattr(sys, "platform", "darwin")
    for name in LINUX_ALONE:
        monkeypatch.delattr(os, name, raising=False)
    write(documents, {"b.txt": "A risky plan, said zeta."})
    assert sync(None, library).added == 1
    assert verify(tmp_path / "library") == []
    found = library_in(tmp_path / "library").open().search("a risky plan", 1)
    assert [hit.chunk.source for hit in found.dense] == ["b.txt"]
    assert library.original("b.txt") == b"A risky plan, said zeta."


LINES = st.lists(
    st.sampled_from(["Alpha met the gamma fox.", "# Plan", "- Risky, said zeta.", "", "a | b", "ä 日本 🦊"])
)


@pytest.mark.parametrize("suffix", ["txt", "md", "csv", "html", "json", "eml", "py"])
@given(lines=LINES)
def test_a_text_with_line_ends_of_windows_has_the_same_text_and_offsets(suffix: str, lines: list[str]) -> None:
    begin = {"eml": ["From: a@b.c", "Subject: Plan", ""], "json": ['{"a": "b",'], "csv": ["a,b", "1,2"]}
    end = {"json": ['"c": "d"}']}
    written = [*begin.get(suffix, ["Begin."]), *([] if suffix == "json" else lines), *end.get(suffix, ["End."])]
    unix, windows = (parse(ending.join(written).encode(), f"a.{suffix}") for ending in ("\n", "\r\n"))
    assert "\r" not in windows.text
    assert windows.text == unix.text
    assert (windows.sections, windows.blocks) == (unix.sections, unix.blocks)
    for one, other in zip(split(windows, Splitting(200, 40)), split(unix, Splitting(200, 40)), strict=True):
        assert (one.start, one.end, one.text) == (other.start, other.end, other.text)
        assert windows.text[one.start : one.end] == one.text


def test_a_quote_from_a_file_with_line_ends_of_windows_is_verbatim(tmp_path: Path) -> None:
    _, library = build(tmp_path, {"a.txt": "Alpha met the gamma fox.\r\n\r\nA risky plan, said zeta.\r\n"})
    snapshot = library.open()
    (hit, *_) = snapshot.search("a risky plan", 2).keyword
    assert snapshot.document("a.txt").text == "Alpha met the gamma fox.\n\nA risky plan, said zeta."
    assert snapshot.document("a.txt").text[hit.chunk.start : hit.chunk.end] == hit.chunk.text
    assert library.original("a.txt") == b"Alpha met the gamma fox.\r\n\r\nA risky plan, said zeta.\r\n"
