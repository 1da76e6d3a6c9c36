"""Measure time and memory by the number of chunks, up to a million: ``make bench-large``.

Each library is built by one process and asked by another, so that the memory of the one is not counted for the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.reporting.chart import chart
from bench.reporting.rows import seconds
from bench.reporting.table import circumstances
from bench.workloads.centres import WORDS, CentresEmbedder, documents, known_words, questions
from index import LocalLibrary
from index.chunking.chunker import Splitting
from index.parsing.pool import SandboxParser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.library.snapshot import LocalSnapshot

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS, K, OPENINGS = 100, 10, 3
# As many hits by meaning and as many by words as an answer asks for.
DEPTH = 50
_PART = 50_000
_HEAD = """\
# Growth

Written by `make bench-large`. A chunk is {words} random words of public articles. Its vector lies near one of 1,000
random directions. Each figure stands beside a reference that is measured in the same process. Opening is compared
with the SHA-256 of all files in one thread. Searching ({depth} hits by meaning and {depth} by words) is compared
with the cosine of the question with every vector in float32, which also gives the exact result for recall@10.
Memory is all resident memory after {questions} questions, with the pages mapped from disk. The files are in the
cache of the disk.

| chunks | build | on disk | open | sha256 alone | search, median | exact vectors alone | recall@10 | resident |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""


def main() -> int:
    """Measure each size, print and write the page and the chart; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description="Measure how citeseed grows here.")
    parser.add_argument("--sizes", metavar="CHUNKS", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", metavar="FILE", type=Path, help="a page; the chart lies beside it as .svg")
    parser.add_argument("--build", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    data = os.environ.get("CITESEED_DATA")
    if not data:
        print("bench.growth: CITESEED_DATA is not set; set it to the folder that holds eval/.", file=sys.stderr)
        return 2
    words = known_words(Path(data))
    if chosen.build:
        print(json.dumps(_built(Path(chosen.build[0]), words, int(chosen.build[1]))))
        return 0
    if chosen.ask:
        print(json.dumps(_asked(Path(chosen.ask), words)))
        return 0
    rows = []
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory(prefix="citeseed-growth-") as folder:
            print(f"measuring: {size:,} chunks", file=sys.stderr)
            rows.append({"chunks": size} | _child("--build", folder, str(size)) | _child("--ask", folder))
            print(json.dumps(rows[-1]), file=sys.stderr)
    print(_page(rows))
    if chosen.write:
        chosen.write.write_text(_page(rows), encoding="utf-8")
        chosen.write.with_suffix(".svg").write_text(_picture(rows), encoding="utf-8")
    return 0


def _child(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.growth", *arguments]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def _library(folder: Path) -> LocalLibrary:
    return LocalLibrary(folder, CentresEmbedder(), Splitting(), SandboxParser())


def _built(folder: Path, words: Sequence[str], number: int) -> dict[str, float]:
    def build() -> None:
        with _library(folder).update() as draft:
            for document, chunks in documents(words, number):
                draft.add(document, chunks)
            draft.publish()

    return {"build": seconds(build), "most memory": _resident("VmHWM")}


def _asked(folder: Path, words: Sequence[str]) -> dict[str, float]:
    live = folder / "generations" / (folder / "CURRENT").read_text(encoding="ascii").strip()
    files = [path for path in sorted(live.rglob("*")) if path.is_file()]
    hashing = min(seconds(partial(_hash, files)) for _ in range(2))  # and puts them in memory
    opening = median(seconds(lambda: _library(folder).open()) for _ in range(OPENINGS))
    snapshot = _library(folder).open()
    asked = questions(words, QUESTIONS)
    for question in asked[:5]:
        snapshot.search(question, DEPTH)
    searching = median(seconds(partial(snapshot.search, question, DEPTH)) for question in asked)
    resident = _resident("VmRSS")
    found = [{hit.chunk.id for hit in snapshot.search(question, K).dense} for question in asked]
    right, exact = _exact(snapshot, np.array([snapshot._embedder.embed_question(each) for each in asked]))  # noqa: SLF001
    recall = sum(len(one & other) for one, other in zip(found, right, strict=True)) / sum(map(len, right))
    size = sum(path.stat().st_size for path in files)
    return {
        "disk": size / 1e6,
        "open": opening,
        "hash": hashing,
        "search": searching * 1000,
        "exact": exact * 1000,
        "recall": recall,
        "resident": resident,
    }


def _exact(snapshot: LocalSnapshot, asked: NDArray[np.float32]) -> tuple[list[set[int]], float]:
    """Return the nearest ids of each question among all vectors, and the seconds that one question alone takes."""
    ids = np.array(snapshot._catalog.ids(), np.int64)  # noqa: SLF001
    scores = np.empty((len(asked), len(ids)), np.float32)
    alone = 0.0
    for start in range(0, len(ids), _PART):
        part = slice(start, start + _PART)
        vectors = snapshot._vectors.vectors_of(ids[part]).astype(np.float32)  # noqa: SLF001
        scores[:, part] = asked @ vectors.T
        alone += seconds(lambda vectors=vectors: vectors @ asked[0])  # type: ignore[misc]
    nearest = np.argpartition(-scores, K, axis=1)[:, :K]
    return [set(ids[row].tolist()) for row in nearest], alone


def _hash(files: Sequence[Path]) -> None:
    for path in files:
        with path.open("rb") as file:
            hashlib.file_digest(file, "sha256")


def _resident(name: str) -> float:
    """Return megabytes of this process's memory, by the kernel's name for the number."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024 / 1e6


def _page(rows: Sequence[dict[str, Any]]) -> str:
    lines = [
        f"| {row['chunks']:,} | {row['build']:,.1f} s | {row['disk']:,.0f} MB | {row['open']:.2f} s"
        f" | {row['hash']:.2f} s | {row['search']:.1f} ms | {row['exact']:.1f} ms | {row['recall']:.3f}"
        f" | {row['resident']:,.0f} MB |"
        for row in rows
    ]
    most = max(row["most memory"] for row in rows)
    told = ", ".join(f"{name} {value}" for name, value in circumstances().items())
    return (
        _HEAD.format(words=WORDS, questions=QUESTIONS, depth=DEPTH)
        + "\n".join(lines)
        + f"\n\n![Time and memory by number of chunks](growth.svg)\n\nBuilding took at most {most:,.0f} MB of memory."
        f" Measured with: {told}.\n"
    )


def _picture(rows: Sequence[dict[str, Any]]) -> str:
    across = [float(row["chunks"]) for row in rows]
    lines = {
        "build, s": [row["build"] for row in rows],
        "open, s": [row["open"] for row in rows],
        "search, ms": [row["search"] for row in rows],
        "resident, MB": [row["resident"] for row in rows],
    }
    return chart("chunks", across, lines)


if __name__ == "__main__":
    sys.exit(main())
