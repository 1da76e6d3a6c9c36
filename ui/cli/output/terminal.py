"""Format outcomes, passages and reports for the terminal.

Pure functions. All text of documents and file names passes through ``ui.text.sanitize``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import NOT_SUPPORTED, Answer
from ui.cli.output.console import Screen, Sheet
from ui.formats.views.answer import view
from ui.text.layout import shortened
from ui.text.messages import REFUSALS_IN_TERMINAL, refusal
from ui.text.sanitize import visible, visible_block

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from index import EngineStatus, Examination, LibraryStatus, SyncReport
    from rag import Findings
    from rag.types import Citation, NoAnswer, Outcome, Passage
    from ui.chat.models import Exchange
    from ui.cli.output.console import Piece
    from ui.formats.views.answer import SentenceView, SourceView

MARK = "bold cyan"
QUIET = "dim"
# Characters of a nearest passage.
SHORT = 240
# Documents that a status lists, and characters of each title: as much as a screen holds.
MAX_LISTED = 20
MAX_TITLE_LENGTH = 80


def outcome_text(question: str, outcome: Outcome, screen: Screen) -> str:
    """Return an answer with its sources, or a refusal with the nearest passages."""
    sheet = Sheet(screen)
    searched = outcome.trace.standalone_question
    if searched.split() != question.split():
        sheet.add((f"Searched for: {visible(searched)}", QUIET))
        sheet.add()
    if isinstance(outcome, Answer):
        _answer(sheet, outcome)
    else:
        _refusal(sheet, outcome)
    return sheet.text()


def findings_text(findings: Findings, screen: Screen) -> str:
    """Return the passages that a search found, best first."""
    sheet = Sheet(screen)
    if not findings.passages:
        sheet.add("No passage matches.")
    for passage in findings.passages:
        if passage is not findings.passages[0]:
            sheet.add()
        _passage(sheet, passage, passage.chunk.text)
    return sheet.text()


def report_text(report: SyncReport, screen: Screen) -> str:
    """Return what a sync did, every skipped file with its reason."""
    sheet = Sheet(screen)
    numbers = f"{report.added} added, {report.changed} changed, {report.removed} removed, {report.unchanged} unchanged"
    sheet.add(("Documents: ", "bold"), numbers)
    sheet.add(("Embedded:  ", "bold"), f"{_count(report.embedded, 'chunk')} in {report.seconds:.1f} s")
    holds = (
        f"{_count(report.documents, 'document')} in {_count(report.chunks, 'chunk')}, generation {report.generation}"
    )
    sheet.add(("Library:   ", "bold"), holds)
    if report.copies:
        number = _count(len(report.copies), "document")
        sheet.add(("Copies:    ", "bold"), f"{number} with the text of another, which is cited in their place")
        _copies(sheet, report.copies)
    if report.skipped:
        sheet.add((f"Skipped {_count(len(report.skipped), 'file')}:", "yellow"))
    for skipped in report.skipped:
        sheet.add((visible(skipped.source), "bold"), f": {visible(skipped.reason)}", prefix="  ")
    return sheet.text()


def judged_text(judged: Sequence[Exchange], screen: Screen) -> str:
    """Return the rated answers, each with its thumb and reason."""
    sheet = Sheet(screen)
    if not judged:
        sheet.add("Nobody has judged an answer yet.")
    for each in judged:
        thumb = ("good  ", MARK) if each.thumb == "up" else ("bad   ", "yellow")
        sheet.add(thumb, (visible(each.question), "bold"))
        said = each.outcome.text if isinstance(each.outcome, Answer) else ""
        sheet.add((shortened(visible(said), SHORT), QUIET), prefix="      ")
        if each.reason:
            sheet.add(visible(each.reason), prefix="      ")
    return sheet.text()


def watching_text(report: SyncReport, screen: Screen) -> str:
    """Return the folders that are watched."""
    sheet = Sheet(screen)
    for folder in report.folders:
        sheet.add(("Watching:  ", "bold"), visible(folder))
    sheet.add(("Ctrl-C ends it.", QUIET))
    return sheet.text()


def change_text(report: SyncReport, before: SyncReport, at: datetime, screen: Screen) -> str:
    """Return what a sync changed, without files that were skipped or copies before."""
    sheet = Sheet(screen)
    numbers = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    told = ", ".join(f"{number:,} {word}" for word, number in numbers if number) or "nothing changed"
    holds = f"{_count(report.documents, 'document')} in {_count(report.chunks, 'chunk')}"
    sheet.add((f"{at:%H:%M:%S}  ", QUIET), (told, "bold"), f"; {holds}, generation {report.generation}")
    lines: list[tuple[Piece, ...]] = [(f"{what:<8} ", visible(each)) for each, what in report.sources.items()]
    lines += [
        ("copy     ", f"{visible(source)} says what {visible(first)} says")
        for source, first in report.copies.items()
        if before.copies.get(source) != first
    ]
    lines += [
        (("skipped  ", "yellow"), f"{visible(skipped.source)}: {visible(skipped.reason)}")
        for skipped in report.skipped
        if skipped not in before.skipped
    ]
    for line in lines[:MAX_LISTED]:
        sheet.add(*line, prefix="          ")
    if len(lines) > MAX_LISTED:
        sheet.add(f"and {len(lines) - MAX_LISTED:,} more; --json names every one", prefix="          ")
    return sheet.text()


def _engine(sheet: Sheet, engine: EngineStatus) -> None:
    sheet.add(("Engine:   ", "bold"), visible(engine.version))
    behind = f", up to {_count(engine.lag, 'generation')} behind" if engine.lag else ""
    sheet.add(("Readers:  ", "bold"), f"{engine.readers:,}{behind}; generations from {engine.oldest} on are kept")
    if engine.writing is not None:
        sheet.add(("Writing:  ", "bold"), f"somebody is writing generation {engine.writing}")
    if engine.unfinished:
        numbers = ", ".join(map(str, engine.unfinished))
        sheet.add(("Unfinished:", "yellow"), f" generation {numbers}, which readers pass over")


def status_text(status: LibraryStatus, screen: Screen) -> str:
    """Return what a library holds."""
    sheet = Sheet(screen)
    holds = (
        f"{_count(status.documents, 'document')} in {_count(status.chunks, 'chunk')}, generation {status.generation}"
    )
    sheet.add(("Library:  ", "bold"), holds)
    sheet.add(("Built:    ", "bold"), visible(status.built))
    sheet.add(("Embedder: ", "bold"), visible(status.embedder))
    sheet.add(("Language: ", "bold"), visible(", ".join(status.languages) or "none"))
    if status.engine is None:
        size = f"{_size(status.size)} on disk, up to {_size(status.memory)} of it in memory"
        sheet.add(("Size:     ", "bold"), size)
    else:
        _engine(sheet, status.engine)
    for root in status.roots:
        sheet.add(("Folder:   ", "bold"), visible(root))
    for source in status.stale:
        sheet.add(
            ("Stale:    ", "yellow"), f"{visible(source)} (the file cannot be read; its last good version is kept)"
        )
    _unread(sheet, "In part:  ", [(each.source, part) for each in status.entries for part in each.missed])
    _unread(sheet, "Pictures: ", [(each.source, part) for each in status.entries for part in each.recognised])
    if status.copies:
        sheet.add(("Copies:   ", "bold"), f"{len(status.copies):,}, in whose place another is cited")
        _copies(sheet, status.copies)
    if status.entries:
        sheet.add(("Documents:", "bold"))
    for entry in status.entries[:MAX_LISTED]:
        sheet.add(
            (visible(entry.source), "bold"), f": {shortened(visible(entry.title), MAX_TITLE_LENGTH)}", prefix="  "
        )
    if len(status.entries) > MAX_LISTED:
        sheet.add(f"and {len(status.entries) - MAX_LISTED} more; --json names every one", prefix="  ")
    return sheet.text()


def examined_text(found: Examination, screen: Screen) -> str:
    """Return whether the library is intact, each damaged file, and earlier repairs."""
    sheet = Sheet(screen)
    if not found.sound:
        sheet.add((f"The library is damaged. Repair it with: {found.repair}", "yellow"))
        sheet.add(
            "Until then a question may end with an error, or miss a passage."
            if found.is_on_engine
            else f"Until then questions are answered from generation {found.answering}, which is whole."
            if found.answering
            else "Until then no question is answered; the documents are read again for it."
        )
    elif found.problems:
        sheet.add("The library is whole. An earlier generation is damaged; the next change removes it.")
    else:
        sheet.add("The library is whole: every file is as it was written.")
    for problem in found.problems:
        sheet.add((visible(problem.file), "bold"), f": {visible(problem.reason)}", prefix="  ")
    for healing in found.healings:
        sheet.add(f"Generation {healing.generation} ({visible(healing.built)}) was made in place of what was damaged:")
        for damage in healing.damage:
            sheet.add(visible(damage), prefix="  ")
    return sheet.text()


def _answer(sheet: Sheet, answer: Answer) -> None:
    shown = view(answer)
    if shown.computed:
        sheet.add((visible(shown.computed), "bold"))
        sheet.add()
    sheet.add(*(piece for each in shown.sentences for piece in _sentence(each)))
    sheet.add()
    if shown.confidence:
        sheet.add(("Confidence: ", QUIET), shown.confidence, (f" ({answer.confidence:.2f})", QUIET))
        sheet.add()
    add_sources(sheet, shown.sources)


def add_sources(sheet: Sheet, sources: Sequence[SourceView]) -> None:
    """Add the quotes of an answer, by the numbers of their passages."""
    sheet.add(("Sources", "bold"))
    for source in sources:
        sheet.add((f"[{source.number}]", MARK), " ", (visible(source.citations[0].title), "bold"))
        for citation in source.citations:
            sheet.add((_place(citation), QUIET), prefix="    ")
            sheet.add(visible_block(citation.quote), prefix="    > ")


def _sentence(sentence: SentenceView) -> list[Piece]:
    start, end = sentence.span or (0, 0)
    parts = ((sentence.text[:start], ""), (sentence.text[start:end], "bold"), (sentence.text[end:], ""))
    pieces: list[Piece] = [sentence.gap] if sentence.gap else []
    pieces += [(visible(" ".join(part.splitlines())), style) for part, style in parts]
    if not sentence.numbers:
        return [*pieces, (f" {NOT_SUPPORTED}", "yellow")]
    for number in sentence.numbers:
        pieces += [" ", (f"[{number}]", MARK)]
    return pieces


def _place(citation: Citation) -> str:
    # The document's title is shown above, so it is left out of the headings.
    headings = [heading for heading in citation.headings if heading != citation.title]
    page = [] if citation.page is None else [f"page {citation.page}"]
    date = [] if citation.date is None else [citation.date]
    where = [citation.source, *date, *headings, *page, f"characters {citation.start}-{citation.end}"]
    return " · ".join(visible(part) for part in where)


def _refusal(sheet: Sheet, refused: NoAnswer) -> None:
    sheet.add((refusal(refused, REFUSALS_IN_TERMINAL), "yellow"))
    shown = view(refused)
    for each in shown.closest:
        sheet.add(*_sentence(each), prefix="  - ")
    if shown.closest:
        sheet.add()
        add_sources(sheet, shown.sources)
        return
    if refused.nearest:
        sheet.add()
        sheet.add(("Nearest passages (they do not answer the question)", "bold"))
    for passage in refused.nearest:
        _passage(sheet, passage, shortened(passage.chunk.text, SHORT))


def _passage(sheet: Sheet, passage: Passage, text: str) -> None:
    chunk = passage.chunk
    sheet.add(f"{passage.number}. ", (visible(chunk.source), "bold"))
    where = [*chunk.headings, f"characters {chunk.start}-{chunk.end}", f"score {passage.score:.2f}"]
    sheet.add((" · ".join(visible(part) for part in where), QUIET), prefix="   ")
    sheet.add(visible_block(text.strip()), prefix="   ")


def _unread(sheet: Sheet, label: str, said: Sequence[tuple[str, str]]) -> None:
    for source, part in said[:MAX_LISTED]:
        sheet.add((label, "yellow"), f"{visible(source)}: {visible(part)}")
    if len(said) > MAX_LISTED:
        sheet.add(f"and {len(said) - MAX_LISTED:,} more; --json names every one", prefix=" " * len(label))


def _copies(sheet: Sheet, copies: Mapping[str, str]) -> None:
    for source, first in list(copies.items())[:MAX_LISTED]:
        sheet.add((visible(source), "bold"), f": says what {visible(first)} says", prefix="  ")
    if len(copies) > MAX_LISTED:
        sheet.add(f"and {len(copies) - MAX_LISTED} more; --json names every one", prefix="  ")


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 100_000 else f"{number / 1e3:,.1f} kB"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
