"""Tell whether a sentence speaks of what a column asks for, or of another thing of the same document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.extraction.labels import asked_words, same
from rag.tables.words.vocabulary import meant
from rag.text.claim_tokens import parsed
from rag.verification.meaning.wording import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.extraction.types import TableColumn
    from rag.steps import Support
    from rag.text.claim_tokens import Word

# Columns that a sentence answers without naming them: "On 2 May the ferry left Kiel" says day and place.
_UNNAMED = frozenset(("day", "place", "person", "author", "boss"))
# Words by which a sentence, or its heading, gives a cause.
_CAUSES = re.compile(
    r"\b(?:because|since|due\s+to|owing\s+to|caused?|causes|reasons?|why|therefore|resulted|led\s+to)\b", re.IGNORECASE
)
_ASKS_CAUSE = re.compile(r"\b(?:causes?|reasons?|why)\b", re.IGNORECASE)
# "How much was the damage?" is answered by what something cost.
_ASKS_AMOUNT, _AMOUNTS = re.compile(r"\bhow\s+much\b", re.IGNORECASE), frozenset(("price", "amount"))
# A column that asks two things: what answers one of them is not enough.
_ASKS_TWICE = re.compile(r"\band\b(?:\s+\w+)?\s+(?:who|whom|what|which|when|where|why|how)\b", re.IGNORECASE)


def speaks_of(column: TableColumn, support: Support) -> bool:
    """Tell whether a sentence or its headings have a word of what a column asks for, or one for the same."""
    said = "\n".join((*support.headings, support.before, support.labelled or support.quote))
    if _ASKS_CAUSE.search(column.name):
        return _CAUSES.search(said) is not None
    wanted = [word for word in _stems(asked_words(column.name)) if not meant(word.text.lower()) & _UNNAMED]
    stems = _stems([said])
    if _ASKS_AMOUNT.search(column.name) and any(meant(word.text.lower()) & _AMOUNTS for word in stems):
        return True
    return not wanted or any(
        mine.stem == other.stem or same(mine.text.lower(), other.text.lower()) for mine in wanted for other in stems
    )


def asks_twice(column: TableColumn) -> bool:
    """Tell whether a column asks two things: "Who may terminate, and with what notice?"."""
    return _ASKS_TWICE.search(column.name) is not None


def _stems(texts: Iterable[str]) -> list[Word]:
    return [word for text in texts for word in normalised(parsed(text)) if word.is_content]
