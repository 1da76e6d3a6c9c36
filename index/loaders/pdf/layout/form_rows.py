"""Find the label of each value that was filled into a form: it stands before the value, or above it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.loaders.pdf.layout.pieces import Piece

# What a box to tick is read as.
BOXES = ("[x]", "[ ]")
# A label and a box.
_PAIR = 2
# Words of a label at most.
_WORDS = 12
# How far a value may stand to the side of the label above it, and below that, in sizes of its letters.
_ASIDE, _BELOW = 1.5, 2.5


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces that stand on one height; a label with its value is a line of its own."""

    pieces: list[Piece]
    is_field: bool = False


def with_fields(lines: Sequence[list[Piece]]) -> list[Line]:
    """Return lines in which each value that was filled in stands with its label alone.

    What is filled into the middle of a sentence stays there.
    """
    found: list[Line] = []
    for line in lines:
        if not any(map(_is_value, line)):
            is_ticked = len(line) == _PAIR and line[1].typed and _is_label(line[0])
            found.append(Line(line, is_field=is_ticked))
            continue
        above = found.pop() if found and not found[-1].is_field else Line([])
        fields, rest = _fields(line, above.pieces)
        used = {id(piece) for pair in fields for piece in pair}
        if left := [piece for piece in above.pieces if id(piece) not in used]:
            found.append(Line(left))
        found += [Line(list(pair), is_field=True) for pair in fields]
        if rest:
            found.append(Line(rest))
    return found


def with_boxes(row: Sequence[Piece]) -> list[Piece]:
    """Return a row that begins with a box to tick, each box together with the words behind it."""
    found: list[Piece] = []
    for piece in row:
        if found and found[-1].text in BOXES and found[-1].typed and not piece.typed:
            found[-1] = together_on_line(found[-1], piece)
        else:
            found.append(piece)
    return found


def together_on_line(mark: Piece, piece: Piece) -> Piece:
    """Return a mark and what it marks as one piece."""
    letters = [*mark.letters, (" ", -1), *piece.letters]
    top, bottom = min(mark.top, piece.top), max(mark.bottom, piece.bottom)
    return replace(piece, letters=letters, left=mark.left, top=top, bottom=bottom)


def _fields(line: Sequence[Piece], above: Sequence[Piece]) -> tuple[list[tuple[Piece, Piece]], list[Piece]]:
    """Return labels with their values, and what else stands on a line."""
    fields: list[tuple[Piece, Piece]] = []
    rest: list[Piece] = []
    for place, piece in enumerate(line):
        before = line[place - 1] if place else None
        behind = line[place + 1] if place + 1 < len(line) else None
        if not _is_value(piece):
            rest.append(piece)
        elif behind is not None and behind.text[0].islower():
            return [], list(line)
        elif before is not None and rest[-1:] == [before] and _is_label(before):
            rest.pop()
            fields.append((before, piece))
        elif labels := [label for label in above if _stands_above(label, piece)]:
            fields.append((labels[0], piece))
        else:
            rest.append(piece)
    return fields, rest


def _is_value(piece: Piece) -> bool:
    return piece.typed and piece.text not in BOXES


def _is_label(piece: Piece) -> bool:
    return not piece.typed and len(piece.text.split()) <= _WORDS


def _stands_above(label: Piece, value: Piece) -> bool:
    is_near = value.top - label.top >= 0 and value.top - label.bottom < _BELOW * value.size
    return _is_label(label) and is_near and abs(label.left - value.left) < _ASIDE * value.size
