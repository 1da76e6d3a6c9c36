from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Entry, Examination, Healing, LibraryStatus, Problem, Skipped, SyncReport
from rag import Answer, Findings, Reason, Sentence
from tests.ui import outcomes
from ui.cli.output.console import Screen
from ui.cli.output.terminal import (
    MAX_LISTED,
    change_text,
    examined_text,
    findings_text,
    outcome_text,
    report_text,
    status_text,
    watching_text,
)
from ui.text.messages import REFUSALS_IN_TERMINAL, confidence_word

SCAN = "page 1 is a picture; the text was recognised (tesseract, eng) and may have mistakes"
PIPE = Screen(width=None, color=False)
WINDOW = Screen(width=50, color=True)
STYLE = re.compile(r"\x1b\[[0-9;]*m")
# Text as a document may hold it, and worse; brackets left out so that every [n] in the output is ours.
ANY_TEXT = st.text(st.characters(codec=None, exclude_characters="[]"), min_size=1)


def test_an_answer_reads_from_the_sentences_down_to_the_quotes() -> None:
    assert outcome_text("why did costs rise?", outcomes.answer(), PIPE) == (
        "The price of fuel is the reason, the report says. [1] Costs rose by 5 percent. [1] [2] "
        "The price of fuel is the reason, the report says. [1]\n"
        "\n"
        "Confidence: high (0.93)\n"
        "\n"
        "Sources\n"
        "[1] Annual report\n"
        "    reports/2024.txt · Results · Costs · page 3 · characters 0-24\n"
        "    > Costs rose by 5 percent.\n"
        "    reports/2024.txt · Results · Costs · page 3 · characters 25-74\n"
        "    > The price of fuel is the reason, the report says.\n"
        "[2] Annual report\n"
        "    reports/2024.txt · Results · Costs · page 3 · characters 75-86\n"
        "    > Sales fell.\n"
    )


def test_a_terminal_gets_wrapped_lines_and_the_short_answer_in_bold() -> None:
    text = outcome_text("why did costs rise?", outcomes.answer(), WINDOW)
    assert "\x1b[1mprice of fuel\x1b[0m" in text
    assert max(len(line) for line in STYLE.sub("", text).splitlines()) <= 50


def test_another_searched_question_is_said() -> None:
    assert outcome_text("and why?", outcomes.answer(), PIPE).startswith("Searched for: why did costs rise?\n\n")
    assert "Searched for" not in outcome_text(" why did\ncosts rise? ", outcomes.answer(), PIPE)


def test_the_title_is_not_said_again_as_a_heading() -> None:
    cited = replace(outcomes.citation("Sales fell."), headings=("Annual report", "Results"))
    shown = outcome_text("q", replace(outcomes.answer(), sentences=(Sentence("Sales fell.", (cited,)),)), PIPE)
    assert "    reports/2024.txt · Results · page 3 · characters 75-86\n" in shown


def test_a_sentence_without_support_says_so() -> None:
    unsupported = replace(outcomes.answer(), sentences=(Sentence("Nobody knows.", ()),))
    assert outcome_text("q", unsupported, PIPE).count("Nobody knows. (not supported by the documents)") == 1


@pytest.mark.parametrize("reason", Reason)
def test_a_refusal_says_why_and_cites_nothing(reason: Reason) -> None:
    text = outcome_text("why did costs rise?", outcomes.refusal(reason), PIPE)
    assert text.startswith(REFUSALS_IN_TERMINAL[reason] + "\n")
    assert not re.search(r"\[\d", text)
    assert ("Nearest passages" in text) is (reason is not Reason.EMPTY_LIBRARY)


def test_the_nearest_passages_are_shortened() -> None:
    refusal = replace(outcomes.refusal(), nearest=(outcomes.passage(text="word " * 300),))
    last = outcome_text("why did costs rise?", refusal, PIPE).splitlines()[-1]
    assert last.endswith("word…")
    assert len(last) < 260


def test_a_report_names_every_skipped_file_with_its_reason() -> None:
    report = SyncReport(1, 2, 3, 4, (Skipped("a\nb.xyz", "unknown type"),), 7, 1234, 5, 1, 2.34)
    assert report_text(report, PIPE) == (
        "Documents: 1 added, 2 changed, 3 removed, 4 unchanged\n"
        "Embedded:  1 chunk in 2.3 s\n"
        "Library:   7 documents in 1,234 chunks, generation 5\n"
        "Skipped 1 file:\n"
        "  a\\nb.xyz: unknown type\n"
    )


