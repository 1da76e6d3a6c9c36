"""Questions that a document asks itself, and sections that a question names by their numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from index import Chunk, Section
from index.types.blocks import Block, Blocks
from rag.evidence import selection as evidence_selection
from rag.evidence import sentence_scores
from rag.steps import ReadHit, Reading
from tests.rag.evidence.readings import DOCUMENT, Alone

if TYPE_CHECKING:
    from collections.abc import Sequence


def statements(text: str) -> dict[str, str]:
    """Return what may be told of a text, with what it is read behind."""
    offsets = np.array([(place, place + 1) for place, letter in enumerate(text) if letter.isupper()], np.int32)
    flat = np.zeros(len(offsets), np.float32)
    document = replace(DOCUMENT, text=text, blocks=Blocks([Block("paragraph", 0, len(text))]))
    hit = ReadHit(
        Chunk("a.txt", "f", 0, 0, len(text), (), text),
        Reading(0.9, offsets, flat, flat, flat + 0.5),
        0.9,
        "?",
        document,
    )
    return {support.quote: support.before for support in sentence_scores.ranked([hit])}


def test_a_question_of_the_document_is_told_as_the_answer_to_itself() -> None:
    asked, reply = "Can I bring a dog?", "Yes. Dogs travel free."
    later = "Ask the crew. Tickets are sold on board. Boats leave daily."
    assert statements(f"{asked} {reply} {later}") == {
        reply: asked,
        "Ask the crew.": asked,
        "Tickets are sold on board.": asked,
        "Boats leave daily.": "",
    }
    assert statements("What was seen? Who saw it?") == {"What was seen?": "", "Who saw it?": ""}  # a list of questions


def sectioned(question: str, headings: Sequence[str]) -> list[str]:
    """Return what is told of a text with a sentence below each heading."""
    text, places = "", []
    for heading in headings:
        places.append((len(text), heading))
        text += f"{heading}\n\nIt is {heading[-1]}.\n\n"
    text = text.strip()
    document = replace(
        DOCUMENT,
        text=text,
        sections=tuple(Section(heading, 1 + heading.count("."), start) for start, heading in places),
        blocks=Blocks(
            block
            for start, heading in places
            for block in (
                Block("heading", start, start + len(heading), 1 + heading.count(".")),
                Block("paragraph", start + len(heading) + 2, start + len(heading) + 10),
            )
        ),
    )
    offsets = np.array([(place, place + 2) for place in range(len(text)) if text[place : place + 2] == "It"], np.int32)
    flat = np.zeros(len(offsets), np.float32)
    reading = Reading(0.9, offsets, flat, flat, flat + 0.5)
    hit = ReadHit(Chunk("a.txt", "f", 0, 0, len(text), (), text), reading, 0.9, question, document)
    return sorted(support.quote for support in evidence_selection.judge(Alone(), [hit]).supports)


def test_a_section_that_is_named_by_its_number_is_told_with_others() -> None:
    headings = ["1 Scope A", "2 Duties B", "2.1 Pruning C", "2.2 Harvest D", "12 Fees E"]
    assert sectioned("What does section 2.1 say?", headings) == ["It is C."]
    assert sectioned("What does section 2 say?", headings) == ["It is B.", "It is C.", "It is D."]
    assert sectioned("What does section 9 say?", headings) == []
    assert sectioned("What does § 12 say?", ["§ 2 A", "§ 12 B"]) == ["It is B."]
    assert sectioned("What does section 2 say?", ["Scope A"]) == ["It is A."]  # no heading has a number
