from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index import Chunk, Document, Section
from index.loaders.content.writer import Writer
from index.types.blocks import Block, Blocks
from rag.evidence import selection as evidence_selection
from rag.evidence import sentence_scores
from rag.steps import ReadHit, Reading, Verdict
from tests.rag.evidence.readings import DOCUMENT, TEXT, Alone

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = [(0, 4), (5, 9), (21, 24), (25, 29), (33, 38), (47, 54), (58, 65), (67, 72)]


def judge(question: str, read_hits: Sequence[ReadHit], *bad: str) -> Verdict:
    return evidence_selection.judge(Alone(*bad), [replace(hit, asked=question) for hit in read_hits])


def read_hit(source: str, relevance: float, supported: tuple[int, int], start: int = 0, text: str = TEXT) -> ReadHit:
    offsets = np.array(WORDS, np.int32)
    inside = (offsets[:, 0] >= supported[0]) & (offsets[:, 1] <= supported[1])
    chunk = Chunk(source, "f", 0, start, start + len(text), (), text)
    logits = np.where(offsets[:, 0] == supported[0], 9, 0).astype(np.float32)
    ends = np.where(offsets[:, 1] == supported[1] - 1, 9, 0).astype(np.float32)
    return ReadHit(
        chunk, Reading(relevance, offsets, logits, ends, inside.astype(np.float32)), relevance, "?", DOCUMENT
    )


def test_the_sentence_with_the_evidence_is_chosen_whole() -> None:
    verdict = judge("Why is the plan risky?", [read_hit("a.txt", 0.9, (21, 66), start=100)])
    assert [(support.start, support.end) for support in verdict.supports] == [(121, 166)]
    assert verdict.supports[0].span == (121, 165)
    assert 0 < verdict.confidence <= 1


def test_nothing_read_supports_nothing() -> None:
    assert judge("Why is the plan risky?", []) == Verdict(0.0, ())


def test_a_sentence_of_overlapping_chunks_is_said_once() -> None:
    first = read_hit("a.txt", 0.9, (21, 66))
    verdict = judge("Why is the plan risky?", [first, replace(first, score=0.8)])
    assert len(verdict.supports) == 1


def test_two_documents_are_told_one_after_the_other_the_better_first() -> None:
    verdict = judge("Why is the plan risky?", [read_hit("b.txt", 0.85, (21, 66)), read_hit("a.txt", 0.9, (21, 66))])
    assert [support.chunk.source for support in verdict.supports] == ["a.txt", "b.txt"]


def test_a_passage_that_is_not_relevant_adds_nothing() -> None:
    verdict = judge("Why is the plan risky?", [read_hit("a.txt", 0.9, (21, 66)), read_hit("b.txt", 0.02, (21, 66))])
    assert [support.chunk.source for support in verdict.supports] == ["a.txt"]


def test_text_beyond_what_the_model_could_read_supports_nothing() -> None:
    long = TEXT + " This sentence was never read."
    verdict = judge("Why is the plan risky?", [read_hit("a.txt", 0.9, (21, 66), text=long)])
    assert all(support.end <= len(TEXT) for support in verdict.supports)


