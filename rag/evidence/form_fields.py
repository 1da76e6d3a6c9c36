"""The field whose label is asked for: "the registration of the boat that hit the jetty" is in "Registration: MW 2107".

The reading model was trained on sentences. It prefers a sentence about the boat to the field that holds the answer, but
it finds the right document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.query.terms import met
from rag.tables.forms import form
from rag.tables.words import vocabulary
from rag.tables.words.matching import find, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.query.terms import Term
    from rag.steps import ReadHit, Support
    from rag.tables.words.matching import Token

# How a question begins that asks for a thing, and what may stand before the thing's name.
_ASKS = frozenset("what which who whose where when how give tell name wie wer welche welcher wo wann".split())
_BEFORE = _ASKS | frozenset("a an are is was many me much of the were ist sind der die das den viele viel".split())
# What may be asked about with a participle at the end: "When was the ferry built?"
_PARTICIPLE = ("ed", "en", "built", "made")


def asked(question: str, named: Sequence[Term], supports: Sequence[Support], hits: dict[int, ReadHit]) -> list[Support]:
    """Return the fields of one document whose label is asked for, with the score of its passage; mostly none or one.

    Parameters
    ----------
    question
        Stand-alone.
    named
        What it names; the title or the fields of the document must name it too, not only its running text.
    supports
        Sentences and fields of the passages that were read.
    hits
        The passages by the numbers of their chunks.
    """
    words = tokens(question)
    found = [
        support
        for support in supports
        if (label := _label(support)) and _is_asked(words, tokens(label)) and met(named, _head(hits[support.chunk.id]))
    ]
    best = max(found, key=lambda support: hits[support.chunk.id].score, default=None)
    return [] if best is None else [each for each in found if each.chunk.source == best.chunk.source]


def _label(support: Support) -> str:
    """Return the label of a form's field, or of a row with two cells; "" for anything else."""
    if support.kind == "form_field":
        return support.quote.partition(":")[0]
    first, bar, rest = support.quote.partition("|")
    return first if support.kind == "table_row" and bar and "|" not in rest else ""


def _head(hit: ReadHit) -> str:
    return "\n".join((hit.document.title, *hit.chunk.headings, *(line for line, *_ in form(hit.document).lines)))


def _is_asked(words: Sequence[Token], label: Sequence[Token]) -> bool:
    """Tell whether a label is the first thing that a question speaks of, or the participle that it ends with."""
    place = find(label, words) if label else -1
    if place < 0 or words[0].folded not in _ASKS | {label[0].folded}:
        return False
    before, behind = words[:place], words[place + len(label) :]
    is_first = all(word.folded in _BEFORE for word in before)
    is_done = label[-1].folded.endswith(_PARTICIPLE)
    is_last = is_done and all(word.folded in vocabulary.SMALL for word in behind)
    return (is_first or is_last) and not (is_done and words[0].folded in vocabulary.WHO)
