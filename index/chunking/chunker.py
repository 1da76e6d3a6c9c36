"""Split a document into chunks with exact offsets. The only user of ``langchain_text_splitters``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index.chunking.sentences import sentences
from index.types import Chunk

if TYPE_CHECKING:
    from index.types import Document
    from index.types.blocks import Labelled

# Characters. A shorter section is joined to its neighbour.
SHORT_SECTION = 300
# Only sections of at most this many pieces are balanced. In longer ones a short last piece matters little.
BALANCED = 8
# Marks the end of a sentence in the shadow of a text. Loaders drop control characters, so no text contains it.
_END = "\x1f"


@dataclass(frozen=True, slots=True)
class Splitting:
    """How chunks are made.

    Parameters
    ----------
    characters
        Longest chunk, overlap included.
    overlap
        Longest run of whole sentences repeated from the chunk before.
    """

    characters: int = 1000
    overlap: int = 200


def split(document: Document, splitting: Splitting) -> list[Chunk]:
    """Cut a document into chunks: runs of whole sentences that respect its sections.

    Laws: ``document.text[chunk.start:chunk.end] == chunk.text``; every character that is no white space lies in a
    chunk; no chunk is longer than ``splitting.characters``; starts and ends strictly increase; positions count from 0.

    1. Take the sections, short ones together with a neighbour.
    2. Cut each at paragraphs, else at sentences, else at words, into pieces that leave room for the overlap.
    3. Step each piece's start back over whole sentences of the piece before.
    """
    text = document.text
    starts = [start for start, _ in sentences(text)]
    bounds = [
        span
        for low, high in _sections(document, splitting.characters)
        for span in _overlapped(_pieces(text, low, high, starts, splitting), starts, splitting)
    ]
    headings = document.headings_along(start for start, _ in bounds)

    def labels(start: int, end: int) -> Labelled | None:
        found = document.labelled(start, end)
        return None if found.text == text[start:end] else found

    return [
        Chunk(document.source, document.fingerprint, position, start, end, above, text[start:end], labels(start, end))
        for position, ((start, end), above) in enumerate(zip(bounds, headings, strict=True))
    ]


def embedded_text(title: str, chunk: Chunk) -> str:
    """Return the exact string that is embedded and indexed for words: title, headings, text, each once."""
    lines = set(chunk.reading.text.split("\n"))
    context = [line for line in dict.fromkeys((title, *chunk.headings)) if line and line not in lines]
    return "\n".join([*context, chunk.reading.text])


def _sections(document: Document, characters: int) -> list[tuple[int, int]]:
    """Return the bounds of sections, trimmed, with short ones joined to a neighbour where both fit in one chunk."""
    text = document.text
    cuts = sorted({0, *(section.start for section in document.sections), len(text)})
    headings = {section.start: len(section.heading) for section in document.sections}
    joined: list[tuple[int, int]] = []
    for low, high in pairwise(cuts):
        start, end = _trimmed(text, low, high)
        if start >= end:
            continue
        if joined:
            before = joined[-1]
            bare = before[1] - before[0] <= headings.get(before[0], 0)
            short = min(before[1] - before[0], end - start) < SHORT_SECTION
            if bare or (short and end - before[0] <= characters):
                joined[-1] = (before[0], end)
                continue
        joined.append((start, end))
    return joined


def _pieces(text: str, low: int, high: int, starts: list[int], splitting: Splitting) -> list[tuple[int, int]]:
    """Cut ``text[low:high]`` into consecutive pieces, trimmed, each short enough to take an overlap in front."""
    if high - low <= splitting.characters:
        return [(low, high)]
    # The splitter works on a shadow of the same length, so the lengths of its pieces are offsets into the text.
    shadow = _shadow(text, low, high, starts)
    limit = splitting.characters - splitting.overlap
    pieces = _cut(text, low, shadow, limit)
    # As many pieces, but of similar size: a last piece of one short sentence is hard to find.
    for smaller in range(limit * 6 // 10, limit, max(limit // 10, 1)) if len(pieces) <= BALANCED else ():
        if smaller * len(pieces) > high - low and len(even := _cut(text, low, shadow, smaller)) == len(pieces):
            return even
    return pieces


def _cut(text: str, low: int, shadow: str, limit: int) -> list[tuple[int, int]]:
    """Cut the text behind a shadow into consecutive pieces of at most ``limit`` characters, trimmed."""
    cuts = [low]
    for piece in _recursively(shadow, limit):
        cuts.append(cuts[-1] + len(piece))
    if cuts[-1] != low + len(shadow):
        raise AssertionError(f"the splitter lost text: {low + len(shadow) - cuts[-1]} characters")
    merged: list[tuple[int, int]] = []
    for raw_start, raw_end in pairwise(cuts):
        start, end = _trimmed(text, raw_start, raw_end)
        if start >= end:
            continue
        if merged and end - merged[-1][0] <= limit:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _recursively(shadow: str, limit: int) -> list[str]:
    # It takes 0.4 s to import, and only indexing needs it.
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    splitter = RecursiveCharacterTextSplitter(
        separators=["\n\n", "\n", _END, " "],
        keep_separator="end",
        chunk_size=limit,
        chunk_overlap=0,
        strip_whitespace=False,
    )
    # What has none of these is cut wherever it is full: the splitter would make a string of each of its letters.
    return [piece[at : at + limit] for piece in splitter.split_text(shadow) for at in range(0, len(piece), limit)]


def _shadow(text: str, low: int, high: int, starts: list[int]) -> str:
    parts, done = [], low
    for start in starts[bisect_right(starts, low) : bisect_left(starts, high)]:
        # A sentence may follow the one before without white space, or after a newline, which separates already.
        if text[start - 1].isspace() and text[start - 1] != "\n":
            parts += [text[done : start - 1], _END]
            done = start
    return "".join([*parts, text[done:high]])


def _overlapped(pieces: list[tuple[int, int]], starts: list[int], splitting: Splitting) -> list[tuple[int, int]]:
    spans = pieces[:1]
    for (before, _), (start, end) in pairwise(pieces):
        earliest = max(before + 1, start - splitting.overlap, end - splitting.characters)
        back = bisect_left(starts, earliest)
        spans.append((min(start, starts[back]) if back < len(starts) else start, end))
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
