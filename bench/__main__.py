"""Measure the speed of the product, each figure beside a reference of the same run: ``make bench``."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
from pathlib import Path

# What is measured, each in the file of its name, in the order of the table.
SUBJECTS = ("cold_start", "indexing", "embedding", "mixed", "question", "searching", "changing", "opening", "reading")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure how fast citeseed is here.")
    parser.add_argument("--only", metavar="NAME", action="append", choices=SUBJECTS, help="one of the measurements")
    parser.add_argument("--chunks", metavar="NUMBER", type=int, default=400, help="to index beside a bare encode")
    parser.add_argument("--documents", metavar="NUMBER", type=int, default=600, help="of the large library")
    parser.add_argument("--beside", metavar="COMMIT", help="measure the cold start beside that of a commit")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    parser.add_argument("--write", metavar="FILE", type=Path, help="write a page with the table too")
    chosen = parser.parse_args(arguments)
    # Before anything reads it: all models lie on the disk, and nothing may ask the network for newer ones.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from bench.reporting import table  # noqa: PLC0415
    from bench.workloads.workshop import Workshop  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="citeseed-bench-") as folder:
        place = Workshop(Path(folder), chosen.chunks, chosen.documents, chosen.beside)
        rows = []
        for name in chosen.only or SUBJECTS:
            print(f"measuring: {name}", file=sys.stderr)
            rows += importlib.import_module(f"bench.speed.{name}").measure(place)
    print(
        json.dumps(table.record(rows), indent=2) if chosen.json else table.table(rows), end="\n" if chosen.json else ""
    )
    if chosen.write:
        chosen.write.write_text(table.page(rows), encoding="utf-8")
        print(f"Written: {chosen.write}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
