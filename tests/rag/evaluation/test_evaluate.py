"""A small data set from start to end: figures, records, outcomes, page and tables."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from rag.evaluation.reports import labels, outcomes, records, report
from rag.evaluation.reports.tables import Measured, document
from rag.evaluation.steps import steps

if TYPE_CHECKING:
    from index import LocalLibrary
    from rag import Settings
    from rag.evaluation import Evaluation


def figure(evaluation: Evaluation, name: str) -> float:
    assert evaluation.single is not None
    return evaluation.single.figures[name].value


def test_the_figures_of_a_known_run(evaluation: Evaluation) -> None:
    assert evaluation.single is not None
    assert (evaluation.single.questions, evaluation.single.answerable) == (3, 2)
    expected = {
        "hit@1": 1,
        "mrr@10": 1,
        "evidence_in_a_passage": 1,
        "invalid_citations": 0,
        "evidence_cited_when_answered": 1,
        "evidence_recall": 1,
        "answer_found": 1,
        "answer_found_without_refusals": 1,
        "right": 1,
        "concise": 1,
        "shown": 1,
        "refused": 0,
        "coverage": 2 / 3,
        "refused_answerable": 0,
        "refused_unanswerable": 1,
        "balanced_accuracy": 1,
        "confidence_auc": 1,
        "right_when_answered": 1,
    }
    assert {name: figure(evaluation, name) for name in expected} == pytest.approx(expected)
    shown = [sum(len(passage.chunk.text) for passage in result.passages[:4]) for result in evaluation.results[:3]]
    assert figure(evaluation, "first_4_characters_longest") == max(shown)
    assert figure(evaluation, "total_ms_median") > 0


def test_cited_characters_and_precision_are_those_of_the_answers_given(evaluation: Evaluation) -> None:
    given = [mark for mark in evaluation.marks[:3] if mark.answered]
    assert figure(evaluation, "cited_characters") == sum(mark.cited_characters for mark in given) / 2
    assert figure(evaluation, "evidence_precision") == pytest.approx(
        sum(mark.cited_right for mark in given) / sum(mark.cited for mark in given)
    )


def test_follow_ups_are_summed_up_apart(evaluation: Evaluation) -> None:
    assert evaluation.follow_ups is not None
    figures = evaluation.follow_ups.figures
    assert evaluation.follow_ups.questions == 1
    assert figures["follow_up_hit@5_rewritten"].value == 1
    assert figures["follow_up_hit@5_gain_over_raw"].value == pytest.approx(
        figures["follow_up_hit@5_with_history"].value - figures["follow_up_hit@5_raw"].value
    )
    assert evaluation.single is not None
    assert not [name for name in evaluation.single.figures if name.startswith("follow_up")]
    assert "balanced_accuracy" not in figures  # no unanswerable one among them


def test_off_topic_questions_leave_out_what_these_documents_know(evaluation: Evaluation) -> None:
    (other,) = evaluation.off_topic
    assert [question.text for question, _ in other.asked] == ["What do volcanoes erupt?"]
    assert other.refused.value == 1


def test_every_figure_has_a_name_for_people(evaluation: Evaluation) -> None:
    for summary in (evaluation.single, evaluation.follow_ups):
        assert summary is not None
        shown = [line for _, lines in labels.sections(summary.figures) for line in lines]
        assert len(shown) == len(summary.figures)


@pytest.mark.parametrize(
    ("value", "shown"), [(0.12345, "0.123"), (-0.5, "-0.500"), (12.345, "12.3"), (1234.5, "1,234"), (0.0, "0.000")]
)
def test_numbers_are_as_long_as_they_are_reliable(value: float, shown: str) -> None:
    assert labels.number(value) == shown


def test_the_record_is_json_with_intervals_curve_and_bins(evaluation: Evaluation, settings: Settings) -> None:
    record = json.loads(json.dumps(records.record(evaluation, settings), allow_nan=False))
    assert (record["data"], record["documents"], record["questions"]) == ("small", 3, 4)
    assert record["settings"]["threshold"] == 0.45
    assert not {"index", "library_token", "host", "port"} & set(record["settings"])
    for figure in record["single"]["figures"].values():
        assert figure["low"] <= figure["value"] <= figure["high"]
    assert record["single"]["risk_coverage"][-1]["coverage"] == 1
    assert sum(each["questions"] for each in record["single"]["reliability"]) == 3
    assert record["off_topic"][0]["data"] == "other"


def test_outcomes_are_a_line_for_each_question(evaluation: Evaluation) -> None:
    lines = [json.loads(line) for line in outcomes.lines(evaluation).splitlines()]
    assert [line["question"] for line in lines[:4]] == [result.question.text for result in evaluation.results]
    assert [line.get("off_topic") for line in lines] == [None] * 4 + ["other"]
    refused = lines[2]
    assert (refused["answered"], refused["cited"], refused["draft_right"]) == (False, 0, False)
    assert (refused["right"], refused["concise"], refused["shown"], refused["refused"]) == (True, True, True, False)
    assert len(refused["quotes"]) == len(refused["scores"]) == len(refused["spans"]) > 0
    assert lines[0]["rank"] == 1
    assert lines[0]["quotes"] == lines[0]["gold_quotes"]


class Page(HTMLParser):
    """Collects what a page would load, and checks that its elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.drawn = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.drawn += tag == "svg"
        self.loads += [value for name, value in attrs if name in ("src", "href") and value]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert self.open

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_draws_each_group_and_loads_nothing(evaluation: Evaluation, settings: Settings) -> None:
    text = report.page(evaluation, settings)
    page = Page()
    page.feed(text)
    assert page.open == []
    assert page.loads == []
    assert page.drawn == 6
    assert "url(" not in text
    assert "<script" not in text
    assert "nan" not in re.findall(r'="([^"]*)"', text)


def test_the_tables_say_what_is_asked_and_what_came_out(
    evaluation: Evaluation, library: LocalLibrary, settings: Settings
) -> None:
    made = [steps(evaluation, library.open(), follow_ups=follow_ups) for follow_ups in (False, True)]
    text = document([Measured(evaluation, *made)], settings, {"date": "2000-01-01"})
    assert "| date | 2000-01-01 |" in text
    assert "| answerable questions answered right | 1.000 |" in text
    assert "| invalid citations, anywhere | 0 | 0 | yes |  |" in text
    assert "| off-topic questions refused, all pairs | 1.000 [1.000, 1.000] | 0.97 | yes |  |" in text
    assert "### small: 3 documents in 3 passages" in text
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_the_last_step_is_the_product_itself(evaluation: Evaluation, library: LocalLibrary) -> None:
    made = steps(evaluation, library.open(), follow_ups=False)
    assert len({step.name for step in made}) == len(made) == 6
    assert made[-1].figures["hit@1"].value == figure(evaluation, "hit@1")
    together = steps(evaluation, library.open(), follow_ups=True)
    assert len(together) == 9
    assert all(0 <= step.figures["mrr@10"].value <= 1 for step in together)
