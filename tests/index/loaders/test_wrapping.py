from __future__ import annotations

import textwrap

import pytest

from index.loaders.content.wrapping import unwrapped

PARAGRAPHS = (
    (
        "It is a truth universally acknowledged, that a single man in possession of a good fortune, must want a "
        "wife. However little known the feelings or views of such a man may be on his first entering a neighbourhood."
    ),
    (
        "This truth is so well fixed in the minds of the surrounding families, that he is considered as the rightful "
        "property of some one or other of their daughters. Nobody doubts it, and nobody asks him."
    ),
    (
        "“My dear Mr. Bennet,” said his lady to him one day, “have you heard that the Park is let at last?” Mr. "
        "Bennet replied that he had not."
    ),
)
POEM = (
    "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\n"
    "Rough winds do shake the darling buds of May,\nAnd summer's lease hath all too short a date;\n"
    "Sometime too hot the eye of heaven shines,\nAnd often is his gold complexion dimm'd;"
)
CODE = "def f(x):\n    y = x + 1\n    return y\n\nclass A:\n    def g(self):\n        pass"
LIST = "Shopping\n- two apples\n- one loaf of bread\n- milk\n1. Go there\n2. Come back"


@pytest.mark.parametrize("width", [60, 72, 80, 100, 124, 132])
@pytest.mark.parametrize("between", ["\n\n", "\n\n\n\n"])
def test_wrapped_prose_is_unwrapped(width: int, between: str) -> None:
    wrapped = between.join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    assert unwrapped(wrapped) == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("text", ["\n".join(PARAGRAPHS), "\n\n".join(PARAGRAPHS), POEM, CODE, LIST, "one line"])
def test_lines_that_mean_something_stay(text: str) -> None:
    assert unwrapped(text) == text


def test_the_rows_of_a_table_with_aligned_cells_stay_beside_wrapped_prose() -> None:
    cells = (("two doors of oak", "480.00"), ("four hinges of brass", "36.00"), ("one lock with a key", "52.00"))
    rows = "\n".join(f"{name:<30}{price:>10}" for name, price in cells)
    text = f"{textwrap.fill(PARAGRAPHS[0], 60)}\n\n{rows}"
    assert unwrapped(text) == f"{PARAGRAPHS[0]}\n\n{rows}"


def test_short_news_paragraphs_on_lines_of_like_length_stay() -> None:
    text = "\n".join(
        f"The council of the town met for the {word} time this year." for word in ("first", "third", "tenth")
    )
    assert unwrapped(text) == text


def test_a_book_keeps_headings_verse_and_lists() -> None:
    prose = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in PARAGRAPHS)
    text = f"PRIDE AND PREJUDICE\n\nCHAPTER I.\n\n{prose}\n\n    Two roads diverged,\n    And I took one.\n\n- a\n- b"
    expected = "\n\n".join(PARAGRAPHS)
    assert unwrapped(text) == (
        f"PRIDE AND PREJUDICE\n\nCHAPTER I.\n\n{expected}\n\nTwo roads diverged,\nAnd I took one.\n\n- a\n- b"
    )


def test_a_word_broken_at_its_hyphen_is_joined_without_a_space() -> None:
    wrapped = (
        "a line of prose that runs on and on and on until it meets a well-\nknown word, after which it runs on and on "
        "and on for a while\nlonger than anyone would have thought or wanted"
    )
    assert "a well-known word" in unwrapped(wrapped)


def test_chinese_lines_are_joined_without_spaces() -> None:
    line = "人工智能正在改变世界的每一个角落" * 3
    assert unwrapped(f"{line}\n{line}\n结束。") == line + line + "结束。"


def test_a_leaflet_of_more_headings_and_short_lines_than_wrapped_ones_is_unwrapped() -> None:
    prose = [
        "Adults: one tablet three times a day, twenty minutes before a meal, with a glass of water and nothing else.",
        "Food and drink: do not drink grapefruit juice on the days on which you take it, because it acts longer.",
        "Keep it below 25 degrees and in the box, as light turns the tablets brown, and never in the refrigerator.",
    ]
    short = ["Rare: headache.", "Common: a dry mouth.", "Made in Holm.", "Boxes of 20.", "No sugar.", "Free of gluten."]
    paragraphs = [f"{at}. Heading\n{line}" for at, line in enumerate(prose, 1)] + ["\n".join(short)]
    wrapped = "\n\n".join(
        "\n".join(part for line in paragraph.split("\n") for part in textwrap.wrap(line, 40))
        for paragraph in paragraphs
    )
    assert unwrapped(wrapped) == "\n\n".join(paragraphs)
