"""The measured rows as a table, as a page, and as JSON."""

from __future__ import annotations

import platform
import subprocess
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.diagnosis import processor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.reporting.rows import Row

ROOT = Path(__file__).parents[2]
PACKAGES = ("faiss-cpu", "numpy", "onnxruntime", "sentence-transformers", "torch")
INTRODUCTION = """\
# Performance

Written by `make bench`. `python -m bench --help` lists its options. The texts are sentences of `seeds/`, shuffled
into documents. A figure depends on the machine and its load. The ratio depends on them much less, because both
figures are measured in turn. Each figure is the median of its repeats.
"""


def circumstances(packages: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Return what a figure depends on: the commit, processor, system and versions."""
    return {
        "commit": commit(),
        "processor": processor(),
        "system": platform.system(),
        "Python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def commit() -> str:
    """Return the short name of the commit that is checked out; "unknown" outside a repository."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return asked.stdout.strip() or "unknown"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = ["| what | figure | beside | its figure | ratio | repeats |", "|---|---:|---|---:|---:|---:|"]
    for row in rows:
        what = f"{row.what} ({row.note})" if row.note else row.what
        cells = (what, _told(row.figure, row.unit), row.beside, _told(row.reference, row.unit), f"{row.ratio:.2g}")
        lines.append(f"| {' | '.join(cells)} | {row.repeats} |")
    return "\n".join(lines) + "\n"


def page(rows: Sequence[Row]) -> str:
    """Return the page that holds the table and its circumstances."""
    told = ", ".join(f"{name} {value}" for name, value in circumstances().items())
    return f"{INTRODUCTION}\n{table(rows)}\nMeasured with: {told}.\n"


def record(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the rows and their circumstances as one object."""
    return {"rows": [asdict(row) | {"ratio": row.ratio} for row in rows], "circumstances": circumstances()}


def _told(figure: float, unit: str) -> str:
    return f"{figure:,.0f} {unit}" if figure >= 100 else f"{figure:.3g} {unit}"
