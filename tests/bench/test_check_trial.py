from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.check_trial.__main__ import figures, verdicts
from bench.check_trial.drafts import HALVES, Draft, load
from index import sentences
from rag.steps import ClaimPair, Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(params=HALVES)
def draft(request: pytest.FixtureRequest) -> Draft:
    return load(request.param)


class Believer:
    """Says that each statement supports each claim."""

    def judge(self, pairs: Sequence[ClaimPair]) -> list[Judgement]:
        return [Judgement(1.0, 0.0) for _ in pairs]


def test_each_line_is_one_sentence_of_its_draft(draft: Draft) -> None:
    assert [draft.text[line.start : line.end] for line in draft.lines] == [line.text for line in draft.lines]
    assert sentences(draft.text) == [(line.start, line.end) for line in draft.lines]


def test_about_half_of_a_draft_is_false_and_no_sentence_stands_in_a_document(draft: Draft) -> None:
    false = sum(not line.is_true for line in draft.lines)
    documents = "\n".join(path.read_text(encoding="utf-8") for path in draft.documents.iterdir())
    assert (len(draft.lines), false) == (25, 13)
    assert not [line.text for line in draft.lines if line.text in documents]


def test_a_line_gets_the_verdict_of_its_own_sentence() -> None:
    judged = verdicts(load("company"), Believer())
    assert [line for line, _ in judged] == list(load("company").lines)
    assert len({verdict for _, verdict in judged}) > 1  # the rules refuse what the believer believes


def test_figures_count_false_lines_that_were_found_and_true_ones_that_were_marked() -> None:
    false, *_ = [line for line in load("news").lines if not line.is_true]
    true, *_ = [line for line in load("news").lines if line.is_true]
    judged = [(false, "partly"), (false, "supported"), (false, "contradicted"), (true, "supported"), (true, "partly")]
    assert figures(judged) == "false found 2 of 3 (1 contradicted), true marked 1 of 2 (0 contradicted)"
