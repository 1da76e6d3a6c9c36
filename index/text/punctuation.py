"""The marks that begin items of lists and end sentences."""

from __future__ import annotations

import re

# Not the em dash: it goes on with a sentence, or begins what somebody says.
BULLETS = "-*+•‣⁃–●○▪■◦➢✓◆"
# A bullet, or a number, a letter or a Roman numeral with a point or a parenthesis.
LIST_MARKER = rf"(?:[{BULLETS}]|(?P<number>\(?(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,5}})[.)]))"
LIST_ITEM = re.compile(rf"(?P<indent>[ \t]*){LIST_MARKER}(?:\s+|\Z)")
# With the quotation marks and parentheses that close behind it.
SENTENCE_END = r"[.!?…。！？][\"'”’»)\]]*"
_ENDS = re.compile(rf"{SENTENCE_END}\Z")


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends like a sentence; the marks that close a quotation or a parenthesis may follow."""
    return _ENDS.search(text) is not None
