"""Words as an engine stores them: the stems of our own tokenizer, in letters and digits that no analyzer changes."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from index.engines.tables import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

# A word that is stored as it is. Analyzers split at other characters, and drop long words.
_PLAIN = re.compile(r"[a-z0-9]{1,30}")
_CODED = re.compile(r"x[0-9a-f]+x")


def encoded(word: str) -> str:
    """Return a word in small letters and digits: itself, or its bytes between two "x", or of a long one its hash."""
    if _PLAIN.fullmatch(word) and not _CODED.fullmatch(word):
        return word
    data = word.encode("utf-8", "surrogatepass")
    return f"x{data.hex() if len(data) <= 15 else hashlib.sha256(data).hexdigest()[:30]}x"


def joined(words: Iterable[str]) -> str:
    """Return words with spaces between them, as many as fit into a field."""
    text = " ".join(encoded(word) for word in words)
    return text if len(text) <= MAX_BYTES else text[: text.rindex(" ", 0, MAX_BYTES)]
