from __future__ import annotations

from dataclasses import replace

import numpy as np

from index import Chunk
from rag import evidence
from rag.ports import Reading
from rag.reading import ReadHit

TEXT = "Rain fell on Monday. The plan is risky because payback is unclear. Lunch was good."
WORDS = [(0, 4), (5, 9), (21, 24), (25, 29), (33, 38), (47, 54), (58, 65), (67, 72)]


def read_hit(source: str, relevance: float, supported: tuple[int, int], start: int = 0, text: str = TEXT) -> ReadHit:
    offsets = np.array(WORDS, np.int32)
    inside = (offsets[:, 0] >= supported[0]) & (offsets[:, 1] <= supported[1])
    chunk = Chunk(source, "f", 0, start, start + len(text), (), text)
    logits = np.where(offsets[:, 0] == supported[0], 9, 0).astype(np.float32)
    ends = np.where(offsets[:, 1] == supported[1] - 1, 9, 0).astype(np.float32)
    return ReadHit(chunk, Reading(relevance, offsets, logits, ends, inside.astype(np.float32)), relevance)


def test_the_sentence_with_the_evidence_is_chosen_whole() -> None:
    verdict = evidence.judge("Why is the plan risky?", [read_hit("a.txt", 0.9, (21, 66), start=100)])
    assert [(support.start, support.end) for support in verdict.supports] == [(121, 166)]
    assert verdict.supports[0].span == (121, 165)
    assert 0 < verdict.confidence <= 1


def test_nothing_read_supports_nothing() -> None:
    assert evidence.judge("Why is the plan risky?", []) == evidence.Verdict(0.0, ())


def test_a_sentence_of_overlapping_chunks_is_said_once() -> None:
    first = read_hit("a.txt", 0.9, (21, 66))
    verdict = evidence.judge("Why is the plan risky?", [first, ReadHit(first.chunk, first.reading, 0.8)])
    assert len(verdict.supports) == 1


def test_two_documents_are_told_one_after_the_other_the_better_first() -> None:
    verdict = evidence.judge(
        "Why is the plan risky?", [read_hit("b.txt", 0.85, (21, 66)), read_hit("a.txt", 0.9, (21, 66))]
    )
    assert [support.chunk.source for support in verdict.supports] == ["a.txt", "b.txt"]


def test_a_passage_that_is_not_relevant_adds_nothing() -> None:
    verdict = evidence.judge(
        "Why is the plan risky?", [read_hit("a.txt", 0.9, (21, 66)), read_hit("b.txt", 0.02, (21, 66))]
    )
    assert [support.chunk.source for support in verdict.supports] == ["a.txt"]


def test_text_beyond_what_the_model_could_read_supports_nothing() -> None:
    long = TEXT + " This sentence was never read."
    verdict = evidence.judge("Why is the plan risky?", [read_hit("a.txt", 0.9, (21, 66), text=long)])
    assert all(support.end <= len(TEXT) for support in verdict.supports)


def test_one_fact_needs_one_sentence_and_a_reason_may_need_several() -> None:
    hits = [read_hit("a.txt", 0.9, (21, 66)), read_hit("b.txt", 0.4, (21, 66))]
    assert len(evidence.judge("Who calls the plan risky?", hits).supports) == 1
    assert len(evidence.judge("Why is the plan risky when payback is near?", hits).supports) == 2


def test_a_heading_is_no_evidence() -> None:
    hit = read_hit("a.txt", 0.9, (0, 5))
    chunk = replace(hit.chunk, headings=("Rain fell on Monday.",))
    verdict = evidence.judge("Why did it rain?", [replace(hit, chunk=chunk)])
    assert all(support.start > 0 for support in verdict.supports)
