"""An outcome survives serialisation."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from index.filters import Filter
from rag.types import Answer, Reason
from tests.ui.outcomes import answer, computed, passage, refusal
from tests.ui.pages import answers
from ui.chat.serialization import from_text, to_text


@given(answers())
def test_an_answer_comes_back_whole(result: Answer) -> None:
    assert from_text(to_text(result)) == result


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_comes_back_whole(reason: Reason) -> None:
    assert from_text(to_text(refusal(reason))) == refusal(reason)


def test_which_documents_were_asked_comes_back() -> None:
    within = Filter.parse("reports", ["html", "pdf"], "2024-01-01", "2024-12-31")
    narrowed = replace(answer(), trace=replace(answer().trace, within=within))
    assert from_text(to_text(narrowed)) == narrowed
    record = json.loads(to_text(answer()))
    del record["trace"]["within"]  # as older versions kept it
    assert from_text(json.dumps(record)) == answer()


def test_the_closest_statements_come_back_and_older_versions_had_none() -> None:
    unsure = replace(refusal(Reason.UNSURE), closest=answer().sentences)
    assert from_text(to_text(unsure)) == unsure
    record = json.loads(to_text(unsure))
    del record["closest"], record["kind"]
    assert from_text(json.dumps(record)) == refusal(Reason.UNSURE)


def test_the_name_of_a_file_may_hold_bytes_that_are_no_text() -> None:
    named = replace(answer(), passages=(passage(1, source="reports/\udcff.txt"),))
    assert from_text(to_text(named)) == named


@pytest.mark.parametrize("text", ["{", "{}", '{"answered": true}', '{"answered": false, "reason": "mood"}'])
def test_what_is_no_outcome_is_an_error(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        from_text(text)


def test_what_another_version_kept_beside_it_is_passed_over() -> None:
    record = json.loads(to_text(answer()))
    record["passages"][0]["chunk"]["mood"] = "good"
    record["trace"]["weather"] = ["rain"]
    assert from_text(json.dumps(record)) == answer()


def test_a_computed_value_is_kept_with_its_rows() -> None:
    assert from_text(to_text(computed())) == computed()