def test_passages_are_numbered_and_whole() -> None:
    findings = Findings((outcomes.passage(1), outcomes.passage(2, "Sales fell.\n")), outcomes.trace())
    assert findings_text(findings, PIPE) == (
        "1. reports/2024.txt\n"
        "   Results · characters 0-86 · score 0.91\n"
        "   Costs rose by 5 percent. The price of fuel is the reason, the report says.\n"
        "   Sales fell.\n"
        "\n"
        "2. reports/2024.txt\n"
        "   Results · characters 0-12 · score 0.91\n"
        "   Sales fell.\n"
    )
    assert findings_text(Findings((), outcomes.trace()), PIPE) == "No passage matches.\n"


def test_a_status_names_folders_documents_and_what_is_stale() -> None:
    entries = (
        Entry("new\n.txt", "News", "f", 9, 2, stale=False),
        Entry("old.txt", "Old", "f", 9, 3, stale=True, unread=("a\n part",)),
        Entry("scan.png", "Scan", "f", 9, 3, stale=False, unread=(SCAN,)),
    )
    status = LibraryStatus(3, 5, 3, "mini", "2026-01-02", 12345, 678, ("/docs\n",), entries, ())
    assert status_text(status, PIPE) == (
        "Library:  3 documents in 5 chunks, generation 3\n"
        "Built:    2026-01-02\n"
        "Embedder: mini\n"
        "Language: en\n"
        "Size:     12.3 kB on disk, up to 0.7 kB of it in memory\n"
        "Folder:   /docs\\n\n"
        "Stale:    old.txt (the file cannot be read; its last good version is kept)\n"
        "In part:  old.txt: a\\n part\n"
        f"Pictures: scan.png: {SCAN}\n"
        "Documents:\n"
        "  new\\n.txt: News\n"
        "  old.txt: Old\n"
        "  scan.png: Scan\n"
    )


def test_copies_are_told_with_what_is_cited_in_their_place() -> None:
    report = SyncReport(3, 0, 0, 0, documents=3, copies={"b\n.txt": "a.txt", "c.txt": "a.txt"})
    told = (
        "Copies:    2 documents with the text of another, which is cited in their place\n"
        "  b\\n.txt: says what a.txt says\n"
        "  c.txt: says what a.txt says\n"
    )
    assert report_text(report, PIPE).endswith(f"generation 0\n{told}")
    many = SyncReport(99, 0, 0, 0, copies={f"{number:03}.txt": "a.txt" for number in range(MAX_LISTED + 5)})
    assert report_text(many, PIPE).endswith("  and 5 more; --json names every one\n")
    entries = tuple(Entry(name, "A", "f", 9, 1, stale=False, content="x") for name in ("a.txt", "b.txt"))
    status = LibraryStatus(2, 2, 1, "mini", "now", 1, 1, (), entries, ())
    assert "Copies:   1, in whose place another is cited\n  b.txt: says what a.txt says\n" in status_text(status, PIPE)


def test_a_change_is_told_without_what_was_told_before() -> None:
    odd, new = Skipped("odd.xyz", "unknown type"), Skipped("new\n.pdf", "it is encrypted")
    before = SyncReport(2, 0, 0, 0, (odd,), 2, 2, 1, copies={"b.txt": "a.txt"}, folders=("/docs\n",))
    assert watching_text(before, PIPE) == "Watching:  /docs\\n\nCtrl-C ends it.\n"
    done = {"c\n.txt": "added", "d.txt": "removed", "e.txt": "changed"}
    report = SyncReport(1, 1, 1, 1, (new, odd), 3, 1234, 2, copies={"b.txt": "a.txt", "c\n.txt": "a.txt"}, sources=done)
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert change_text(report, before, at, PIPE) == (
        "03:04:05  1 added, 1 changed, 1 removed; 3 documents in 1,234 chunks, generation 2\n"
        "          added    c\\n.txt\n"
        "          removed  d.txt\n"
        "          changed  e.txt\n"
        "          copy     c\\n.txt says what a.txt says\n"
        "          skipped  new\\n.pdf: it is encrypted\n"
    )
    assert change_text(before, before, at, PIPE).startswith("03:04:05  2 added; 2 documents in 2 chunks")
    many = SyncReport(99, 0, 0, 0, sources={f"{number:03}.txt": "added" for number in range(MAX_LISTED + 5)})
    assert change_text(many, before, at, PIPE).endswith("          and 5 more; --json names every one\n")


