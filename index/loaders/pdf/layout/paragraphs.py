"""Join lines into paragraphs and table rows, and rejoin hyphenated words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from string import digits
from typing import TYPE_CHECKING

from index.loaders.pdf.layout.form_rows import BOXES, together_on_line, with_boxes, with_fields
from index.text.punctuation import BULLETS, LIST_ITEM, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from index.loaders.pdf.layout.pieces import Piece

# Sizes that differ by more are another kind of text: a heading, a footnote.
_SIZES = 0.07
# Lines further apart than the block's own distance and this much of their size are two paragraphs, and further than
# the second number in any case.
_APART, _FAR = 0.35, 1.2
# An unfinished sentence continues in lower case after a line that fills this much of its column.
_RUNNING = 0.6
# What counts as indented, in sizes of the letters.
_INDENT = 0.8
# What stands alone in a column before the text of an item: "2.1", "a", "(iv)".
_MARKER = re.compile(rf"[{BULLETS}]|\(?(?:\d{{1,2}}(?:\.\d{{1,2}})*|[A-Za-z]|[ivx]{{1,4}})[.)]?")
_LABEL = re.compile(r":(?:\s|$)")
_HYPHENS = "-\u2010"
# Before these a hyphen is the word's own, when the page does not show otherwise.
_PREFIXES = frozenset(
    "all co cross ex far full half high ill in inter long low mid multi near new non off on one over post pre quasi re"
    " real self semi short so sub super three two un under up well".split()
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the canonical text: a paragraph, an item of a list, or the row of a table.

    Parameters
    ----------
    letters
        Its text, each letter with the number of the glyph that it stands for, -1 for none.
    size
        Of most of its letters, in points.
    strong
        Whether it is bold from end to end.
    kind
        "text", "item" or "row".
    cells
        Of a row: (start, end) of each in ``text``.
    is_field
        Whether a row is a label, and what was filled in for it.
    """

    letters: tuple[tuple[str, int], ...]
    size: float
    strong: bool
    kind: str
    cells: tuple[tuple[int, int], ...] = ()
    is_field: bool = False

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(letter for letter, _ in self.letters)


def paragraphs(blocks: Iterable[Sequence[Sequence[Piece]]], words: Collection[str]) -> list[Paragraph]:
    """Return the paragraphs of a page.

    Parameters
    ----------
    blocks
        In the order of reading, each as rows of pieces.
    words
        That occur near by, in small letters: they tell whether a hyphen at a line's end is the word's own.
    """
    whole: list[Paragraph] = []
    blocks = list(blocks)
    # Korean is broken between any two letters; where lines end in spaces at all, those without one go on.
    spaced = any(piece.open_end and _is_hangul(piece.text[-1]) for block in blocks for row in block for piece in row)
    for block in blocks:
        for place, paragraph in enumerate(_of_block(block, words, spaced=spaced)):
            if not place and whole and goes_on(whole[-1], paragraph):
                whole[-1] = together(whole[-1], paragraph, words)
            else:
                whole.append(paragraph)
    return whole


def goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph at the end of a column or page continues in the next one."""
    if "row" in (before.kind, after.kind) or after.kind == "item" or not _alike(before.size, after.size):
        return False
    return not _ended(before.text) and after.text[0].islower()


def together(before: Paragraph, after: Paragraph, words: Collection[str]) -> Paragraph:
    """Return two parts of a paragraph as one."""
    return replace(before, letters=tuple(joined(before.letters, after.letters, words)))


def joined(
    before: Sequence[tuple[str, int]], after: Sequence[tuple[str, int]], words: Collection[str], space: str = " "
) -> list[tuple[str, int]]:
    """Return two lines as one: a word that was hyphenated at the break is made whole."""
    kept, between = break_between(
        "".join(letter for letter, _ in before), "".join(letter for letter, _ in after), words
    )
    between = space if between == " " else between
    return [*before[:kept], *((letter, -1) for letter in between), *after]


def break_between(before: str, after: str, words: Collection[str]) -> tuple[int, str]:
    """Return how many letters of ``before`` stay when ``after`` follows on its line, and what comes between them."""
    if len(before) < 2 or before[-1] not in _HYPHENS or not before[-2].isalnum():
        wide = _is_wide(before[-1]) and _is_wide(after[0])
        return len(before), "" if wide else " "
    head, tail = re.findall(r"\w+", before)[-1].lower(), re.match(r"\w*", after)
    rest = tail[0].lower() if tail else ""
    if not rest:
        return len(before), " "
    own = not (before[-2].isalpha() and after[0].islower()) or f"{head}-{rest}" in words
    if not own and head + rest not in words:
        own = head in _PREFIXES
    return len(before) - (not own), ""


def _of_block(block: Sequence[Sequence[Piece]], words: Collection[str], *, spaced: bool) -> list[Paragraph]:
    lines = with_fields([_line(row) for row in block])
    found: list[Paragraph] = []
    run: list[Piece] = []
    table: list[list[Piece]] = []
    limit = _distance([line.pieces[0] for line in lines if len(line.pieces) == 1])

    def end_run() -> None:
        found.extend(_of_run(run, words, spaced=spaced))
        run.clear()

    def end_table() -> None:
        if table:
            found.append(_row(table, words, spaced=spaced))
            table.clear()

    for each in lines:
        line = each.pieces
        if each.is_field:
            end_table()
            end_run()
            row = _row([[piece] for piece in line], words, spaced=spaced, is_field=True)
            found.append(row)
            continue
        if table and (places := _continued(table, line)) is not None:
            for place, piece in zip(places, line, strict=True):
                table[place].append(piece)
            continue
        end_table()
        if len(line) > 1:
            end_run()
            table.extend([piece] for piece in line)
            continue
        if run and not _same_run(run[-1], line[0], limit):
            end_run()
        run.append(line[0])
    end_table()
    end_run()
    return found


def _line(row: Sequence[Piece]) -> list[Piece]:
    """Return a row's cells, the mark of an item, or the box to tick, together with what it marks."""
    marked = len(row) == 2 and _MARKER.fullmatch(row[0].text) and row[1].text[0].isalpha()
    if row[0].text in BOXES and row[0].typed:
        return with_boxes(row)
    if not marked or row[0].backwards:
        return list(row[::-1]) if sum(piece.backwards for piece in row) > len(row) / 2 else list(row)
    return [together_on_line(*row)]


