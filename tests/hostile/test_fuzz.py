"""A sample of ``make fuzz`` finds no fault, and it finds planted ones."""

from __future__ import annotations

import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import DocumentError
from index.loaders import parse
from index.parsing.ocr import tesseract
from index.parsing.pool import SandboxParser
from tests import laws
from tests.hostile.fuzz import case, fuzzed, reading, until
from tests.hostile.samples.fuzz_seeds import WORDS, seedlings

if TYPE_CHECKING:
    from pathlib import Path

    from index import Document

PICTURES = (".png", ".tif")
TEXTS = (".csv", ".html", ".md", ".txt")


@pytest.mark.parametrize("suffix", sorted(WORDS))
def test_some_cases_are_texts_or_refused_with_a_reason(suffix: str, every: bool, tmp_path: Path) -> None:
    with closing(SandboxParser()) as parser:
        numbers = until(time.monotonic() + 60) if every else range(60)
        tally = fuzzed(suffix, 1, numbers, reading(parser), tmp_path)
    assert tally.faults == {}
    assert tally.texts + tally.refused >= 60
    if suffix not in PICTURES or tesseract.installed()[0]:
        assert tally.texts >= len(seedlings()[suffix])


def test_a_case_is_the_same_again() -> None:
    assert case(".docx", 1, 77) == case(".docx", 1, 77)
    assert case(".docx", 1, 77) != case(".docx", 2, 77)


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_words_that_mean_something_in_any_order_give_a_lawful_document_or_a_reason(
    suffix: str, data: st.DataObject
) -> None:
    words = st.sampled_from([word.decode() for word in WORDS[suffix]]) | st.sampled_from([" ", "\n", "\n\n", "Lamps. "])
    written = "".join(data.draw(st.lists(words | st.text(max_size=9), max_size=60)))
    with suppress(DocumentError):
        laws.check(parse(written.encode("utf-8", "surrogatepass"), f"a{suffix}"))


def breaking(data: bytes, source: str) -> Document:
    """Parse as nobody should: with an error that names no reason, and with one that says what nobody may be told."""
    if b"<h1>" in data:
        raise ZeroDivisionError("planted")
    if "\u202e".encode() in data:
        raise DocumentError("it breaks the parser; it may be damaged, so save it anew")
    return parse(data, source)


def test_what_is_planted_is_found_and_kept(tmp_path: Path) -> None:
    tally = fuzzed(".html", 1, range(300), breaking, tmp_path / "kept")
    told = " ".join(tally.faults.values())
    assert "planted" in told
    assert "it breaks the parser" in told
    path = next(iter(tally.faults))
    assert path.parent == tmp_path / "kept"
    assert path.read_bytes() == case(".html", 1, int(path.stem.split("-")[1]))
