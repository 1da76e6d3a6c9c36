"""Escape text for HTML. All text of documents, file names and questions passes through here."""

from __future__ import annotations

import html
import re

# References, not the characters: a line break would end the block of HTML that Markdown leaves alone.
_REFERENCES = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_BREAKS = re.compile("[\n\t\r]")
# What no HTML document may hold, even as a reference: the parser would replace or drop it.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff\U0001fffe\U0001ffff]"
)


def as_text(text: str) -> str:
    """Return ``text`` for the inside of an element or of a quoted attribute: it is shown as it is, and never acts."""
    escaped = html.escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
    return _BREAKS.sub(lambda found: _REFERENCES[found[0]], escaped)


def count(number: int, noun: str) -> str:
    """Return "1 passage", "2 passages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
