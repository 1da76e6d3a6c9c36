"""What is measured of a keyword index; each function runs in a fresh process, so that memory is its own."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench.keywords import corpus
from bench.keywords.engines import ENGINES
from bench.reporting.rows import seconds

DEPTHS = (1, 4, 10)
# Texts found for a question, as `rag` asks for them.
DEPTH = 50
STEPS = 10
# Compared between an index that grew and one that was made at once.
COMPARED = 10
MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Built:
    """An index of many texts: seconds and peak megabytes to make it, its megabytes on disk, seconds to add a text."""

    seconds: float
    memory: float
    disk: float
    one_more: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Its questions: milliseconds to open it and ask the first, then the median and the slowest twentieth; memory."""

    first: float
    median: float
    slow: float
    memory: float


def built(name: str, folder: Path, data: Path, number: int) -> Built:
    """Index so many texts at once, then add one."""
    texts = corpus.texts(data, number + 1)
    (last, text) = texts.popitem()
    before = _held()
    engine = ENGINES[name](folder)
    took = seconds(lambda: engine.change((), texts))
    memory = _peak() - before
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE
    return Built(took, memory, disk, seconds(lambda: engine.change((), {last: text})))


def asked(name: str, folder: Path, data: Path) -> Asked:
    """Open an index that was made before and ask it the questions."""
    questions = [question.text for question in corpus.questions(data)]
    before, start = _held(), time.perf_counter()
    engine = ENGINES[name](folder)
    engine.search(questions[0], DEPTH)
    first = time.perf_counter() - start
    taken = [seconds(lambda said=said: engine.search(said, DEPTH)) for said in questions]  # type: ignore[misc]
    return Asked(first * 1000, median(taken) * 1000, quantiles(taken, n=20)[-1] * 1000, _peak() - before)


def found(name: str, folder: Path, data: Path) -> list[float]:
    """Return, for each of ``DEPTHS``, the share of questions that have a chunk with their evidence among so many."""
    chunks, questions = corpus.chunks(data), corpus.questions(data)
    engine = ENGINES[name](folder)
    engine.change((), {place: chunk.text for place, chunk in enumerate(chunks)})
    hits = []
    for question in questions:
        places = engine.search(question.text, max(DEPTHS))
        hits.append([any(corpus.answers(question, chunks[place]) for place in places[:depth]) for depth in DEPTHS])
    return [sum(column) / len(questions) for column in zip(*hits, strict=True)]


def same(name: str, folder: Path, data: Path, number: int) -> tuple[float, float]:
    """Return the share of questions with one ranking, between an index made at once and one that grew in steps.

    The second figure is of one that held other texts too, which were removed.
    """
    texts = corpus.texts(data, number)
    others = {
        place + number: text for place, text in corpus.texts(data, number + number // 2).items() if place >= number
    }
    questions = [question.text for question in corpus.questions(data)]
    at_once, grown, cleared = (ENGINES[name](folder.with_suffix(f".{kind}")) for kind in ("once", "grown", "cleared"))
    at_once.change((), texts)
    for step in range(STEPS):
        grown.change((), {place: text for place, text in texts.items() if place % STEPS == step})
    cleared.change((), texts | others)
    cleared.change(list(others), {})
    ranked = [[engine.search(said, COMPARED) for said in questions] for engine in (at_once, grown, cleared)]
    shares = [sum(one == other for one, other in zip(ranked[0], each, strict=True)) / len(questions) for each in ranked]
    return shares[1], shares[2]


def _held() -> float:
    """Return the megabytes that this process holds now, and count its peak from here (Linux)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _peak() -> float:
    return _status("VmHWM")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024 / MEGABYTE
