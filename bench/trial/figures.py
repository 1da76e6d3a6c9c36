"""Add up grades, and write them as a table or as a record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.trial.asking import Asked

HEAD = ("questions", "right", "concise", "shown", "refused", "wrong, high", "invalid citations")


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


def summed(told: Mapping[str, Sequence[Asked]]) -> dict[str, Figures]:
    """Return the figures by library, half and sort, then of all libraries, then by kind."""
    rows: dict[str, list[Asked]] = defaultdict(list)
    everything = [each for asked in told.values() for each in asked]
    for name, asked in told.items():
        for each in asked:
            rows[f"{name}, {each.question.split}: {_sort(each)}"].append(each)
    for sort in ("answerable", "unanswerable"):
        for split in ("dev", "test"):
            rows[f"all, {split}: {sort}"] = [
                each for each in everything if each.question.split == split and _sort(each) == sort
            ]
    for kind in sorted({each.question.kind for each in everything if _sort(each) == "answerable"}):
        rows[f"kind: {kind}"] = [each for each in everything if each.question.kind == kind]
    return {name: figures(asked) for name, asked in sorted(rows.items(), key=_order) if asked}


def table(rows: Mapping[str, Figures]) -> str:
    """Return a Markdown table; right, concise and shown as shares of the questions, the others as counts."""
    lines = [f"| | {' | '.join(HEAD)} |", f"|---|{'---:|' * len(HEAD)}"]
    for name, row in rows.items():
        shares = [f"{count / row.questions:.2f}" for count in (row.right, row.concise, row.shown)]
        cells = [str(row.questions), *shares, str(row.refused), str(row.wrong_high), str(row.invalid)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def record(told: Mapping[str, Sequence[Asked]]) -> dict[str, object]:
    """Return all figures, and each question of the dev half with what was shown."""
    return {
        "figures": {name: asdict(row) for name, row in summed(told).items()},
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
        else "closest"
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


def _order(row: tuple[str, list[Asked]]) -> tuple[bool, bool]:
    """Libraries in their order, then all of them, then the kinds."""
    return row[0].startswith("kind: "), row[0].startswith("all, ")