def test_a_fact_is_said_in_fewer_sentences_than_a_reason() -> None:
    hits = [read_hit(source, 0.9, (21, 66)) for source in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt")]
    assert len(judge("Who calls the plan risky?", hits).supports) == 2
    assert len(judge("Why is the plan risky when payback is near?", hits).supports) == 4


def test_a_heading_is_no_evidence() -> None:
    hit = read_hit("a.txt", 0.9, (0, 5), start=100)
    assert any(support.start == 100 for support in judge("Why did it rain?", [hit]).supports)
    blocks = Blocks((Block("heading", 100, 120, 1), Block("paragraph", 121, 100 + len(TEXT))))
    titled = replace(hit, document=replace(DOCUMENT, blocks=blocks))
    assert all(support.start > 100 for support in judge("Why did it rain?", [titled]).supports)


def test_a_sentence_that_only_stands_next_to_the_answer_is_left_out() -> None:
    neighbour = "Rain fell on Monday."
    hit = read_hit("a.txt", 0.9, (0, 66))
    both = judge("Why is the plan risky?", [hit])
    assert [support.quote == neighbour for support in both.supports] == [True, False]
    one = judge("Why is the plan risky?", [hit], neighbour)
    assert [support.quote == neighbour for support in one.supports] == [False]


def test_an_answer_begins_with_the_passage_of_its_best_sentence() -> None:
    early, late = read_hit("a.txt", 0.5, (21, 66)), read_hit("b.txt", 0.9, (21, 66), start=500)
    verdict = judge("Why is the plan risky?", [late, early])
    assert [support.start for support in verdict.supports] == [521, 21]


def test_a_sentence_that_a_document_repeats_is_told_once() -> None:
    hits = [read_hit("a.txt", 0.9, (21, 66)), read_hit("a.txt", 0.8, (21, 66), start=500)]
    assert [support.start for support in judge("Why is the plan risky?", hits).supports] == [21]


def fact(source: str, relevance: float, number: str, weather: str = "Rain fell on Monday.") -> ReadHit:
    """Return a hit whose second sentence answers with the number."""
    text = f"{weather} The plan costs {number}. Lunch was good."
    start = text.index(number)
    at = len(weather) + 1
    offsets = np.array([(0, 4), (at, at + 3), (at + 4, at + 8), (start, start + len(number))], np.int32)
    here = (offsets[:, 0] == start).astype(np.float32)
    chunk = Chunk(source, "f", 0, 0, len(text), (), text)
    evidence = (offsets[:, 0] >= at).astype(np.float32)
    return ReadHit(chunk, Reading(relevance, offsets, here * 9, here * 9, evidence), relevance, "?", DOCUMENT)


def test_documents_that_answer_differently_are_told_side_by_side() -> None:
    hits = [fact("a.txt", 0.9, "$53"), fact("b.txt", 0.85, "$53"), fact("c.txt", 0.8, "$40")]
    verdict = judge("How much does the plan cost?", hits)
    assert [(support.chunk.source, support.answer) for support in verdict.differing] == [
        ("a.txt", "$53"),
        ("c.txt", "$40"),
    ]
    assert {support.chunk.source for support in verdict.supports} >= {"a.txt", "c.txt"}


def test_documents_that_agree_or_that_hardly_answer_do_not_differ() -> None:
    assert judge("How much does the plan cost?", [fact("a.txt", 0.9, "$53"), fact("b.txt", 0.8, "53")]).differing == ()
    assert judge("How much does the plan cost?", [fact("a.txt", 0.9, "$53"), fact("b.txt", 0.1, "$40")]).differing == ()


def test_a_passage_that_lacks_a_number_of_the_question_is_about_another() -> None:
    question = "How much does the plan of 2025 cost?"
    of_that_year = fact("a.txt", 0.9, "$53", "Rain fell in 2025.")
    verdict = judge(question, [of_that_year, fact("b.txt", 0.85, "$40", "Rain fell in 2024.")])
    assert ([support.chunk.source for support in verdict.supports], verdict.differing) == (["a.txt"], ())
    assert judge(question, [of_that_year, fact("b.txt", 0.85, "$40", "In 2025 it rained.")]).differing
    assert judge(question, [fact("a.txt", 0.9, "$53"), fact("b.txt", 0.85, "$40")]).closest == ()


def test_a_year_outside_the_limits_of_a_question_is_no_answer_and_all_within_are() -> None:
    hits = [fact(f"{year}.txt", relevance, year) for year, relevance in (("2004", 0.95), ("2011", 0.8), ("2015", 0.4))]
    verdict = judge("Which plans cost something after 2005?", hits)
    assert [support.chunk.source for support in verdict.supports] == ["2011.txt", "2015.txt"]


@pytest.mark.parametrize("question", ["Pourquoi le plan est-il risqué ?", "¿por qué es tan arriesgado el plan?"])
def test_a_question_in_another_language_is_answered_by_one_sentence(question: str) -> None:
    hits = [read_hit(f"{name}.txt", 0.9, (21, 66)) for name in "abc"]
    assert len(judge(question, hits).supports) == 1
    assert (
        len(judge("Why is the plan risky, and how so?", [fact("a.txt", 0.9, "1"), fact("b.txt", 0.9, "2")]).supports)
        == 2
    )


def test_several_reasons_are_no_difference() -> None:
    assert judge("Why is the plan risky?", [fact("a.txt", 0.9, "$53"), fact("b.txt", 0.8, "$40")]).differing == ()


def row_hit(scores: Sequence[float], *lines: str) -> ReadHit:
    """Return a hit of which each line looks like evidence to this degree."""
    text = "\n".join(lines)
    ends = [sum(len(line) + 1 for line in lines[: number + 1]) - 1 for number in range(len(lines))]
    offsets = np.array([(end - len(line), end) for end, line in zip(ends, lines, strict=True)], np.int32)
    nothing = np.full(len(lines), -9, np.float32)
    chunk = Chunk("a.csv", "f", 0, 0, len(text), (), text)
    writer = Writer()
    for line in lines:
        writer.write(line, "\n")
    document = replace(DOCUMENT, blocks=writer.content("").blocks)
    return ReadHit(chunk, Reading(0.9, offsets, nothing, nothing, np.array(scores, np.float32)), 0.9, "?", document)


def test_a_row_that_answers_is_told_without_its_neighbours() -> None:
    hit = row_hit([0.6, 0.7], "Tank | 1.2 l", "Power | 1,450 W")
    assert [support.quote for support in judge("What is in the tank?", [hit]).supports] == ["Tank | 1.2 l"]
    both = judge("What are the tank and the power?", [hit])
    assert [support.quote for support in both.supports] == ["Power | 1,450 W", "Tank | 1.2 l"]


def test_a_row_beside_a_sentence_that_answers_is_left_out_and_so_is_a_sentence_beside_a_row() -> None:
    hit = row_hit([0.5, 0.8], "Date: 5 June", "The party is on 28 June.")
    assert [support.quote for support in judge("Why is the party late?", [hit]).supports] == [
        "The party is on 28 June."
    ]
    hit = row_hit([0.8, 0.3], "Party: 28 June", "Dear all, rain is near.")
    assert [support.quote for support in judge("Why is the party late?", [hit]).supports] == ["Party: 28 June"]


class Remembering(Alone):
    """Remembers what it read."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.seen = list(passages)
        return super().read(question, passages)


def test_a_sentence_is_read_alone_under_its_headings() -> None:
    hit = row_hit([0.8, 0.0, 0.7], "Raise sales by 20 %", "Goals", "Open a shop.")
    sections = (Section("Plan", 1, -9), Section("Goals", 2, len("Raise sales by 20 %\n")))
    model = Remembering()
    blocks = Blocks(Block("heading", 20, 25, 2) if block.start == 20 else block for block in hit.document.blocks)
    evidence_selection.judge(model, [replace(hit, document=replace(DOCUMENT, sections=sections, blocks=blocks))])
    assert sorted(model.seen) == ["Plan\nGoals\nOpen a shop.", "Plan\nRaise sales by 20 %"]


def test_a_sentence_that_points_back_is_read_alone_behind_the_one_before() -> None:
    text = "Alibaba invests in startups. These include Zhipu. Lunch was good."
    offsets = np.array([(0, 7), (29, 34), (43, 48), (50, 55)], np.int32)
    flat = np.zeros(len(offsets), np.float32)
    chunk = Chunk("a.txt", "f", 0, 0, len(text), (), text)
    hit = ReadHit(chunk, Reading(0.9, offsets, flat, flat, flat + 0.5), 0.9, "?", DOCUMENT)
    befores = {support.quote: support.before for support in sentence_scores.ranked([hit])}
    assert befores == {
        "Alibaba invests in startups.": "",
        "These include Zhipu.": "Alibaba invests in startups.",
        "Lunch was good.": "",
    }
    told = judge("Which startups?", [hit], "These include Zhipu.").supports
    assert "These include Zhipu." in {support.quote for support in told}


class Counting(Alone):
    """Keeps what it was given to read."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.given += passages
        return super().read(question, passages)


def sentences_read_alone(best: float) -> list[str]:
    """Return what is read alone of one sentence that is so good in its passage, and nine that hardly are."""
    weak = [f"Lunch {number} was as good as could be hoped for." for number in range(9)]
    hits = [
        replace(read_hit(f"{number}.txt", 0.02, (0, 24), text=text), asked="Why is the plan risky?")
        for number, text in enumerate(weak)
    ]
    model = Counting()
    evidence_selection.judge(model, [replace(read_hit("a.txt", best, (21, 66)), asked="Why is the plan risky?"), *hits])
    return model.given


def test_sentences_that_could_not_be_chosen_are_not_read_alone_beside_a_sure_one() -> None:
    assert len(sentences_read_alone(0.9)) == 4
    assert len(sentences_read_alone(0.3)) == 8


def test_a_question_whether_is_answered_by_a_statement_about_another_time() -> None:
    text = "Fires are allowed in November only. Hoses are allowed in the evening. Nobody may leave a fire alone."
    hit = read_hit("a.txt", 0.9, (0, 35), text=text)
    assert judge("Are fires allowed in October?", [hit]).supports
    assert not judge("Which fires are allowed in October?", [hit]).supports


def test_a_document_is_about_what_its_opening_names() -> None:
    leaflet = Document("a.txt", "LEAFLET", f"LEAFLET\nCorvelin 20 mg\n{TEXT}", (), (), "f")
    hit = read_hit("a.txt", 0.9, (21, 66), start=23)
    assert not judge("Why is Corvelin risky?", [hit]).supports
    assert judge("Why is Corvelin risky?", [replace(hit, document=leaflet)]).supports


def test_a_short_paragraph_behind_a_code_is_told_whole() -> None:
    coded, plain = "E3 Water is cold. Call service.", "All is cold. Call again."
    hit = row_hit([0.9, 0.8], coded, plain)
    document = replace(hit.document, text=f"{coded}\n{plain}")
    quotes = {support.quote for support in sentence_scores.ranked([replace(hit, document=document)])}
    assert quotes == {coded, "All is cold.", "Call again."}
