"""Score rows of tables and fields of forms by the words of the question that they contain."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from index.text.punctuation import ends_sentence
from index.text.tokenizer import question_terms, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.steps import Support

# Where a row is involved, a further sentence must score at least this share of the best one.
SHARE = 0.75
# A longer line is prose whose end is missing.
MAX_UNMARKED = 12


def weighed(question: str, supports: Sequence[Support]) -> list[tuple[Support, float]]:
    """Return the supports, best first, each row as strong as its words are those of the question, and that factor.

    The reading model was trained on sentences, and hardly tells a row from its neighbours. A row with all words of the
    question keeps its score and one with none half of it; a word counts less the more rows of its document hold it,
    such as the name of a column.
    """
    asked = set(question_terms(question))
    said = [set(terms(support.labelled or support.quote)) if is_row(support) else None for support in supports]
    tables: dict[str, list[set[str]]] = defaultdict(list)
    for support, own in zip(supports, said, strict=True):
        if own is not None:
            tables[support.chunk.source].append(own)
    found = []
    for support, own in zip(supports, said, strict=True):
        share = 1.0 if own is None else _share(asked, own, tables[support.chunk.source])
        factor = (1 + share) / 2
        found.append((replace(support, score=support.score * factor), factor))
    return sorted(found, key=lambda pair: -pair[0].score)


def is_row(support: Support) -> bool:
    """Tell whether a support is the row of a table, a field of a form, or a short line that ends like no sentence."""
    if support.kind in {"table_row", "form_field"}:
        return True
    return (
        support.kind in {"paragraph", "caption"}
        and not ends_sentence(support.quote)
        and len(support.quote.split()) <= MAX_UNMARKED
    )


def _share(asked: set[str], own: set[str], rows: Sequence[set[str]]) -> float:
    """Return how much of what is asked a row holds, 0 to 1."""
    frequency = Counter(word for row in rows for word in row)
    weight = {word: math.log(1 + len(rows) / max(frequency[word], 1)) for word in asked}
    return sum(weight[word] for word in asked & own) / max(sum(weight.values()), 1e-9)
