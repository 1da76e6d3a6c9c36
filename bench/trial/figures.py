"""Add up grades, and write them as a table or as a record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.trial.asking import Asked

# Answering over rows has a target of its own, so that library is kept out of the sum.
TABLES = ("tables", "sheets")
SORTS = ("answerable", "unanswerable")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over some questions; see ``bench.trial.grading.Grade`` for what each means."""

    questions: int
    right: int
    concise: int
    shown: int
    refused: int
    wrong_high: int
    invalid: int


def figures(asked: Iterable[Asked]) -> Figures:
    """Add up."""
    grades = [each.grade for each in asked]
    return Figures(
        len(grades),
        sum(each.right for each in grades),
        sum(each.concise for each in grades),
        sum(each.shown for each in grades),
        sum(each.refused for each in grades),
        sum(each.wrong_high for each in grades),
        sum(each.invalid for each in grades),
    )


def summed(told: Mapping[str, Sequence[Asked]], sort: str) -> dict[str, Figures]:
    """Return the figures of one sort of questions: by library and half, then of all but the tables, then by kind."""
    rows: dict[str, list[Asked]] = {}
    everything = [each for asked in told.values() for each in asked]
    texts = [each for name, asked in told.items() if name not in TABLES for each in asked]
    for name, asked in (*told.items(), ("all but tables", texts)):
        for split in ("dev", "test"):
            rows[f"{name}, {split}"] = [each for each in asked if each.question.split == split]
    for kind in sorted({each.question.kind for each in everything if each.question.unanswerable is None}):
        rows[f"kind: {kind}"] = [each for each in everything if each.question.kind == kind]
    chosen = {name: [each for each in asked if _sort(each) == sort] for name, asked in rows.items()}
    return {name: figures(asked) for name, asked in chosen.items() if asked}


def tables(told: Mapping[str, Sequence[Asked]]) -> str:
    """Return a Markdown table for each sort; shares of the questions have two places, the others are counts."""
    answerable: list[tuple[object, ...]] = []
    for name, row in summed(told, "answerable").items():
        shares = (_share(count, row) for count in (row.right, row.concise, row.shown))
        answerable.append((name, row.questions, *shares, row.refused, row.wrong_high, row.invalid))
    unanswerable: list[tuple[object, ...]] = [
        (name, row.questions, _share(row.right, row), row.wrong_high, row.invalid)
        for name, row in summed(told, "unanswerable").items()
    ]
    head = ("questions", "right", "concise", "shown", "refused", "wrong, high", "invalid citations")
    return "\n\n".join(
        [
            _table(("the documents answer", *head), answerable),
            _table(("they do not", "questions", "refused or unsure", *head[-2:]), unanswerable),
        ]
    )


def _share(count: int, row: Figures) -> str:
    return f"{count / row.questions:.2f}"


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    lines = [head, ("---", *["---:"] * (len(head) - 1)), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def record(told: Mapping[str, Sequence[Asked]]) -> dict[str, object]:
    """Return all figures, and each question of the dev half with what was shown."""
    return {
        "figures": {sort: {name: asdict(row) for name, row in summed(told, sort).items()} for sort in SORTS},
        "dev": [{"library": name, **asdict(each)} for name, asked in told.items() for each in asked if _is_dev(each)],
    }


def failures(told: Mapping[str, Sequence[Asked]]) -> str:
    """Return each question of the dev half that is not right or not concise; the test half is read in figures only."""
    return "\n\n".join(
        _failure(name, each)
        for name, asked in told.items()
        for each in asked
        if _is_dev(each) and not (each.grade.right and each.grade.concise)
    )


def _failure(name: str, each: Asked) -> str:
    question, reply, grade = each.question, each.reply, each.grade
    verdict = (
        "WRONG, HIGH"
        if grade.wrong_high
        else "wordy"
        if grade.right
        else "shown, not right"
        if grade.shown
        else "wrong"
        if reply.answered
        else "refused"
    )
    wanted = (
        question.unanswerable
        or " + ".join(" / ".join(group) for group in question.must)
        or str(question.patterns if question.value is None else question.value)
    )
    lines = [
        f"[{name}, {question.kind}] {' > '.join((*question.after, question.ask))}",
        f"  {verdict} ({reply.confidence:.2f}); wanted: {wanted}",
    ]
    lines += [f"  = {value}" for value in reply.values]
    lines += [f"  - {_one_line(each.text)}  ({', '.join(dict.fromkeys(each.sources))})" for each in reply.statements]
    lines += [f"  ~ {_one_line(each.text)}  ({', '.join(dict.fromkeys(each.sources))})" for each in reply.closest]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_dev(each: Asked) -> bool:
    return each.question.split == "dev"


def _sort(each: Asked) -> str:
    return "answerable" if each.question.unanswerable is None else "unanswerable"
