from __future__ import annotations

from dataclasses import replace

from index import Chunk
from index.chunking.chunker import Splitting, split
from rag.citations.conflicts import warnings
from rag.steps import Support
from tests.fakes import document_of
from tests.memory_library import MemoryLibrary


def library(**dates: str | None) -> MemoryLibrary:
    made = MemoryLibrary()
    with made.update() as draft:
        for name, date in dates.items():
            document = replace(document_of(f"The plan costs {name}.", name), date=date)
            draft.add(document, split(document, Splitting()))
        draft.publish()
    return made


def support(answer: str) -> Support:
    text = f"The plan costs {answer}."
    start = text.index(answer)
    chunk = Chunk(f"{answer}.txt", "f", 0, 0, len(text), (), text)
    return Support(chunk, 0, len(text), 0.9, (start, start + len(answer)))


def test_answers_are_set_side_by_side_with_their_dates_the_latest_first() -> None:
    snapshot = library(ten="2020-01-31", twelve="2024-05-01", two=None).open()
    (told,) = warnings(snapshot, [support("ten"), support("twelve"), support("two")])
    assert told == (
        "The documents answer differently: “twelve” in twelve.txt (of 2024-05-01), “ten” in ten.txt (of 2020-01-31)"
        " and “two” in two.txt (without a date)."
    )


def test_where_nothing_differs_nothing_is_said() -> None:
    assert warnings(library(ten=None).open(), ()) == ()
