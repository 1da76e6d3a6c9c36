"""Score the sentences, rows and fields of the passages that were read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import numpy as np

from index import sentences
from index.text.tokenizer import words
from rag.steps import Support

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from index import Document
    from index.types.blocks import Block, Kind, Labelled
    from rag.steps import ReadHit, Reading

# Tokens of a short answer at most, and the least probability to show one.
MAX_SPAN = 30
SPAN_BELIEF = 0.3
# Kinds of blocks that are cited whole.
WHOLE = frozenset(("table_row", "form_field"))
# Kinds of blocks whose sentences may refer to the one before.
RUNNING = frozenset(("paragraph", "list_item", ""))
# Characters of a paragraph behind a code that is cited whole.
CODED = 300
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}\b")
# Sentences behind a question that are read as its answer.
ANSWERING = 3
# A sentence that says yes or no, and is cited with the next one.
_YES_OR_NO = re.compile(r"(?:\w+: )?(?:yes|no|ja|nein|oui|non|sí)[.!]", re.IGNORECASE)
# Words at the beginning of a sentence that stand for something in the one before.
POINTING_BACK = frozenset("he her his it its she that their these they this those afterwards".split())


def ranked(read_hits: Sequence[ReadHit]) -> list[Support]:
    """Return every sentence that was read, once, best first."""
    best: dict[tuple[str, str], Support] = {}
    for support in (support for hit in read_hits for support in _supports(hit)):
        place = (support.chunk.source, " ".join(support.quote.split()))  # chunks overlap, documents repeat themselves
        if place not in best or best[place].score < support.score:
            best[place] = support
    return sorted(best.values(), key=lambda support: -support.score)


def _supports(hit: ReadHit) -> Iterable[Support]:
    """Score each sentence of a hit by the evidence that the reading model sees in its tokens."""
    chunk, reading, labelled = hit.chunk, hit.reading, hit.chunk.reading
    partition = np.logaddexp(_log_sum_exp(reading.start) + _log_sum_exp(reading.end), 0.0)  # 0: no short answer here
    units = _units(hit.document, labelled)
    above = hit.document.headings_along(place for (place, _), *_ in units)
    before = ""
    asked: tuple[str, int] = "", -1  # the last question, and the last unit that may answer it
    texts = [labelled.text[start:end] for _, (start, end), _ in units]
    for number, ((place, (start, end), kind), under) in enumerate(zip(units, above, strict=True)):
        text, lead = texts[number], before
        before = text if kind in RUNNING else ""
        if _is_answered_question(texts, number):
            asked = text, number + ANSWERING
            continue
        inside = np.flatnonzero((reading.offsets[:, 0] < end) & (reading.offsets[:, 1] > start))
        if not inside.size or kind == "heading":  # beyond what the model could read, or no evidence
            asked = ("", -1) if kind == "heading" else asked
            continue
        first, last, belief = _best_span(reading, inside, partition)
        # either sign is enough: the tokens look like evidence, or the short answer stands here
        score = hit.score * (1 - (1 - float(reading.evidence[inside].mean())) * (1 - belief))
        span = None
        if belief >= SPAN_BELIEF:
            low, high = max(int(reading.offsets[first, 0]), start), min(int(reading.offsets[last, 1]), end)
            span = labelled.span(low, high)
        lead = asked[0] if number <= asked[1] else lead if _points_back(text) else ""
        yield Support(chunk, *place, score, span, under, kind, text, lead)


def _is_answered_question(texts: Sequence[str], number: int) -> bool:
    """Tell whether a sentence is a question before a statement: it says what that is about, and answers nothing."""
    following = texts[number + 1] if number + 1 < len(texts) else "?"
    return texts[number].endswith("?") and not following.endswith("?")


def _points_back(text: str) -> bool:
    """Tell whether a sentence begins with a word that stands for something in the sentence before."""
    first = next(iter(words(text)), "")
    return first.lower() in POINTING_BACK


def _units(document: Document, labelled: Labelled) -> list[tuple[tuple[int, int], tuple[int, int], Kind | Literal[""]]]:
    """Return the sentences, rows and fields of a chunk: where in the document, where in what is read, and its kind."""
    units: list[tuple[tuple[int, int], tuple[int, int], Kind | Literal[""]]] = []
    before = -1
    for start, end in sentences(labelled.text):
        place = labelled.span(start, end)
        if place is None:
            continue
        block = next(iter(document.blocks.within(*place)), None)
        is_same = block is not None and block.start == before
        is_reply = is_same and _YES_OR_NO.fullmatch(labelled.text[slice(*units[-1][1])])
        if block is not None and is_same and (block.kind in WHOLE or is_reply or _is_coded(document, block)):
            (low, _), (first, _), kind = units[-1]
            units[-1] = (low, place[1]), (first, end), kind
        else:
            units.append((place, (start, end), block.kind if block else ""))
        before = block.start if block else -1
    return units


def _is_coded(document: Document, block: Block) -> bool:
    """Tell whether a short paragraph begins with a code: "E3 Water is cold. Call service." is all about E3."""
    return block.end - block.start <= CODED and _CODE.match(document.text, block.start) is not None


def _best_span(reading: Reading, inside: NDArray[np.intp], partition: float) -> tuple[int, int, float]:
    """Return (first token, last token, probability) of the likeliest short answer among the tokens ``inside``."""
    start, end = reading.start[inside], reading.end[inside]
    total = np.add.outer(start, end)
    ordered = np.triu(np.ones_like(total, dtype=bool)) & ~np.triu(np.ones_like(total, dtype=bool), MAX_SPAN)
    total = np.where(ordered, total, -np.inf)
    first, last = divmod(int(total.argmax()), total.shape[1])
    return int(inside[first]), int(inside[last]), float(np.exp(total[first, last] - partition))


def _log_sum_exp(logits: NDArray[np.float32]) -> float:
    top = float(logits.max(initial=-np.inf))
    return top + float(np.log(np.exp(logits - top).sum())) if logits.size else top
