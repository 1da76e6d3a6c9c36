"""Find sentences as offsets. The only user of ``sentencex``."""

from __future__ import annotations

import re
from itertools import pairwise

from sentencex import get_sentence_boundaries

from index.text.punctuation import LIST_MARKER, SENTENCE_END

# Characters. A quotation with its speaker stays whole up to this length.
MAX_CHARACTERS = 600
# Characters. Text without punctuation (a table, a log, a 10 MB line) is cut at white space.
CUT = 1000
# Characters that ``sentencex`` gets at a time, so that memory stays flat on very long lines.
WINDOW = 20_000

_LINE = re.compile(r"[^\n]+")
_QUOTES = str.maketrans(dict.fromkeys('"“”„«»‹›「」『』()[]', "_"))
# "1.", "(b)", "§ 29." or "C3." alone is a marker: it belongs to the sentence that follows it.
_MARKER = re.compile(rf"{LIST_MARKER}|[A-Z]?[\W\d_]{{1,12}}(?<=\d)\.?|[\W\d_]{{1,12}}")
# Abbreviations that ``sentencex`` takes for the end of a sentence.
_ABBREVIATED = re.compile(r"(?<![\w.])(?:[Aa]pprox|est|vs|e\.g|i\.e|cf|ca|incl|esp|resp|viz)\.\Z")
# "May" is no abbreviation, though ``sentencex`` takes it for one of a month before most words.
_MAY_ENDS = re.compile(r"(?<=\bMay\.)\s+(?=[A-Z])")
# As long as the longest of them, with the point and the character before.
_MAX_ABBREVIATED = 8
# No sentence begins with one of these: what stands before ": 1,100 lbs" in "Gross Wt.: 1,100 lbs" was an abbreviation.
# Without the space, ":116" behind a sentence is how Wikipedia names a page.
_CONTINUING = (": ", "; ", ", ")
_ENDED = re.compile(rf"{SENTENCE_END}\s")


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Find the sentences of a canonical text.

    Laws: spans are in order, do not overlap, never cross a newline, begin and end with a character that is no white
    space, and every such character of ``text`` lies in exactly one of them.

    Parameters
    ----------
    text
        Canonical text: every newline ends a paragraph.

    Returns
    -------
    list of (start, end)
        Offsets in code points.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        for start, end in _windows(text, line.start(), line.end()):
            for low, high in _joined(text, _boundaries(text[start:end], start)):
                spans.extend(_shortened(text, low, high))
    return spans


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a very long line into windows, after a sentence's end where one is near."""
    bounds = []
    while end - start > WINDOW:
        middle = start + WINDOW // 2
        ends = [match.end() for match in _ENDED.finditer(text, middle, start + WINDOW)]
        cut = ends[-1] if ends else _white_space_before(text, start, start + WINDOW)
        bounds.append((start, cut))
        start = cut
    return [*bounds, (start, end)]


def _boundaries(piece: str, base: int) -> list[tuple[int, int]]:
    found = []
    for boundary in get_sentence_boundaries("en", piece):
        first, last = boundary["start_index"], boundary["end_index"]
        ends = (match.end() for match in _MAY_ENDS.finditer(piece, first, last))
        cuts = [end for end in ends if not _is_quoting(piece[first:end])]
        for low, high in pairwise((first, *cuts, last)):
            start, end = _trimmed(piece, low, high)
            if start < end:
                found.append((base + start, base + end))
    return found


def _is_quoting(text: str) -> bool:
    """Whether a text ends within a quotation."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join markers, spans that end in an abbreviation, and spans before a colon with the next span."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and (_goes_on(text, *joined[-1]) or text.startswith(_CONTINUING, start)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a span is only a marker, or ends in an abbreviation."""
    last = max(start, end - _MAX_ABBREVIATED)
    return bool(_MARKER.fullmatch(text, start, end) or _ABBREVIATED.search(text, last, end))


def _shortened(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut an overlong span: first at sentences inside its quotations or brackets, then at white space."""
    if end - start <= MAX_CHARACTERS:
        return [(start, end)]
    inner = _boundaries(text[start:end].translate(_QUOTES), start)
    return [piece for low, high in inner for piece in _cut(text, low, high)]


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > CUT:
        middle = _white_space_before(text, start, start + CUT)
        low, high = _trimmed(text, start, middle)
        if low < high:
            pieces.append((low, high))
        start = middle
    low, high = _trimmed(text, start, end)
    return [*pieces, (low, high)] if low < high else pieces


def _white_space_before(text: str, start: int, limit: int) -> int:
    """Return the last cut after white space in the second half of ``text[start:limit]``, or ``limit``."""
    for offset in range(limit, (start + limit) // 2, -1):
        if text[offset - 1].isspace():
            return offset
    return limit


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
