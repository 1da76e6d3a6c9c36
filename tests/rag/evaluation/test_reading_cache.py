from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rag.evaluation.reading_cache import CachingReadingModel
from tests.fakes import FakeReadingModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.steps import Reading


class CountingModel(FakeReadingModel):
    def __init__(self) -> None:
        self.reads: list[tuple[str, str]] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.reads += [(question, passage) for passage in passages]
        return super().read(question, passages)


def same(first: Sequence[Reading], second: Sequence[Reading]) -> bool:
    return [one.relevance for one in first] == [one.relevance for one in second] and all(
        np.array_equal(one.evidence, other.evidence) for one, other in zip(first, second, strict=True)
    )


def test_it_reads_as_the_other_model_does_and_each_passage_once() -> None:
    model = CountingModel()
    caching = CachingReadingModel(model)
    passages = ["Cats hunt mice.", "Dogs bark.", "Cats hunt mice."]
    for question in ("Do cats hunt?", "Do dogs bark?", "Do cats hunt?"):
        assert same(caching.read(question, passages), FakeReadingModel().read(question, passages))
    assert caching.read("Do cats hunt?", []) == []
    assert caching.name == model.name
    assert len(model.reads) == len(set(model.reads)) == 4


def test_it_forgets_the_oldest() -> None:
    model = CountingModel()
    caching = CachingReadingModel(model, capacity=2)
    for passage in ("one", "two", "three", "three", "one"):
        caching.read("What?", [passage])
    assert [passage for _, passage in model.reads] == ["one", "two", "three", "one"]
