"""Plain text: hard wraps undone, headings recognised by their looks."""

from __future__ import annotations

import re

from index.loaders.content import Content, Writer
from index.loaders.decoding import decode
from index.loaders.wrapping import unwrapped

LONGEST_HEADING = 80
LONGEST_TITLE_LINE = 160
# A heading's paragraph is a real one: the line after it is at least this long, and longer than the heading.
SHORTEST_BODY = 100

_ITEM = re.compile(r"\s*(?:[-*•–+#>|=(\[{]|\d{1,3}[.)]\s+[a-z])")
_CHAPTER = re.compile(r"(?:chapter|part|book|section|act|scene|appendix|kapitel|chapitre)\b.{0,40}", re.IGNORECASE)
_SENTENCE_END = tuple(".!:;,…。！；，、-—")


def parse(data: bytes) -> Content:
    """Parse a text file: the first line is its title, short lines that stand before a paragraph are headings."""
    lines = unwrapped(decode(data)).split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    writer = Writer()
    for number, after in zip(filled, [*filled[1:], None], strict=False):
        line, following = lines[number], "" if after is None else lines[after]
        separator = "\n\n" if number and not lines[number - 1].strip() else "\n"
        if number == filled[0] and _is_title(line, following):
            writer.head(line, 1, separator)
        elif _is_heading(line, following):
            writer.head(line, 2, separator)
        else:
            writer.write(line, separator)
    return writer.content(lines[filled[0]] if filled else "")


def _is_title(line: str, following: str) -> bool:
    return len(line) <= LONGEST_TITLE_LINE and bool(following) and not line.rstrip().endswith((".", ",", ";"))


def _is_heading(line: str, following: str) -> bool:
    line = line.strip()
    if len(line) > LONGEST_HEADING or len(following) < max(SHORTEST_BODY, len(line) + 1) or _ITEM.match(line):
        return False
    if _CHAPTER.fullmatch(line) or (line.isupper() and not line.endswith((",", ";"))):
        return True
    return line[0].isalnum() and not line[0].islower() and not line.endswith(_SENTENCE_END) and len(line.split()) <= 12
