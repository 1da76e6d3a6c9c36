from __future__ import annotations

import json
from dataclasses import replace

from index import Entry, Examination, Healing, LibraryStatus, Problem, Skipped, SyncReport
from index.types import Chunk
from index.types.blocks import Labelled
from rag import Findings, Reason
from rag.types import Passage
from tests.ui import outcomes
from ui.formats.json import (
    citation_record,
    examined_record,
    findings_record,
    outcome_record,
    report_record,
    status_record,
)


def test_an_answer_is_the_documented_object() -> None:
    record = outcome_record("why did  costs rise?", outcomes.answer())
    assert list(record) == [
        "question", "standalone_question", "answered", "text", "confidence", "reason", "sentences", "closest",
        "citations", "passages", "generation", "reader", "timings_ms", "warnings", "kind",
        "computed",
    ]  # fmt: skip
    assert record["question"] == "why did  costs rise?"
    assert record["standalone_question"] == "why did costs rise?"
    assert record["answered"] is True
    assert record["reason"] is None
    assert record["confidence"] == 0.9312
    assert record["generation"] == 7
    assert record["reader"] == "extractive"
    assert record["timings_ms"] == {"retrieve": 1.2, "total": 9.9}
    assert record["warnings"] == ["Something is odd."]
    assert record["text"] == outcomes.answer().text
    assert json.loads(json.dumps(record)) == record


def test_sentences_point_into_the_list_of_citations() -> None:
    record = outcome_record("q", outcomes.answer())
    assert [sentence["citations"] for sentence in record["sentences"]] == [[0], [1, 2], [0]]
    assert [sentence["span"] for sentence in record["sentences"]] == [[4, 17], None, None]
    assert [citation["passage"] for citation in record["citations"]] == [1, 1, 2]


def test_a_citation_and_a_passage_carry_their_offsets() -> None:
    record = outcome_record("q", outcomes.answer())
    for citation in record["citations"]:
        assert outcomes.TEXT[citation["start"] : citation["end"]] == citation["quote"]
    assert list(record["citations"][0]) == [
        "passage", "source", "fingerprint", "title", "headings", "page", "start", "end", "quote", "score", "date",
        "cells",
    ]  # fmt: skip
    passage = record["passages"][0]
    assert {"number", "source", "start", "end", "text", "score"} <= set(passage)
    assert (passage["start"], passage["end"], passage["text"]) == (0, len(outcomes.TEXT), outcomes.TEXT)
    assert passage["score"] == 0.9124
    assert (passage["labelled"], record["citations"][0]["cells"]) == (None, [])


def test_a_row_of_a_table_loses_the_names_of_its_columns() -> None:
    row = replace(outcomes.citation("Sales fell."), cells=(("Part", "Lamp"), ("", "90")))
    assert citation_record(row)["cells"] == [{"column": "Part", "text": "Lamp"}, {"column": "", "text": "90"}]
    text = "Part | Pounds\nLamp | 90"
    read = Labelled("Part: Lamp; Pounds: 90", ((6, 14, 4), (20, 21, 2)))
    found = Passage(1, Chunk("a.csv", "f", 0, 0, len(text), (), text, read), 0.5)
    (passage,) = findings_record("q", Findings((found,), outcomes.answer().trace))["passages"]
    assert (passage["text"], passage["labelled"]) == (text, "Part: Lamp; Pounds: 90")


def test_a_refusal_cites_nothing_and_shows_what_is_nearest() -> None:
    record = outcome_record("q", outcomes.refusal())
    assert list(record) == list(outcome_record("q", outcomes.answer()))
    assert record["answered"] is False
    assert record["reason"] == "UNSUPPORTED"
    assert (record["text"], record["sentences"], record["citations"]) == ("", [], [])
    assert [passage["number"] for passage in record["passages"]] == [1, 2]
    assert record["confidence"] == 0.12


