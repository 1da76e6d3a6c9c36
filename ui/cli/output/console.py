"""Lay out text for a terminal: width, colour, wrapping."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.text import Text

# Longer lines than this are hard to read, however wide the window is.
WIDEST = 100
# In a narrower window than this wrapping makes a column of single words.
NARROWEST = 30


@dataclass(frozen=True, slots=True)
class Screen:
    """The abilities of the output.

    Parameters
    ----------
    width
        Columns to wrap at, or None for output that is piped: one line stays one line.
    color
        Whether styles may be written.
    """

    width: int | None
    color: bool

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str]) -> Screen:
        """Inspect a stream: a terminal is wrapped and coloured, unless ``NO_COLOR`` or ``TERM=dumb`` is set."""
        if not stream.isatty():
            return cls(width=None, color=False)
        columns = shutil.get_terminal_size().columns
        plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
        return cls(width=max(NARROWEST, min(columns, WIDEST)), color=not plain)


# A piece of a line: words, or words and a style of rich ("bold", "dim", "cyan").
Piece = str | tuple[str, str]


class Sheet:
    """Lines for one screen, collected and then written as one string.

    Parameters
    ----------
    screen
        Decides on wrapping and colour.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._lines: list[tuple[str, Text]] = []

    def add(self, *pieces: Piece, prefix: str = "") -> None:
        """Add a paragraph, each of its lines after ``prefix``; no pieces make an empty line."""
        # Imported here: `citeseed --help` and `--json` have no use for it.
        from rich.text import Text  # noqa: PLC0415

        self._lines.append((prefix, Text.assemble(*pieces)))

    def text(self) -> str:
        """Return everything that was added, without spaces at line ends."""
        from rich.console import Console  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        color = self._screen.color
        console = Console(
            file=io.StringIO(),
            width=self._screen.width or WIDEST,
            height=25,
            color_system="standard" if color else None,
            force_terminal=color,
            no_color=not color,
            highlight=False,
            markup=False,
            emoji=False,
        )
        with console.capture() as capture:
            for prefix, paragraph in self._lines:
                for line in self._wrapped(console, paragraph, len(prefix)):
                    whole = Text(prefix).append_text(line)
                    whole.rstrip()
                    console.print(whole, soft_wrap=True)
        return capture.get()

    def _wrapped(self, console: Console, paragraph: Text, indent: int) -> list[Text]:
        if self._screen.width is None:
            return list(paragraph.split("\n", allow_blank=True))
        return list(paragraph.wrap(console, max(self._screen.width - indent, 10)))


def screen() -> Screen:
    """Return the screen that standard output leads to."""
    return Screen.of(sys.stdout, os.environ)
