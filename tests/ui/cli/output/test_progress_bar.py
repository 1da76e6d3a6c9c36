from __future__ import annotations

import io

from index.types import Progress
from ui.cli.output.progress_bar import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_nobody_looks() -> None:
    with progress_bar(io.StringIO(), {"TERM": "xterm"}) as show:
        assert show is None
    with progress_bar(Terminal(), {"TERM": "dumb"}) as show:
        assert show is None


def test_a_terminal_sees_each_stage_and_is_left_clean() -> None:
    terminal = Terminal()
    with progress_bar(terminal, {"TERM": "xterm"}) as show:
        assert show is not None
        for done in range(4):
            show(Progress("reading", done, 3))
        show(Progress("embedding", 40, 40))
    drawn = terminal.getvalue()
    assert "reading" in drawn
    assert "3/3" in drawn
    assert "40/40" in drawn
    assert "\x1b[2K" in drawn  # erased at the end
