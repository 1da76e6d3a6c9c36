"""An evaluation as one JSON object."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.evaluation.evaluate import Evaluation
    from rag.evaluation.statistics.bootstrap import Figure
    from rag.evaluation.statistics.measures import Summary
    from rag.settings import Settings

# Settings that do not change what is answered.
_ELSEWHERE = frozenset(
    {"index", "library", "library_token", "originals", "host", "port", "auth_file", "root_path", "language_model_key"}
)


def record(evaluation: Evaluation, settings: Settings) -> dict[str, Any]:
    """Return everything that was measured, and under which settings."""
    return {
        "data": evaluation.data.name,
        "documents": len(evaluation.data.documents),
        "chunks": evaluation.chunks,
        "questions": len(evaluation.data.questions),
        "settings": settings_record(settings),
        "single": _summary(evaluation.single),
        "follow_ups": _summary(evaluation.follow_ups),
        "off_topic": [{"data": other.name, "refused": _figure(other.refused)} for other in evaluation.off_topic],
    }


def settings_record(settings: Settings) -> dict[str, str | int | float]:
    """Return the settings that figures depend on."""
    named = ((item.name, getattr(settings, item.name)) for item in fields(settings) if item.name not in _ELSEWHERE)
    return {name: str(value) if isinstance(value, Path) else value for name, value in named}


def _summary(summary: Summary | None) -> dict[str, Any] | None:
    if summary is None:
        return None
    return {
        "questions": summary.questions,
        "answerable": summary.answerable,
        "figures": {name: _figure(figure) for name, figure in summary.figures.items()},
        "risk_coverage": [
            {"coverage": round(coverage, 5), "risk": round(risk, 5), "confidence": round(confidence, 5)}
            for coverage, risk, confidence in summary.curve
        ],
        "reliability": [asdict(each) for each in summary.bins],
    }


def _figure(figure: Figure) -> dict[str, float | int]:
    return {
        "value": round(figure.value, 5),
        "low": round(figure.low, 5),
        "high": round(figure.high, 5),
        "questions": figure.questions,
    }
