"""Plain text: hard wraps undone, headings recognised by their looks."""

from __future__ import annotations

import re

from index.loaders.content.marks import field_in, item_mark
from index.loaders.content.wrapping import unwrapped
from index.loaders.content.writer import Content, Writer
from index.loaders.opening.decoding import decode
from index.text.punctuation import BULLETS

MAX_HEADING_LENGTH = 80
MAX_TITLE_LINE = 160
# A heading's paragraph is a real one: the line after it is at least this long, and longer than the heading.
SHORTEST_BODY = 100

_NO_HEADING = re.compile(rf"\s*(?:[{BULLETS}#>|=(\[{{]|\d{{1,3}}[.)]\s+[a-z])")
_CHAPTER = re.compile(r"(?:chapter|part|book|section|act|scene|appendix|kapitel|chapitre)\b.{0,40}", re.IGNORECASE)
_NO_HEADING_ENDS = tuple(".!:;,…。！；，、-—")
_NUMBERED = re.compile(r"(\d{1,3})(?:\.\d{1,3})*[.)]?\s+[^\W\d_a-z].*")


def parse(data: bytes) -> Content:
    """Parse a text file: the first line is its title, short lines that stand before a paragraph are headings."""
    lines = unwrapped(decode(data)).split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    opening = _opening(lines)
    writer = Writer()
    _write(lines, writer, filled, opening, titled=True)
    return writer.content(lines[filled[0]] if filled else "")


def write_lines(text: str, writer: Writer) -> None:
    """Write a text without a title of its own, such as that of a message, hard wraps undone."""
    lines = unwrapped(text).split("\n")
    _write(lines, writer, [number for number, line in enumerate(lines) if line.strip()], set(), titled=False)


def _write(lines: list[str], writer: Writer, filled: list[int], opening: set[int], *, titled: bool) -> None:
    for number, after in zip(filled, [*filled[1:], None], strict=False):
        line, following = lines[number], "" if after is None else lines[after]
        above = lines[number - 1] if number else ""
        separator = "\n" if above.strip() else "\n\n"
        is_last_field = bool(field_in(line) and field_in(above))
        if titled and number == filled[0] and _is_title(line, following):
            writer.head(line, 1, separator)
        elif number in opening or (titled and not is_last_field and _is_heading(line, following)):
            writer.head(line, 2, separator)
        elif mark := item_mark(line):
            writer.write(line, separator, "list_item", level=mark[1], number=mark[0])
        else:
            writer.write(line, separator)


def _is_title(line: str, following: str) -> bool:
    if item_mark(line) or (field_in(line) and field_in(following)):
        return False
    return len(line) <= MAX_TITLE_LINE and bool(following) and not line.rstrip().endswith((".", ",", ";"))


def _opening(lines: list[str]) -> set[int]:
    """Find the lines that open a block and are headings whatever follows: in capitals, or numbered in sequence."""
    capitals: set[int] = set()
    numbered: dict[int, int] = {}
    for number, (before, line, after) in enumerate(zip(["", *lines], lines, lines[1:], strict=False)):
        if before.strip() or not after.strip() or len(line) > MAX_HEADING_LENGTH or line.endswith(_NO_HEADING_ENDS):
            continue
        if line.isupper() and not after.isupper() and not _NO_HEADING.match(line):
            capitals.add(number)
        elif (found := _NUMBERED.fullmatch(line)) and not _NUMBERED.fullmatch(after):
            numbered[number] = int(found[1])
    counted = set(numbered.values())
    return capitals | {number for number, count in numbered.items() if {count - 1, count + 1} & counted}


def _is_heading(line: str, following: str) -> bool:
    line = line.strip()
    if len(line) > MAX_HEADING_LENGTH or len(following) < max(SHORTEST_BODY, len(line) + 1) or _NO_HEADING.match(line):
        return False
    if _CHAPTER.fullmatch(line) or (line.isupper() and not line.endswith((",", ";"))):
        return True
    return (
        line[0].isalnum() and not line[0].islower() and not line.endswith(_NO_HEADING_ENDS) and len(line.split()) <= 12
    )
