"""What a large page costs: one of 440 kB took 4.8 seconds of processor time.

Time depends on the machine. The calls of functions do not: a page that is four times as long may take four times as
many.
"""

from __future__ import annotations

import cProfile
import pstats
import random
from typing import TYPE_CHECKING

import pytest

from index.loaders import parse
from tests.libraries import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = next((ROOT / "seeds").glob("*.txt")).read_text(encoding="utf-8").split()
SMALL, LARGE = 110_000, 440_000
# Of functions, those of Python included, for each kilobyte. A table took 5,600 when this was written, prose 1,200.
MAX_CALLS = 8_000


def section(number: int, words: str) -> str:
    return (
        f'<section id="s{number}"><h2>Part {number}</h2><p>{words} <a href="/{number}">link</a> <b>x</b>.</p></section>'
    )


def row(number: int, words: str) -> str:
    return f"<tr><td>{number}</td><td>{words[:40]}</td><td>{words[40:90]}</td></tr>"


def item(number: int, words: str) -> str:
    return f"<li>{number} {words}</li>"


def box(number: int, words: str) -> str:
    return f'<div class="c{number % 7}"><div><span>{words}</span><br>{number}</div></div>'


def page(part: Callable[[int, str], str], around: str, size: int) -> bytes:
    chance, parts, length = random.Random(3), list[str](), 0
    while length < size:
        parts.append(part(len(parts), " ".join(chance.choices(WORDS, k=40))))
        length += len(parts[-1])
    body = around.format("".join(parts))
    return f"<!doctype html><title>Large</title><nav><a href=/>Home</a></nav>{body}<footer>Imprint</footer>".encode()


def calls(data: bytes) -> int:
    profile = cProfile.Profile()
    profile.enable()
    parse(data, "page.html")
    profile.disable()
    found: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize(
    ("part", "around"),
    [
        (section, "<article>{}</article>"),
        (row, "<main><table><tr><th>No</th><th>What</th><th>Where</th></tr>{}</table></main>"),
        (item, "<ul>{}</ul>"),
        (box, "<div>{}</div>"),
    ],
)
def test_a_large_page_takes_more_work_a_kilobyte_than_a_small_one(part: Callable[[int, str], str], around: str) -> None:
    small, large = (page(part, around, size) for size in (SMALL, LARGE))
    parse(small, "page.html")  # imports
    few, many = calls(small), calls(large)
    assert many / len(large) < 1.25 * few / len(small)
    assert many / len(large) * 1000 < MAX_CALLS
