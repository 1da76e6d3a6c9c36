"""The JSON Schemas of what commands print with ``--json``. docs/schemas/ publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from ui.formats.records import answers, reports

if TYPE_CHECKING:
    from collections.abc import Mapping

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# With --watch each line of `index` is a record of its own kind.
RECORDS: Mapping[str, Any] = {
    "add": reports.AddedRecord,
    "ask": answers.OutcomeRecord,
    "check": answers.CheckRecord,
    "doctor": reports.DiagnosisRecord,
    "eval": reports.EvaluationRecord,
    "feedback": reports.JudgementsRecord,
    "index": reports.ReportRecord,
    "index-watch": reports.ChangeRecord,
    "search": answers.FindingsRecord,
    "status": reports.StatusRecord,
    "table": answers.TableRecord,
    "verify": reports.ExaminedRecord,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each command's output, by the command's name."""
    return {name: {"$schema": DIALECT, **TypeAdapter(record).json_schema()} for name, record in RECORDS.items()}
