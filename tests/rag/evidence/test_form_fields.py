"""The field whose label is asked for, in the document that a passage knows."""

from __future__ import annotations

import numpy as np
import pytest

from index import Chunk
from index.loaders import parse
from rag.evidence import form_fields
from rag.query.terms import terms
from rag.steps import ReadHit, Reading, Support

NOTHING = np.zeros(0, np.float32)
REPORT = """Accident report

Location: Lisburn
Registration: AB 17
Built: 1987
Persons on board: 3

The pilot of the aircraft, which had been built in a shed, hit a fence. A second aircraft (registration CD 40) stood by.
"""


def asked(question: str, *reports: str, relevance: tuple[float, ...] = (0.9, 0.8)) -> list[str]:
    hits, supports = {}, []
    for number, (text, probability) in enumerate(zip(reports or (REPORT,), relevance, strict=False)):
        document = parse(text.encode(), f"{number}.txt")
        chunk = Chunk(document.source, document.fingerprint, number, 0, len(document.text), (), document.text)
        reading = Reading(probability, np.zeros((0, 2), np.int32), NOTHING, NOTHING, NOTHING)
        hits[chunk.id] = ReadHit(chunk, reading, probability, question, document)
        supports += [
            Support(chunk, block.start, block.end, 0.1, None, kind=block.kind)
            for block in document.blocks
            if block.kind == "form_field"
        ]
    named = terms(question, (hit.chunk.text for hit in hits.values()))
    return [support.quote for support in form_fields.asked(question, named, supports, hits)]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("What was the registration of the aircraft that hit a fence?", "Registration: AB 17"),
        ("registration of the aircraft at Lisburn", "Registration: AB 17"),
        ("How many persons were on board at Lisburn?", None),
        ("How many persons on board were there at Lisburn?", "Persons on board: 3"),
        ("When was the aircraft that hit a fence built?", "Built: 1987"),
        ("Where was the aircraft built that hit a fence?", None),
        ("Who asked for the registration?", None),
        ("By whom and when was the aircraft built?", None),
        ("Who built the aircraft?", None),
        ("Who had the aircraft built?", None),
        ("Was the registration valid?", None),
        ("Why was the aircraft built?", None),
    ],
)
def test_a_label_is_asked_for_where_it_comes_first_or_is_what_was_done(question: str, field: str | None) -> None:
    assert asked(question) == ([] if field is None else [field])


def test_a_name_that_only_the_running_text_knows_may_be_of_another_thing() -> None:
    text = REPORT.replace("A second aircraft", "The Osprey")
    assert asked("What was the registration of the Osprey?", text) == []
    assert asked("What was the registration of the aircraft at Lisburn?", text) == ["Registration: AB 17"]


def test_the_document_that_answers_best_tells_the_field() -> None:
    other = REPORT.replace("AB 17", "EF 99")
    assert asked("What was the registration of the aircraft?", REPORT, other) == ["Registration: AB 17"]
    assert asked("What was the registration?", REPORT, other, relevance=(0.2, 0.7)) == ["Registration: EF 99"]
