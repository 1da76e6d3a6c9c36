"""The JSON Schemas of what commands print with ``--json``. docs/schemas/ publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from ui.formats import records, report_records

if TYPE_CHECKING:
    from collections.abc import Mapping

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# With --watch each line of `index` is a record of its own kind.
RECORDS: Mapping[str, Any] = {
    "add": report_records.AddedRecord,
    "ask": records.OutcomeRecord,
    "check": records.CheckRecord,
    "doctor": report_records.DiagnosisRecord,
    "eval": report_records.EvaluationRecord,
    "feedback": report_records.JudgementsRecord,
    "index": report_records.ReportRecord,
    "index-watch": report_records.ChangeRecord,
    "search": records.FindingsRecord,
    "status": report_records.StatusRecord,
    "table": records.TableRecord,
    "verify": report_records.ExaminedRecord,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each command's output, by the command's name."""
    return {name: {"$schema": DIALECT, **TypeAdapter(record).json_schema()} for name, record in RECORDS.items()}
