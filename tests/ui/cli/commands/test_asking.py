"""Asking and searching at the command line: output, errors, exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import ARTICLE, GOLDEN, SEEDS, asked, citeseed, citeseed_process, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_the_article_says_why_the_plan_is_risky_in_its_own_words(seeds_library: Path) -> None:
    record = asked(seeds_library, GOLDEN)
    shown = citeseed("show", ARTICLE, "--index", str(seeds_library), cwd=seeds_library)
    assert record["answered"]
    assert record["question"] == GOLDEN
    for citation in record["citations"]:
        assert citation["source"] == ARTICLE
        assert shown.stdout[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["quote"] in (SEEDS / ARTICLE).read_text(encoding="utf-8")
    for sentence in record["sentences"]:
        assert sentence["citations"]
        assert all(index < len(record["citations"]) for index in sentence["citations"])
    quotes = " ".join(citation["quote"] for citation in record["citations"])
    assert "speculative, risky gamble in the pursuit of AGI" in quotes
    assert "payback an uncertain and indistinct prospect" in quotes


def test_what_the_article_does_not_say_is_refused(seeds_library: Path) -> None:
    record = asked(seeds_library, "What is the capital of Mongolia?")
    assert record["answered"] is False
    assert record["reason"] in {"NOTHING_RELEVANT", "UNSUPPORTED"}
    assert (record["sentences"], record["citations"], record["text"]) == ([], [], "")
    told = citeseed("ask", "What is the capital of Mongolia?", "--index", str(seeds_library), cwd=seeds_library)
    assert told.returncode == 0
    assert told.stdout.startswith("No answer: ")
    assert "[1]" not in told.stdout


def test_a_person_reads_numbered_quotes(seeds_library: Path) -> None:
    result = citeseed("ask", GOLDEN, "--index", str(seeds_library), cwd=seeds_library)
    assert (result.returncode, result.stderr) == (0, "")
    assert "[1]" in result.stdout
    assert "\nSources\n" in result.stdout
    assert "    > " in result.stdout
    assert "\x1b" not in result.stdout


def test_a_filter_that_leaves_nothing_is_named_and_no_failure(seeds_library: Path) -> None:
    place = ("--folder", "reports", "--type", "html", "--index", str(seeds_library))
    asked = citeseed("ask", GOLDEN, *place, cwd=seeds_library)
    assert asked.returncode == 0
    assert asked.stdout == "No answer: nothing in the documents is about this.\n"
    assert "No document of the library fits the filter (folder 'reports', type htm or html)" in asked.stderr
    searched = json.loads(citeseed("search", GOLDEN, "--json", *place, cwd=seeds_library).stdout)
    assert searched["passages"] == []
    assert len(searched["warnings"]) == 1
    assert json.loads(
        citeseed("search", GOLDEN, "--json", "--type", "txt", "--index", str(seeds_library), cwd=seeds_library).stdout
    )["passages"]


def test_search_lists_passages_best_first(seeds_library: Path) -> None:
    result = citeseed("search", "Jack Ma", "-k", "2", "--json", "--index", str(seeds_library), cwd=seeds_library)
    record = json.loads(result.stdout)
    assert [passage["number"] for passage in record["passages"]] == [1, 2]
    assert record["generation"] == 1
    scores = [passage["score"] for passage in record["passages"]]
    assert scores == sorted(scores, reverse=True)
    text = citeseed("show", ARTICLE, "--index", str(seeds_library), cwd=seeds_library).stdout
    for passage in record["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
    told = citeseed("search", "Jack Ma", "-k", "1", "--index", str(seeds_library), cwd=seeds_library)
    assert told.stdout.startswith(f"1. {ARTICLE}")


@pytest.mark.slow
def test_the_output_is_utf8_whatever_the_locale(seeds_library: Path) -> None:
    index = str(seeds_library)
    plain = citeseed("ask", GOLDEN, "--index", index, cwd=seeds_library)
    locales = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    elsewhere = citeseed_process("ask", GOLDEN, "--index", index, cwd=seeds_library, **locales)
    assert elsewhere.stdout == plain.stdout
    assert "“" in plain.stdout or "’" in plain.stdout


def test_a_question_that_cannot_be_asked_is_wrong_usage(seeds_library: Path) -> None:
    index = str(seeds_library)
    refused(citeseed("ask", "why " * 30_000, "--index", index, cwd=seeds_library), 2, "question")


def test_a_question_that_is_no_utf8_harms_nothing(seeds_library: Path) -> None:
    result = citeseed("ask", b"caf\xe9 \x1b[31m?", "--json", "--index", str(seeds_library), cwd=seeds_library)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert json.loads(result.stdout)["answered"] is False


def test_a_question_may_begin_with_a_dash(seeds_library: Path) -> None:
    assert asked(seeds_library, "-5 degrees in Mongolia?")["question"] == "-5 degrees in Mongolia?"
