"""What holds for every document, whatever it was made of."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from index.loaders.decoding import clean
from index.splitting import Splitting, split

if TYPE_CHECKING:
    from index import Document


def check(document: Document) -> None:
    """Fail unless the document is lawful, and so are the chunks that it is cut into."""
    text = document.text
    assert text
    assert text == text.strip()
    for told in (text, document.title, document.author or "", *(section.heading for section in document.sections)):
        assert clean(told) == told
        assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in told)
        told.encode()
    assert document.title.strip()
    assert "\n" not in document.title + (document.author or "")
    assert document.date is None or date.fromisoformat(document.date).isoformat() == document.date
    assert [s.start for s in document.sections] == sorted({s.start for s in document.sections})
    for section in document.sections:
        assert section.level >= 1
        assert section.heading
        assert text.startswith(section.heading, section.start)
    assert all(0 <= page.start <= page.end <= len(text) for page in document.pages)
    assert all(one.number < two.number and one.end <= two.start for one, two in pairwise(document.pages))
    chunks = split(document, Splitting())
    assert chunks
    assert all(text[chunk.start : chunk.end] == chunk.text for chunk in chunks)
