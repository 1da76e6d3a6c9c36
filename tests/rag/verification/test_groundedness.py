"""The check of a sentence against passages: supported and unsupported ones."""

from __future__ import annotations

import pytest

from index import Chunk
from rag.types import Passage
from rag.verification import groundedness

TEXT = (
    "Orrin Mills was founded by Ada Berg in 1911. Its largest mill, in Lindholm, grinds 40 sacks a day and employs two "
    "hundred people. In March 2024 the mill in Sandvik was sold to Boreal Grain for $2.5 million. The company did not "
    "sell its bakery. Critics, among them Jon Falk of the Northern Bank, called the sale a mistake. Tove Falk, who "
    "leads the company, said: “We have never regretted the sale of Sandvik.” Nobody was dismissed."
)
SECOND = "Boreal Grain was founded in 1987 by Ivar Holm. It grinds 900 sacks a day. What is a sack worth?"


def passages() -> list[Passage]:
    texts = enumerate((TEXT, SECOND), 1)
    return [Passage(n, Chunk(f"{n}.txt", "f", 0, 0, len(text), (), text), 0.9) for n, text in texts]


@pytest.mark.parametrize(
    "claim",
    [
        "Ada Berg founded Orrin Mills in 1911.",
        "The mill in Lindholm employs two hundred people.",
        "The largest mill grinds forty sacks a day.",
        "The mill in Sandvik was sold to Boreal Grain for 2.5 million dollars in March 2024.",
        "Jon Falk of the Northern Bank called the sale a mistake.",
        "Critics called the sale a mistake.",
        "The company kept, and did not sell, its bakery.",
        "Tove Falk leads the company.",
        'Tove Falk said: "We have never regretted the sale of Sandvik."',
        "Nobody was dismissed.",
        "Boreal Grain, founded by Ivar Holm, grinds 900 sacks a day.",
        "What is a sack worth?",
    ],
)
def test_what_the_passages_say_in_other_words_is_supported_verbatim(claim: str) -> None:
    found = groundedness.find(claim, passages())
    assert found
    for each in found:
        assert each.chunk.text[each.start : each.end].strip()
        assert 0.0 < each.score <= 1.0


@pytest.mark.parametrize(
    "claim",
    [
        "Ada Berg founded Orrin Mills in 1921.",
        "Ivar Holm founded Orrin Mills in 1911.",
        "Eva Berg founded Orrin Mills in 1911.",
        "The mill in Lindholm employs 300 people.",
        "The largest mill of Orrin Mills grinds 900 sacks a day.",
        "The mill in Sandvik was sold to Boreal Grain for 3.5 million dollars in March 2024.",
        "The mill in Sandvik was sold to Boreal Grain for 2.5 million dollars in May 2024.",
        "The mill in Lindholm was sold to Boreal Grain for 2.5 million dollars in March 2024.",
        "Tove Falk of the Northern Bank called the sale a mistake.",
        "The company sold its bakery.",
        "Jon Falk leads the company.",
        'Tove Falk said: "We have always regretted the sale of Sandvik."',
        "Everybody was dismissed.",
        "The weather at Orrin is mild and the people are friendly.",
        "Boreal Grain was founded by Ada Berg.",
        "The mill in Sandvik was sold to Boreal Grain in March 2024, which made the villagers furious.",
        "Ada Berg founded Orrin Mills in 1911, against the advice of her brothers.",
        "The mill in Sandvik, called by many travellers a mill of wonders, was sold to Boreal Grain in March 2024.",
        "The largest mill, once burned down by lightning, grinds 40 sacks a day and employs two hundred people.",
        "Did Ada Berg found Orrin Mills in 1911?",
        "The question asks who leads the company?",
        "",
    ],
)
def test_what_they_do_not_say_is_not(claim: str) -> None:
    assert groundedness.find(claim, passages()) == ()


def test_without_passages_nothing_is_supported() -> None:
    assert groundedness.find("Ada Berg founded Orrin Mills in 1911.", []) == ()
