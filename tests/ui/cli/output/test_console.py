from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.cli.output.console import WIDEST, Screen, Sheet


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_is_neither_wrapped_nor_coloured() -> None:
    assert Screen.of(io.StringIO(), {"TERM": "xterm-256color"}) == Screen(width=None, color=False)


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("300", WIDEST), ("5", 30)])
def test_a_terminal_is_wrapped_at_its_width(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert Screen.of(Terminal(), {"TERM": "xterm"}) == Screen(width, color=True)


@pytest.mark.parametrize("environment", [{"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_declined(environment: dict[str, str]) -> None:
    assert not Screen.of(Terminal(), environment).color


def test_an_empty_no_color_declines_nothing() -> None:
    assert Screen.of(Terminal(), {"TERM": "xterm", "NO_COLOR": ""}).color


def test_lines_are_wrapped_behind_their_prefix() -> None:
    sheet = Sheet(Screen(width=20, color=False))
    sheet.add("one two three four five six", prefix="  > ")
    assert sheet.text() == "  > one two three\n  > four five six\n"


def test_wide_letters_count_twice() -> None:
    sheet = Sheet(Screen(width=30, color=False))
    sheet.add("日本語" * 10)
    assert [len(line) for line in sheet.text().splitlines()] == [15, 15]


def test_markup_of_rich_is_only_text() -> None:
    sheet = Sheet(Screen(width=60, color=True))
    sheet.add("[bold]not bold[/bold] :smile: http://example.org 42")
    assert sheet.text() == "[bold]not bold[/bold] :smile: http://example.org 42\n"


def test_styles_are_written_only_in_colour() -> None:
    for color in (True, False):
        sheet = Sheet(Screen(width=None, color=color))
        sheet.add(("word", "bold"))
        assert ("\x1b[1m" in sheet.text()) is color


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])), max_size=4))
def test_a_pipe_gets_every_line_whole(lines: list[str]) -> None:
    sheet = Sheet(Screen(width=None, color=False))
    for line in lines:
        sheet.add(line)
    assert sheet.text() == "".join(f"{line.rstrip()}\n" for line in lines)
