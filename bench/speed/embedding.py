"""Ways to embed passages with the bundled model, beside ``SentenceTransformer.encode`` of the same strings.

Each number of threads has a process of its own, and so has a processor that is made to do without AVX-512 and AMX. Only
torch, oneDNN and MKL can be held back like that. onnxruntime chooses by itself, and OpenVINO then fails to compile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.reporting.rows import Row
from bench.workloads.texts import ROOT, write_documents
from index.chunking.chunker import Splitting, embedded_text, split
from index.loaders import load

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

# Passages whose vectors are compared. Every third of them is timed: the slowest way takes a second for two.
CHUNKS, EACH, REPEATS = 48, 3, 3
DATA = "wiki_articles"
# What torch and the libraries that it computes with may use.
AVX2 = {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2"}
LIMITS: dict[str, dict[str, str]] = {"": {}, ", emulated without AVX-512 and AMX": AVX2}
BESIDE = "SentenceTransformer.encode, float32"


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages, and questions with the places of the passages that answer them."""

    texts: list[str]
    questions: list[tuple[str, list[int]]]


def measure(place: Workshop) -> list[Row]:
    """Return passages a second of each way, with the smallest cosine of its vectors to those of float32."""
    sample = place.folder / "sample.json"
    sample.write_text(json.dumps(asdict(_sample(place.folder))), encoding="utf-8")
    rows = []
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    for told, limit in LIMITS.items():
        # How threads share the work does not depend on the instructions.
        for threads in (cores,) if limit else range(cores, 0, -1):
            found = _measured(sample, threads, limit)
            reference = found.pop(BESIDE)["rate"]
            unit = "thread" if threads == 1 else "threads"
            rows += [
                Row(
                    f"embedding {CHUNKS // EACH} passages, {name}, {threads} {unit}{told}",
                    each["rate"],
                    "chunks/s",
                    f"{BESIDE}, {threads} {unit}{told}",
                    reference,
                    REPEATS,
                    f"smallest cosine {each['cosine']:.5f}" + (f", hit@1 {each['hit']:.3f}" if "hit" in each else ""),
                )
                for name, each in found.items()
            ]
    return rows


def _measured(sample: Path, threads: int, limit: dict[str, str]) -> dict[str, dict[str, float]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": str(threads)} | limit
    command = [sys.executable, "-m", "bench.workloads.embedders", str(sample), str(threads), str(REPEATS)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def _sample(folder: Path) -> Sample:
    """Return passages of an article with its questions where the public data is there, else passages of the seeds."""
    data = Path(os.environ.get("CITESEED_DATA", "")) / "eval" / f"{DATA}.json.gz"
    if not data.is_file():
        (path,) = write_documents(folder / "sample", 1, CHUNKS * Splitting().characters)
        document = load(path, path.name)
        return Sample([embedded_text(document.title, chunk) for chunk in split(document, Splitting())][:CHUNKS], [])
    from rag.evaluation import load as load_data  # noqa: PLC0415
    from rag.evaluation.gold import Relevance  # noqa: PLC0415

    held = load_data(data)
    relevance = Relevance(held.documents, Splitting())
    chunks = [(each, chunk) for each in held.documents for chunk in split(each, Splitting())][:CHUNKS]
    places = {chunk.text: place for place, (_, chunk) in enumerate(chunks)}
    questions = [
        (question.text, found)
        for question in held.questions
        if question.evidence and (found := sorted(places[text] for text in relevance.texts(question) if text in places))
    ]
    return Sample([embedded_text(each.title, chunk) for each, chunk in chunks], questions)
