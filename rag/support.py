"""Whether passages say a sentence, and with which of their own: verbatim evidence, or none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from index import sentences
from rag.evidence import Support
from rag.particulars import coverage, denied, neighbours, parsed, stands, unsaid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index import Chunk
    from rag.answers import Passage
    from rag.particulars import Word
    from rag.ports import ReadingModel

# Sentences of the passages that are looked at as evidence, the nearest by their words; and how many may be it together.
NEAREST = 6
TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a passage."""

    chunk: Chunk
    start: int
    end: int
    words: tuple[Word, ...]


def places(passages: Sequence[Passage]) -> list[Place]:
    """Return every sentence of the passages."""
    return [
        Place(
            passage.chunk,
            passage.chunk.start + start,
            passage.chunk.start + end,
            tuple(parsed(passage.chunk.text[start:end])),
        )
        for passage in passages
        for start, end in sentences(passage.chunk.text)
    ]


def windows(near: Sequence[Place], all_places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    for place in near:
        yield (place,)
    yield from combinations(near, 2)
    order = {id(place): number for number, place in enumerate(all_places)}
    for place in near:
        n = order[id(place)]
        for size in (2, 3):
            for first in range(max(0, n - size + 1), n + 1):
                run = tuple(all_places[first : first + size])
                if len(run) == size and len({p.chunk.id for p in run}) == 1:
                    yield run


def words_of(window: Sequence[Place]) -> list[Word]:
    return [word for place in window for word in place.words]


NEAR = 0.5
_POINTS = frozenset("he she it they his her its their him them this these that those such".split())


def _points(place: Place) -> bool:
    return any(word.text.lower() in _POINTS for word in place.words) or (
        bool(place.words) and place.words[0].text.lower() in {"the", "this", "these", "both"}
    )


def faults(claim: Sequence[Word], window: Sequence[Place], headings: set[str]) -> list[str]:
    found = []
    stems = [{word.stem for word in place.words} for place in window]

    def share(position: int, number: int, count: int = 2) -> float:
        near = neighbours(claim, position, count)
        return len(near & stems[number]) / len(near) if near else 1.0

    for position, word in enumerate(claim):
        if word.kind not in {"name", "number"}:
            continue
        holding = [n for n, place in enumerate(window) if stands(word, place.words)]
        if len(window) == 1:
            ok = bool(holding)
        else:
            ok = any(share(position, n) >= NEAR for n in holding)
        if not ok and word.kind == "name":
            pointing = [n for n, place in enumerate(window) if _points(place) and share(position, n) >= NEAR]
            before = lambda a, b: window[a].chunk.id == window[b].chunk.id and window[a].start < window[b].start
            ok = any(before(h, n) for h in holding for n in pointing) or (word.stem in headings and bool(pointing))
        if not ok:
            found.append(word.text)
    found += _denials(claim, window, share)
    return found


def _denials(claim, window, share) -> list[str]:
    found = []
    groups = denied(claim)
    for position, group in groups:
        if not any(
            unsaid(place.words) & set(group) and share(position, n, 3) >= NEAR for n, place in enumerate(window)
        ):
            found.append("denial: " + claim[position].text)
    if len(groups) > sum(len(denied(p.words)) for p in window) + 1:
        found.append("double")
    mine = {stem for _, group in groups for stem in group}
    spoken = {w.stem: i for i, w in enumerate(claim) if w.kind not in {"small", "denial"}}
    for n, place in enumerate(window):
        for _, group in denied(place.words):
            head = group[:1]
            if head and head[0] in spoken and not mine & set(group) and share(spoken[head[0]], n, 3) >= NEAR:
                found.append("denied: " + head[0])
    return found


def best(claim: Sequence[Word], passages: Sequence[Passage]) -> tuple[float, tuple[Place, ...], list[str]] | None:
    everything = places(passages)
    near = sorted(everything, key=lambda place: -coverage(claim, place.words))[:NEAREST]

    def quality(window: tuple[Place, ...]):
        words = words_of(window)
        heads = {w.stem for p in window for h in p.chunk.headings for w in parsed(h)}
        wrong = faults(claim, window, heads)
        return coverage(claim, words) - 0.06 * (len(window) - 1) - 0.2 * len(wrong), window, wrong

    return max((quality(w) for w in windows(near, everything)), key=lambda pair: pair[0], default=None)


def find(model: ReadingModel, claim: str, passages: Sequence[Passage]) -> tuple[Support, ...]:
    """Return the fewest sentences of the passages that say the claim; none when they do not."""
    words = parsed(claim)
    found = best(words, passages)
    if found is None:
        return ()
    share = coverage(words, words_of(found[1]))
    if found[2] or share < 0.6:
        return ()
    return tuple(Support(p.chunk, p.start, p.end, share, None) for p in found[1])
