"""An outcome survives serialisation."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from index.filters import Filter
from rag.types import Answer, Reason
from tests.ui.outcomes import answer, computed, refusal
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


def test_what_another_version_kept_beside_it_is_passed_over() -> None:
    record = json.loads(to_text(answer()))
    record["passages"][0]["chunk"]["mood"] = "good"
    record["trace"]["weather"] = ["rain"]
    assert from_text(json.dumps(record)) == answer()


def test_a_computed_value_is_kept_with_its_rows() -> None:
    assert from_text(to_text(computed())) == computed()
