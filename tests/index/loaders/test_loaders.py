from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import DocumentError
from index.loaders import LIMIT, SUFFIXES, load, parse
from tests.libraries import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SEED = ROOT / "seeds" / "000_8ab994d9b131bbc8.txt"


def test_the_article_in_seeds_keeps_its_paragraphs_and_headings() -> None:
    document = load(SEED, SEED.name)
    assert document.text == SEED.read_text(encoding="utf-8").strip()
    assert document.title.startswith("Alibaba’s $53 Billion")
    assert [(section.heading, section.level) for section in document.sections] == [
        (document.title, 1),
        ("A Speculative Move", 2),
        ("Largest Chinese Investment", 2),
        ("Improving Performance", 2),
    ]
    assert document.fingerprint == hashlib.sha256(SEED.read_bytes()).hexdigest()


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.sampled_from(sorted(SUFFIXES)))
def test_any_bytes_give_a_lawful_document_or_a_reason(data: bytes, suffix: str) -> None:
    try:
        document = parse(data, "folder/name" + suffix)
    except DocumentError:
        return
    assert document.text == document.text.strip()
    assert document.text
    assert document.title
    assert "\n\n\n" not in document.text
    assert not any(ord(c) < 32 and c not in "\n\t" for c in document.text)
    document.text.encode()
    assert [s.start for s in document.sections] == sorted({s.start for s in document.sections})
    for section in document.sections:
        assert document.text[section.start :].startswith(section.heading)


@pytest.mark.parametrize(
    ("source", "data", "reason"),
    [
        ("a.xyz", b"text", "unknown file type .xyz; read are text, Markdown, web pages"),
        ("a", b"text", "no suffix"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "no text"),
        ("a.html", b"<html><script>x()</script></html>", "no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
        ("a.txt", b"%PDF-1.7\n", "PDF file"),
        ("a.md", b"some\0thing", "zero bytes"),
        ("a.txt", b"\x01\x02\x03\x80\x81" * 50, "control characters"),
    ],
)
def test_what_is_no_document_gets_its_reason(source: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(data, source)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(DocumentError, match="50 MB"):
        load(path, "large.txt")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="No such file"):
        load(tmp_path / "missing.txt", "missing.txt")
    with pytest.raises(DocumentError, match="not a regular file"):
        load(tmp_path, "folder.txt")


def test_without_a_title_the_name_is_it() -> None:
    assert parse(b"<p>Only a paragraph.</p>", "some/folder/notes.html").title == "notes"