def test_every_reason_is_written_as_its_name() -> None:
    assert [outcome_record("q", outcomes.refusal(reason))["reason"] for reason in Reason] == [
        "EMPTY_LIBRARY", "NOTHING_RELEVANT", "UNSUPPORTED", "unsure", "NOTHING_ASKED",
    ]  # fmt: skip


def test_a_report_counts_and_names_what_was_skipped() -> None:
    report = SyncReport(1, 2, 3, 4, (Skipped("b.xyz", "unknown type"),), 7, 12, 5, 6, 2.34567, {"c.txt": "a.txt"})
    assert report_record(report) == {
        "added": 1,
        "changed": 2,
        "removed": 3,
        "unchanged": 4,
        "skipped": [{"source": "b.xyz", "reason": "unknown type"}],
        "copies": [{"source": "c.txt", "of": "a.txt"}],
        "documents": 7,
        "chunks": 12,
        "embedded": 6,
        "generation": 5,
        "seconds": 2.346,
    }


def test_findings_are_the_documented_object() -> None:
    record = findings_record("q", Findings((outcomes.passage(1), outcomes.passage(2)), outcomes.trace()))
    assert list(record) == ["question", "passages", "generation", "timings_ms", "warnings"]
    assert [passage["number"] for passage in record["passages"]] == [1, 2]
    assert (record["question"], record["generation"]) == ("q", 7)


def test_a_status_says_all_that_is_known() -> None:
    entries = (
        Entry("a.txt", "A", "f", 9, 2, stale=True),
        Entry("b.txt", "B", "f", 9, 3, stale=False, unread=("a part",)),
    )
    status = LibraryStatus(2, 5, 3, "mini", "2026-01-02T03:04:05+00:00", 12345, 678, ("/docs",), entries, ("Odd.",))
    assert status_record(status) == {
        "documents": 2,
        "chunks": 5,
        "generation": 3,
        "embedder": "mini",
        "size": 12345,
        "memory": 678,
        "built": "2026-01-02T03:04:05+00:00",
        "roots": ["/docs"],
        "stale": ["a.txt"],
        "copies": [],
        "unread": [{"source": "b.txt", "parts": ["a part"]}],
        "sources": [
            {"source": "a.txt", "title": "A", "stale": True},
            {"source": "b.txt", "title": "B", "stale": False},
        ],
        "warnings": ["Odd."],
        "engine": None,
        "languages": ["en"],
    }


def test_only_damage_that_questions_meet_is_not_ok() -> None:
    live, spare = Problem("generations/000002/a", "is missing", live=True), Problem("b", "is missing", live=False)
    healing = Healing(3, "2026-01-02", ("a is missing",))
    assert examined_record(Examination((), 3, (healing,))) == {
        "ok": True,
        "answering": 3,
        "problems": [],
        "healed": [{"generation": 3, "built": "2026-01-02", "damage": ["a is missing"]}],
    }
    assert examined_record(Examination((spare,), 3, ()))["ok"] is True
    assert examined_record(Examination((spare, live), 1, ())) == {
        "ok": False,
        "answering": 1,
        "problems": [
            {"file": "b", "reason": "is missing", "live": False},
            {"file": "generations/000002/a", "reason": "is missing", "live": True},
        ],
        "healed": [],
    }


def test_a_computed_value_stands_beside_the_quotes_and_names_its_rows() -> None:
    record = outcome_record("q", outcomes.computed())
    assert record["computed"] == {
        "value": 144.5, "unit": "EUR", "operation": "sum", "column": "Amount <b>", "rows": [0, 1, 2], "of": 5,
    }  # fmt: skip
    assert record["text"].startswith("Computed: 144.5 EUR (sum of Amount <b> over 5 rows; 3 of 5 rows shown). ")
    assert all("144.5" not in sentence["text"] for sentence in record["sentences"])
    assert outcome_record("q", outcomes.answer())["computed"] is None
