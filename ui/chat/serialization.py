"""Serialise an outcome with its passages as JSON, and read it back."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, TypeVar

from index import Chunk
from index.filters import Filter
from rag.types import Answer, Citation, Computed, NoAnswer, Outcome, Passage, Reason, ReplyKind, Sentence, Trace

Value = TypeVar("Value")


def to_text(outcome: Outcome) -> str:
    """Return an outcome as JSON, every passage with its text."""
    return json.dumps({"answered": isinstance(outcome, Answer), **asdict(outcome)}, default=sorted)  # sets, as lists


def from_text(text: str) -> Outcome:
    """Return what ``to_text`` was given; raise ``ValueError`` or ``KeyError`` when it is something else."""
    record = json.loads(text)
    confidence, trace = float(record["confidence"]), _trace(record["trace"])
    kind = ReplyKind(record.get("kind", ReplyKind.QUESTION))  # missing in older versions
    if record["answered"]:
        sentences, passages = tuple(map(_sentence, record["sentences"])), _passages(record["passages"])
        return Answer(sentences, passages, confidence, trace, kind, _computed(record.get("computed")))
    closest = tuple(map(_sentence, record.get("closest", ())))  # missing in older versions
    return NoAnswer(Reason(record["reason"]), _passages(record["nearest"]), closest, confidence, trace, kind)


def _trace(record: dict[str, Any]) -> Trace:
    within = record.get("within", {})  # missing in older versions
    types = frozenset(within.get("types", ()))
    return _made(Trace, {**record, "within": _made(Filter, {**within, "types": types})})


def _sentence(record: dict[str, Any]) -> Sentence:
    citations = tuple(_made(Citation, citation) for citation in record["citations"])
    return _made(Sentence, {**record, "citations": citations})


def _computed(record: dict[str, Any] | None) -> Computed | None:
    if record is None:
        return None
    return _made(Computed, {**record, "rows": tuple(_made(Citation, each) for each in record["rows"])})


def _passages(records: list[dict[str, Any]]) -> tuple[Passage, ...]:
    return tuple(_made(Passage, {**record, "chunk": _made(Chunk, record["chunk"])}) for record in records)


def _made(kind: type[Value], record: dict[str, Any]) -> Value:
    """Make a value of a record; ignore fields of other versions."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _frozen(value) for name, value in record.items() if name in known})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
