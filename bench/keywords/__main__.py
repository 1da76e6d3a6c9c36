"""Compare our keyword index with tantivy and SQLite FTS5: ``python -m bench.keywords``."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sqlite3
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bench.keywords import measuring
from bench.keywords.engines import ENGINES
from bench.reporting.table import circumstances

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.keywords.measuring import Asked, Built

Given = ParamSpec("Given")
Result = TypeVar("Result")
USAGE = 2
HEAD = """\
# Keyword index

Written by `CITESEED_DATA=folder python -m bench.keywords --write docs/keywords.md`. It compares citeseed's keyword
index (`index/search/bm25.py`) with [tantivy](https://github.com/quickwit-oss/tantivy) and with
[FTS5](https://sqlite.org/fts5.html) of SQLite, each with its own English stemmer. All get a question's words without
function words. FTS5 keeps the texts too: without them it could not remove one.

- **Speed and memory**: {texts:,} texts of {sentences} sentences each, drawn from the documents of four data sets, and
  the {questions} questions of `wiki_articles` that have an answer. A question asks for {depth} texts. Memory is what
  the process took at most, beyond what it held before. Each figure is of a fresh process.
- **Same ranking**: the share of those questions, asked of {few:,} texts, that ranks the same first {compared} texts in
  two indexes. One was made at once. The other grew in {steps} steps, or held half as many other texts before. Equal
  scores are ordered by the texts' numbers.
- **Found**: of those questions, asked of the {chunks} chunks of the articles, the share that has a chunk with its whole
  evidence sentence among the first 1, 4 and 10.

"""
DECISION = """
citeseed keeps its own index. tantivy is faster and smaller, but its ranking depends on how the library grew. Equal
scores come in the order of building, and removed texts count until their part is merged. FTS5 ranks alike, but a
question takes it far longer. With ours, a library that grew ranks like one that was made at once.
Its slower building is little beside the embedding of the same texts ([Speed](performance.md)). It also looks up near
spellings, searches among some documents only, and opens its files only after their checksums were compared.
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the page, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.keywords", description="Compare three keyword indexes.")
    parser.add_argument("--texts", metavar="NUMBER", type=int, default=100_000, help="for speed and memory")
    parser.add_argument("--compared", metavar="NUMBER", type=int, default=10_000, help="for the same ranking")
    parser.add_argument("--write", metavar="FILE", type=Path, help="write the page too")
    chosen = parser.parse_args(arguments)
    told = os.environ.get("CITESEED_DATA")
    if not told:
        print("CITESEED_DATA is not set; set it to the folder that holds eval/*.json.gz.", file=sys.stderr)
        return USAGE
    data = Path(told)
    columns = []
    for name in ENGINES:
        print(f"measuring: {name}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="citeseed-keywords-") as place:
            folder = Path(place) / "many"
            many = _alone(measuring.built, name, folder, data, chosen.texts)
            asked = _alone(measuring.asked, name, folder, data)
            same = _alone(measuring.same, name, Path(place) / "few", data, chosen.compared)
            found = _alone(measuring.found, name, Path(place) / "wiki", data)
            columns.append(_column(many, asked, same, found))
    page = _head(data, chosen.texts, chosen.compared) + _table(columns) + DECISION + _circumstances()
    print(page)
    if chosen.write:
        chosen.write.write_text(page, encoding="utf-8")
    return 0


def _alone(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Return what a function returns in a process of its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *given, **named).result()


def _column(many: Built, asked: Asked, same: tuple[float, float], found: list[float]) -> dict[str, str]:
    return {
        "build, s": f"{many.seconds:.1f}",
        "most memory of building, MB": f"{many.memory:,.0f}",
        "on disk, MB": f"{many.disk:,.0f}",
        "add one text, s": f"{many.one_more:.2f}",
        "open and ask once, ms": f"{asked.first:,.0f}",
        "a question, median, ms": f"{asked.median:.2f}",
        "a question, 95th percentile, ms": f"{asked.slow:.2f}",
        "most memory of asking, MB": f"{asked.memory:,.0f}",
        "same ranking, grown": f"{same[0]:.3f}",
        "same ranking, others removed": f"{same[1]:.3f}",
        **{f"found in the first {depth}": f"{share:.3f}" for depth, share in zip(measuring.DEPTHS, found, strict=True)},
    }


def _head(data: Path, texts: int, few: int) -> str:
    from bench.keywords import corpus  # noqa: PLC0415

    return HEAD.format(
        texts=texts,
        sentences=corpus.SENTENCES,
        questions=len(corpus.questions(data)),
        depth=measuring.DEPTH,
        few=few,
        compared=measuring.COMPARED,
        steps=measuring.STEPS,
        chunks=len(corpus.chunks(data)),
    )


def _table(columns: list[dict[str, str]]) -> str:
    lines = [f"|  | {' | '.join(ENGINES)} |", f"|---|{'---:|' * len(ENGINES)}"]
    lines += [f"| {what} | {' | '.join(column[what] for column in columns)} |" for what in columns[0]]
    return "\n".join(lines) + "\n"


def _circumstances() -> str:
    told = circumstances(("numpy", "tantivy")) | {"SQLite": sqlite3.sqlite_version}
    return f"\nMeasured with: {', '.join(f'{name} {value}' for name, value in told.items())}.\n"


if __name__ == "__main__":
    sys.exit(main())
