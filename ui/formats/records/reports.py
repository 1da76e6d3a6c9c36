"""The shapes of the JSON objects that say what commands did, and what they found."""

from __future__ import annotations

# The one of typing cannot be read by pydantic before Python 3.12.
from typing_extensions import TypedDict

from ui.formats.records.answers import OutcomeRecord  # noqa: TC001 (pydantic reads the annotations)


class SkippedRecord(TypedDict):
    """A file that was not read, and the reason."""

    source: str
    reason: str


class AdditionRecord(TypedDict):
    """A document that was added or compared: state is added, changed or unchanged, taken is when its bytes were."""

    source: str
    title: str
    state: str
    address: str
    taken: str | None


class AddedRecord(TypedDict):
    """What was added."""

    documents: list[AdditionRecord]
    skipped: list[SkippedRecord]
    generation: int


class FindingRecord(TypedDict):
    """What was found of a part: state is ok, note (something is missing that citeseed can do without) or wrong."""

    name: str
    state: str
    text: str


class DiagnosisRecord(TypedDict):
    """What was found of each part of the program; ok when nothing is wrong."""

    ok: bool
    findings: list[FindingRecord]


class CopyRecord(TypedDict):
    """A document with the same text as another one, which is cited instead."""

    source: str
    of: str


class ReportRecord(TypedDict):
    """What an indexing did, in numbers of documents."""

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: list[SkippedRecord]
    copies: list[CopyRecord]
    documents: int
    chunks: int
    embedded: int
    generation: int
    seconds: float


class DoneRecord(TypedDict):
    """What was done with a document: added, changed or removed."""

    source: str
    done: str


class ChangeRecord(ReportRecord):
    """What an indexing did, and with which documents."""

    sources: list[DoneRecord]


class UnreadRecord(TypedDict):
    """The parts of a document that were not read, or whose text was only recognised."""

    source: str
    parts: list[str]


class SourceRecord(TypedDict):
    """A document; stale when its file cannot be read any more and this is its last good version."""

    source: str
    title: str
    stale: bool


class EngineRecord(TypedDict):
    """The engine that a library is on; lag is how many generations the reader furthest behind has missed."""

    version: str
    writing: int | None
    readers: int
    lag: int
    oldest: int
    unfinished: list[int]


class StatusRecord(TypedDict):
    """What a library holds.

    size and memory are bytes, built is ISO 8601 in UTC. languages are ISO 639 codes, that of the most text first.
    """

    documents: int
    chunks: int
    generation: int
    embedder: str
    languages: list[str]
    size: int
    memory: int
    built: str
    roots: list[str]
    stale: list[str]
    copies: list[CopyRecord]
    unread: list[UnreadRecord]
    sources: list[SourceRecord]
    warnings: list[str]
    engine: EngineRecord | None


class JudgedRecord(TypedDict):
    """An answer that somebody judged; asked is ISO 8601 in UTC."""

    thumb: str
    reason: str
    asked: str
    outcome: OutcomeRecord | None


class JudgementsRecord(TypedDict):
    """The answers that were judged."""

    judged: list[JudgedRecord]


class ProblemRecord(TypedDict):
    """A damaged file; live when questions meet it."""

    file: str
    reason: str
    live: bool


class HealingRecord(TypedDict):
    """A generation that replaced a damaged one."""

    generation: int
    built: str
    damage: list[str]


class ExaminedRecord(TypedDict):
    """The damage in a library; ok when the live generation is intact, answering is the one that answers."""

    ok: bool
    answering: int | None
    problems: list[ProblemRecord]
    healed: list[HealingRecord]


class FigureRecord(TypedDict):
    """A figure with its 95 % interval, over so many questions."""

    value: float
    low: float
    high: float
    questions: int


class RiskRecord(TypedDict):
    """The share of wrong answers where only the surest share of the questions is answered."""

    coverage: float
    risk: float
    confidence: float


class BinRecord(TypedDict):
    """Answers of like confidence, and how many of them are right."""

    low: float
    high: float
    questions: int
    confidence: float
    right: float


class SummaryRecord(TypedDict):
    """What was measured over questions, by the names of the figures."""

    questions: int
    answerable: int
    figures: dict[str, FigureRecord]
    risk_coverage: list[RiskRecord]
    reliability: list[BinRecord]


class OffTopicRecord(TypedDict):
    """The share of the questions of another data set that are refused."""

    data: str
    refused: FigureRecord


class EvaluationRecord(TypedDict):
    """Everything that was measured, and under which settings."""

    data: str
    documents: int
    chunks: int
    questions: int
    settings: dict[str, str | int | float]
    single: SummaryRecord | None
    follow_ups: SummaryRecord | None
    off_topic: list[OffTopicRecord]