def test_a_status_lists_no_more_than_a_screen_holds() -> None:
    entries = tuple(Entry(f"{number:03}.txt", "word " * 99, "f", 9, 1, stale=False) for number in range(MAX_LISTED + 5))
    lines = status_text(LibraryStatus(25, 25, 1, "mini", "now", 1, 1, (), entries, ()), PIPE).splitlines()
    assert [line[:9] for line in lines[-MAX_LISTED - 1 : -1]] == [f"  {entry.source}" for entry in entries[:MAX_LISTED]]
    assert lines[-1] == "  and 5 more; --json names every one"
    assert all(len(line) < 120 for line in lines)


def test_damage_is_told_by_file_with_what_to_do() -> None:
    live, spare = Problem("CURRENT", "does not name a generation", live=True), Problem("b", "is missing", live=False)
    assert examined_text(Examination((), 1, ()), PIPE) == "The library is whole: every file is as it was written.\n"
    damaged = examined_text(Examination((live, spare), 1, ()), PIPE)
    assert "citeseed index" in damaged.splitlines()[0]
    assert damaged.splitlines()[1:] == [
        "Until then questions are answered from generation 1, which is whole.",
        "  CURRENT: does not name a generation",
        "  b: is missing",
    ]
    assert "no question is answered" in examined_text(Examination((live,), None, ()), PIPE)
    assert examined_text(Examination((spare,), 1, ()), PIPE).startswith("The library is whole.")


def test_what_was_healed_is_told() -> None:
    healing = Healing(3, "2026-01-02", ("generations/000002/a: has 3 bytes instead of 4",))
    assert examined_text(Examination((), 3, (healing,)), PIPE).splitlines()[1:] == [
        "Generation 3 (2026-01-02) was made in place of what was damaged:",
        "  generations/000002/a: has 3 bytes instead of 4",
    ]


def test_confidence_is_a_word() -> None:
    assert [confidence_word(value) for value in (0.99, 0.8, 0.79, 0.65, 0.64, 0.0)] == [
        "high", "high", "fair", "fair", "low", "low",
    ]  # fmt: skip


def test_of_a_certain_reply_no_confidence_is_told() -> None:
    """Nothing is asked by a greeting, so nothing can be wrong about its reply."""
    certain = replace(outcomes.answer(), confidence=1.0)
    assert "onfidence" not in outcome_text("hello", certain, PIPE)


@given(text=ANY_TEXT, source=ANY_TEXT, title=ANY_TEXT, question=ANY_TEXT, wide=st.booleans())
def test_no_document_writes_to_the_terminal(text: str, source: str, title: str, question: str, *, wide: bool) -> None:
    screen = WINDOW if wide else PIPE
    answer = hostile(text, source, title, question)
    refusal = replace(outcomes.refusal(), nearest=answer.passages, trace=answer.trace)
    for shown in (outcome_text("q", answer, screen), outcome_text("q", refusal, screen)):
        plain = STYLE.sub("", shown)
        assert not [char for char in plain if unicodedata.category(char) in {"Cc", "Cs"} and char != "\n"]
        numbers = {int(number) for number in re.findall(r"\[(\d+)\]", plain)}
        assert numbers <= {citation.passage for citation in answer.citations}


def hostile(text: str, source: str, title: str, question: str) -> Answer:
    cited = replace(outcomes.citation(text, number=1, text=text, source=source), title=title, headings=(title,))
    return replace(
        outcomes.answer(),
        sentences=(Sentence(text, (cited,), span=(0, len(text) // 2)),),
        passages=(outcomes.passage(1, text, source),),
        trace=outcomes.trace(question),
    )


def test_a_computed_value_is_marked_above_the_rows() -> None:
    text = outcome_text("why did costs rise?", outcomes.computed(), PIPE)
    assert text.startswith("Computed: 144.5 EUR (sum of Amount <b> over 5 rows; 3 of 5 rows shown)\n\n")
