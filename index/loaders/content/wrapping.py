"""Undo hard wraps: lines that an editor broke at a column become paragraphs again."""

from __future__ import annotations

import re
import textwrap
from itertools import pairwise

from index.text.punctuation import LIST_ITEM, ends_sentence

# Columns between which text is wrapped. Shorter lines are verse or tables, longer ones are paragraphs.
NARROWEST, WIDEST = 40, 140
# A line may stop this many columns early and still count as full: not every wrapping program fills greedily.
SLACK = 4
# Breaks inside a sentence that tell of wrapping by themselves, and the share of them that must be full: a leaflet may
# have more headings and short lines than wrapped ones.
FEWEST_INSIDE, SHARE_INSIDE = 3, 0.8

_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")
_RULE = re.compile(r"\W*")
_FIRST_WORD = re.compile(f"\\s*([{_CJK}]|\\S+)")
_UPPER = re.compile(r"[\s\"'“‘«(_*]*(\w)")
# Cells that stand apart: a line of a table, which is never a part of a sentence.
_CELLS = re.compile(r"\S[^\S\n]{3,}\S|\t")
_HYPHENATED = re.compile(r"[^\W\d_]-$")


def unwrapped(text: str) -> str:
    r"""Return the text with one paragraph on a line and at most one blank line between blocks.

    A file in which every line is a paragraph, verse, code, lists and headings keep their lines. A break between two
    lines is a wrap when the next line's first word would not have fitted. The whole file is judged first: most of its
    breaks must be of that kind, at one column, and must not look like ends of paragraphs; then each block.
    """
    blocks = [textwrap.dedent(block).split("\n") for block in _BLANK.split(text.strip("\n"))]
    blocks = [[line.rstrip() for line in block] for block in blocks]
    column = _column([pair for block in blocks for pair in pairwise(block)])
    return "\n\n".join("\n".join(_joined(block, column) if column else block) for block in blocks).strip()


def _column(breaks: list[tuple[str, str]]) -> int:
    """Return the column at which a file was wrapped, or 0 when it was not."""
    breaks = [(line, following) for line, following in breaks if not LIST_ITEM.match(following)]
    inside = [
        pair for pair in breaks if not _ends(pair[0]) and not _begins_upper(pair[1]) and not _CELLS.search(pair[0])
    ]
    column = _ninth_decile(inside) if len(inside) >= FEWEST_INSIDE else 0
    if column and sum(_is_full(*pair, column) for pair in inside) >= SHARE_INSIDE * len(inside):
        return column
    if not (column := _ninth_decile(breaks)):
        return 0
    full = sum(_is_full(line, following, column) for line, following in breaks)
    upper = sum(_begins_upper(following) for _, following in breaks)
    ended = sum(_ends(line) and _begins_upper(following) for line, following in breaks)
    # Wrapped prose: nearly all breaks full, a third of them before a capital, one in ten after a full stop.
    is_prose = full > 0.6 * len(breaks) and upper < 0.7 * len(breaks) and ended < 0.4 * len(breaks)
    return column if is_prose else 0


def _ninth_decile(breaks: list[tuple[str, str]]) -> int:
    """Return the length that nine in ten of the broken lines do not exceed; 0 where text is not wrapped at it.

    A few long addresses or table rows do not hide the column.
    """
    lengths = sorted(len(line) for line, _ in breaks)
    column = lengths[(len(lengths) * 9 - 1) // 10] if lengths else 0
    return column if NARROWEST <= column <= WIDEST else 0


def _joined(block: list[str], column: int) -> list[str]:
    breaks = list(pairwise(block))
    if sum(_is_full(line, following, column) for line, following in breaks) < len(breaks) / 2:
        return block
    lines = block[:1]
    for line, following in breaks:
        if _is_wrap(line, following, column):
            lines[-1] += _space_between(line, following) + following.strip()
        else:
            lines.append(following)
    return lines


def _is_wrap(line: str, following: str, column: int) -> bool:
    if LIST_ITEM.match(following) or any(_RULE.fullmatch(each) or _CELLS.search(each) for each in (line, following)):
        return False
    if _indent(following) > _indent(line) and not LIST_ITEM.match(line):
        return False
    running = len(line) > 0.6 * column and not _ends(line) and not _begins_upper(following)
    return running or _is_full(line, following, column)


def _is_full(line: str, following: str, column: int) -> bool:
    first = _FIRST_WORD.match(following)
    word = len(first[1]) if first else 0
    return len(line) <= WIDEST and len(following) <= WIDEST and len(line) + 1 + word > column - SLACK


def _ends(line: str) -> bool:
    return ends_sentence(line) or line.endswith((":", ";"))


def _begins_upper(line: str) -> bool:
    first = _UPPER.match(line)
    return first is not None and first[1].isupper()


def _space_between(line: str, following: str) -> str:
    """Return what stood where the line was broken: nothing inside a hyphenated word and in Chinese or Japanese."""
    cjk = re.match(f"[{_CJK}]", line[-1:]) and re.match(f"[{_CJK}]", following.strip()[:1])
    return "" if cjk or _HYPHENATED.search(line) or line.endswith("--") else " "


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