def _distance(lines: Sequence[Piece]) -> float:
    """Return how far apart lines of one paragraph are at most, in sizes of their letters."""
    gaps = sorted(
        (after.top - before.bottom) / after.size
        for before, after in pairwise(lines)
        if _alike(before.size, after.size) and after.top > before.top
    )
    return min(gaps[len(gaps) // 4] + _APART, _FAR) if gaps else _FAR


def _same_run(before: Piece, after: Piece, limit: float) -> bool:
    return _alike(before.size, after.size) and after.top - before.bottom <= limit * after.size


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _SIZES * max(one, other)


def _of_run(lines: Sequence[Piece], words: Collection[str], *, spaced: bool) -> list[Paragraph]:
    """Part lines at equal distances into paragraphs by indents, marks and where the next word would have fitted."""
    if not lines:
        return []
    margin, edge = min(_start(line) for line in lines), max(_end(line) for line in lines)
    parts = [[lines[0]]]
    for before, line in pairwise(lines):
        if _is_new(parts[-1], before, line, margin, edge):
            parts.append([line])
        else:
            parts[-1].append(line)
    return [_paragraph(part, words, spaced=spaced) for part in parts]


def _is_new(part: Sequence[Piece], before: Piece, line: Piece, margin: float, edge: float) -> bool:
    indent = _INDENT * line.size
    text = line.text
    beside = line.right < before.left or before.right < line.left  # as the label of a row is, and not below
    mark = LIST_ITEM.match(text)
    if beside or (mark and not mark["number"]) or text.startswith(BOXES):
        return True
    item = LIST_ITEM.match(part[0].text) is not None
    if mark and (item or _ended(before.text)):
        return True
    centred = abs(_start(before) + _end(before) - _start(line) - _end(line)) < line.size
    if not centred:
        deeper = _start(line) - _start(before)
        if deeper > indent and not (item and len(part) == 1) and _start(before) - margin < indent:
            return True
        if deeper < -indent and len(part) > 1:
            return True
    running = not _ended(before.text) and text[0].islower()
    if running and _end(before) - margin > _RUNNING * (edge - margin):
        return False
    first = 1 if _is_wide(text[0]) else len(text.split(" ", 1)[0])
    word = (line.right - line.left) * (first + 1) / len(text)
    return _end(before) + word < edge - 0.3 * line.size and not before.text.endswith(tuple(_HYPHENS))


def _ended(text: str) -> bool:
    """Tell whether a line ends like a sentence or a heading; the number of a footnote may follow."""
    bare = text.rstrip(digits)
    return ends_sentence(bare) or bare.endswith((":", ";"))


def _start(line: Piece) -> float:
    return -line.right if line.backwards else line.left


def _end(line: Piece) -> float:
    return -line.left if line.backwards else line.right


def _paragraph(lines: Sequence[Piece], words: Collection[str], *, spaced: bool) -> Paragraph:
    letters = list(lines[0].letters)
    for before, line in pairwise(lines):
        broken = spaced and not before.open_end and _is_hangul(before.text[-1]) and _is_hangul(line.text[0])
        letters = joined(letters, line.letters, words, "" if broken else " ")
    kind = "item" if LIST_ITEM.match(lines[0].text) or lines[0].text.startswith(BOXES) else "text"
    size = max(lines, key=lambda line: len(line.letters)).size
    return Paragraph(tuple(letters), size, all(line.strong for line in lines), kind)


def _continued(table: Sequence[Sequence[Piece]], line: Sequence[Piece]) -> list[int] | None:
    """Return the places of the cells that a line goes on with, or None when it is a row or text of its own."""
    bottom = max(piece.bottom for cell in table for piece in cell)
    places = []
    for piece in line:
        fitting = [place for place, cell in enumerate(table) if abs(cell[0].left - piece.left) < 0.5 * piece.size]
        close = piece.top - bottom < 0.5 * piece.size and _alike(piece.size, table[0][0].size)
        if not fitting or not fitting[0] or not close:
            return None
        places.append(fitting[0])
    return places


def _row(
    table: Sequence[Sequence[Piece]], words: Collection[str], *, spaced: bool, is_field: bool = False
) -> Paragraph:
    cells = [_paragraph(cell, words, spaced=spaced) for cell in table]
    letters = list(cells[0].letters)
    spans = [(0, len(letters))]
    for before, cell in pairwise(cells):
        label = before.text.endswith((":", "?") if is_field else ":") and not _LABEL.search(cell.text)
        letters += [(letter, -1) for letter in (" " if label else ": " if is_field else " | ")]
        spans.append((len(letters), len(letters) + len(cell.letters)))
        letters += cell.letters
    return Paragraph(tuple(letters), cells[0].size, all(cell.strong for cell in cells), "row", tuple(spans), is_field)


def _is_wide(letter: str) -> bool:
    """Tell whether a letter is of a script without spaces between words."""
    return unicodedata.east_asian_width(letter) in "WF" and not _is_hangul(letter)


def _is_hangul(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3"
