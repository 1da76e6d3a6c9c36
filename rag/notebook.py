"""Show outcomes in notebooks: HTML in which each statement opens to its quotes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Statement(NamedTuple):
    """What is said, and the texts behind it, each with its place."""

    said: str
    behind: Sequence[tuple[str, str]]


def shown(head: str, statements: Iterable[Statement], foot: str = "") -> str:
    """Return a heading, statements and a last line as HTML. Everything is shown as text."""
    parts = (_line(head, "em"), *map(_opening, statements), _line(foot, "small"))
    return f"<div>{''.join(parts)}</div>"


def _opening(statement: Statement) -> str:
    behind = "".join(
        f"<blockquote>{escape(text)}{_line(place, 'small')}</blockquote>" for text, place in statement.behind
    )
    return f"<details><summary>{escape(statement.said)}</summary>{behind}</details>"


def _line(text: str, tag: str) -> str:
    return f"<p><{tag}>{escape(text)}</{tag}></p>" if text else ""
