"""Measure the assistant on every public data set and write ``docs/evaluation.md``: ``make eval``."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from bench.reporting.table import commit
from rag import settings as configuration
from rag.errors import RagError
from rag.evaluation import evaluate, library_of, load
from rag.evaluation.reports.tables import Measured, document
from rag.evaluation.steps import steps
from rag.models import open_reading_model

if TYPE_CHECKING:
    from index import Progress
    from rag.evaluation import DataSet
    from rag.settings import Settings

NAMES = ("wiki_articles", "clapnq", "mtrag_wiki", "multirc_news")
PAGE = Path(__file__).parent.parent / "docs" / "evaluation.md"
PACKAGES = ("citeseed", "faiss-cpu", "numpy", "onnxruntime", "sentence-transformers", "torch")
# Questions of each other data set that are asked off topic: enough for an interval of two hundredths over all pairs.
OFF_TOPIC = 150
# Data sets of one collection: mtRAG's Wikipedia passages are CLAPNQ's, so that the questions of either are on the topic
# of the other.
KIN = frozenset({"clapnq", "mtrag_wiki"})
USAGE = 2


def main(page: Path = PAGE) -> int:
    """Measure and write the page; return the exit code."""
    told = os.environ.get("CITESEED_DATA")
    if not told:
        return _failed("CITESEED_DATA is not set; set it to the folder that holds eval/*.json.gz.")
    paths = [Path(told) / "eval" / f"{name}.json.gz" for name in NAMES]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        return _failed(f"{missing[0]} is missing; set CITESEED_DATA to the folder that holds eval/*.json.gz.")
    try:
        settings = configuration.load()
        data = [load(path) for path in paths]
    except RagError as error:
        return _failed(str(error))
    measured = [_measured(each, [other for other in data if not _kin(each, other)], settings) for each in data]
    page.write_text(document(measured, settings, _circumstances()), encoding="utf-8")
    print(f"Written: {page}")
    return 0


def _kin(one: DataSet, other: DataSet) -> bool:
    return one is other or {one.name, other.name} == KIN


def _measured(data: DataSet, others: list[DataSet], settings: Settings) -> Measured:
    told: set[tuple[str, int]] = set()

    def progress(now: Progress) -> None:
        tenth = now.done * 10 // max(now.total, 1)
        if (now.stage, tenth) not in told:
            told.add((now.stage, tenth))
            print(f"{datetime.now(UTC):%H:%M:%S} {data.name}: {now.stage} {now.done} of {now.total}", file=sys.stderr)

    unrelated = tuple(other.sample(OFF_TOPIC) for other in others)
    with library_of(data, settings, progress=progress) as library:
        model = open_reading_model(settings.reading_model)
        evaluation = evaluate(data, library, model, settings, others=unrelated, progress=progress)
        snapshot = library.open()
        return Measured(
            evaluation, steps(evaluation, snapshot, follow_ups=False), steps(evaluation, snapshot, follow_ups=True)
        )


def _circumstances() -> dict[str, str]:
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": commit(),
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # run from a checkout
        return "not installed"


def _failed(sentence: str) -> int:
    print(f"make eval: {sentence}", file=sys.stderr)
    return USAGE


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
