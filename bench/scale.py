"""Reckon what many chunks need on an engine, and write ``docs/scale.md``: ``python -m bench.scale --write``."""

from __future__ import annotations

import argparse
import math
import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
SIZES = (10_000_000, 100_000_000, 1_000_000_000)
NUMBERS = 384
# Bytes of a chunk: its vector in float32, and 32 links of 4 bytes on the lowest layer of an HNSW graph of M = 16, with
# a tenth for the layers above and for keys.
FLOAT32, GRAPH = 4 * NUMBERS, int(32 * 4 * 1.6)
# RaBitQ: one bit a number; its refinement keeps 8 bits a number.
RABITQ = NUMBERS // 8 + NUMBERS
# Text, headings and offsets of a chunk of up to 1,000 characters, and 100 different words of 8 bytes for BM25.
TEXT, WORDS = 1_100, 800
# Memory of a query node that may be full, in bytes.
NODE = 128_000_000_000 * 8 // 10
REPLICAS = 2
# The page that says how many chunks two cores parse, embed and store in a second.
SPEED = PAGE.with_name("performance.md")
CORES = 2


def indexed() -> int:
    """Return how many chunks a second were indexed when that was measured last."""
    return int(re.findall(r"^\| indexing .*? \| (\d+) chunks/s", SPEED.read_text(encoding="utf-8"), re.MULTILINE)[0])


def table() -> str:
    """Return the table in Markdown."""
    lines = [
        "| chunks | vectors, HNSW | vectors, RaBitQ | words | text | nodes, HNSW | nodes, RaBitQ | hours of a core |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in SIZES:
        graph, small, words = size * (FLOAT32 + GRAPH), size * RABITQ, size * WORDS
        nodes = [REPLICAS * math.ceil((vectors + words) / NODE) for vectors in (graph, small)]
        hours = size / indexed() * CORES / 3600
        cells = [f"{size:,}", *map(_bytes, (graph, small, words, size * TEXT)), *(f"{each:,}" for each in nodes)]
        lines.append(f"| {' | '.join(cells)} | {hours:,.0f} |")
    return "\n".join(lines)


def _bytes(number: int) -> str:
    return f"{number / 1e12:,.2f} TB" if number >= 1e12 else f"{number / 1e9:,.1f} GB"


def page() -> str:
    """Return the page."""
    return f"""# Scale

Written by `python -m bench.scale --write`. This is arithmetic and no measurement: nobody has run citeseed at these
sizes. [Growth](growth.md) has what was measured on one machine, up to a million chunks.

{table()}

What the figures are made of:

- A vector has {NUMBERS} numbers. In float32 with the links of an HNSW graph of M = 16 a chunk takes {
        FLOAT32 + GRAPH:,} bytes. In RaBitQ with its 8-bit refinement it takes {RABITQ} bytes.
- Words: 100 different ones a chunk, 8 bytes each, in the sparse index. The table of all different words is small: a
  library of ten times the size has only a few times as many (Heaps 1978). Text: {TEXT:,} bytes a chunk, with headings
  and offsets. Texts stay on the disks of the nodes, mapped into memory, and are not counted for the nodes.
- A node has 128 GB of memory, of which 80 % may be full. There are {
        REPLICAS
    } replicas, each on nodes of its own, so that
  one node may fail.
- Hours of a core, to index: {indexed()} chunks a second on {CORES} cores, files to library, from
  [Performance](performance.md). A GPU is faster. Every text is embedded once: vectors are kept by the hash of their
  text. [Ray](deployment.md#many-documents-ray) shares the work among cores and machines.

What drives the cost: memory of the query nodes, then embedding, then the disks. With `?index=IVF_RABITQ` the memory
of the vectors is a quarter of `?index=HNSW`; with `?index=DISKANN` the vectors lie on the disks of the nodes, and a
search waits for them. Each has to be measured for its recall on your own questions: `python -m bench.engines --address
ADDRESS` compares hit@4 with the local library.

A question takes two round trips to the engine (`tests/engines/test_round_trips.py` counts them). The first asks which
generation is live, and searches the one that was live before by meaning and by words: four calls at the same
time, of which the last looks up words that may be misspelt.
Further forms of a question, such as a follow-up made stand-alone, are searched in the same round trip. What was found
counts only if that generation is live still. The second round trip gets the entries and the texts of the documents
found. It is left out when they are at hand. More are needed in six cases:

- A newer generation has been published since the question before: three more, to pin it, to look whether it is there
  still, and to search it.
- It is the first question of a program, which also connects, and loads the collections.
- A word is misspelt: one more, to search for the word that is meant.
- A name is spelt anew, or a thing is described and has to be looked up first: up to two more for each further search.
- Documents of the same text pass a filter: one more, to learn which of them comes first by name.
- A form is asked: the other documents of the same form are read.

The documents found are read whole, at most eight for a search, since the hash that guards every quote is that of the
whole text and its structure. A program keeps the last 64 documents at hand, or 20 million characters.

Some things grow with the number of documents. The writer holds an entry of each document in memory while it writes.
`citeseed status`, `citeseed table` without a folder, and adding a file in the chat read all entries. Questions, the
overview and the page's list do not: the page lists the first 5,000 documents, the overview names kinds and days of up
to 10,000, forms are compared within 300 documents, and one that is named, or the longest within a filter, is looked
for among 10,000.

## Sources

- Milvus, [IVF_RABITQ](https://milvus.io/docs/ivf-rabitq.md): one bit a number, and the refinement.
- Gao and Long 2024, "RaBitQ: Quantizing High-Dimensional Vectors with a Theoretical Error Bound", SIGMOD.
- Malkov and Yashunin 2018, "Efficient and Robust Approximate Nearest Neighbor Search Using Hierarchical Navigable
  Small World Graphs", section 4.2.3: 2 M links of 4 bytes on the lowest layer.
- [Performance](performance.md): the speed of indexing.

## What was shown

A test lets 1, 10 and 100 writers and as many readers take turns on a model of the engine, call by call
(`tests/engines/test_publication.py`). A reader sees exactly one generation, also when writers are killed, stand
still for longer than their claim, or come back a day later. Time and order are chosen by hypothesis. The same laws
are tried on Milvus Lite, which is one process on one machine; there writers are also killed with `kill -9` at random
moments (`tests/engines/test_killed_writers.py`, fifty times with `--every`).
`python -m bench.engines --questions 1200` compared it with the local library on 600 questions about 488 passages:
hit@4 was 0.987 in both. What only a cluster shows is not tried: failing nodes, replicas, balance of load, and speed.
"""


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description="Reckon what many chunks need.")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    if parser.parse_args().write:
        PAGE.write_text(page(), encoding="utf-8")
    print(table())


if __name__ == "__main__":
    main()
