"""Known English words, for spelling."""

from __future__ import annotations

import json
from functools import cache

from rag.models.onnx_reader import TOKENIZER, WEIGHTS


@cache
def common_words() -> frozenset[str]:
    """Return the words that the bundled tokenizer knows whole, about 22,000, in small letters.

    Its word pieces were learnt from English (Devlin et al. 2019), so that a frequent word is a piece of its own, and a
    misspelt one hardly ever is.
    """
    pieces = json.loads((WEIGHTS / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())
