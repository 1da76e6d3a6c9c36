"""Parse web pages full of links and notes, of growing size, beside an older commit that parses the same ones."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path

from bench.speed.cold_start import checked_out, run
from bench.workloads.texts import ROOT

SIZES, REPEATS = (110_000, 440_000, 880_000), 3
_PARSE = """
import pathlib, sys, time
from index.loaders import parse
data = pathlib.Path(sys.argv[1]).read_bytes()
parse(data[:20_000], "a.html")  # what is imported for the first file is not counted
started = time.process_time()
parse(data, "a.html")
print(time.process_time() - started)
"""


def print_pages(commit: str | None) -> None:
    """Print seconds of processor time by size, and those of a commit if one is named; the least of several runs."""
    with tempfile.TemporaryDirectory(prefix="citeseed-bench-") as folder:
        beside = checked_out(commit, Path(folder) / "old") if commit else nullcontext(None)
        with beside as old:
            print("\n### HTML, an article full of links and notes\n")
            print(f"| KB | CPU-seconds |{f' at {commit} |' if commit else ''}")
            print(f"|---|---|{'---|' if commit else ''}")
            for size in SIZES:
                path = Path(folder) / f"{size}.html"
                path.write_text(_page(size), encoding="utf-8")
                roots = [ROOT, old] if old else [ROOT]
                runs = [[float(run(root, "-c", _PARSE, str(path))) for root in roots] for _ in range(REPEATS)]
                least = " | ".join(f"{min(each):.2f}" for each in zip(*runs, strict=True))
                print(f"| {size // 1000} | {least} |")


def _page(size: int) -> str:
    """Return a page of about so many characters."""
    words = "".join(f"<b>wood</b> <i>boat</i> <a href=/{each}>canal</a><sup>[{each}]</sup> " for each in range(15))
    said = f"<p>{words}</p>\n" * (size // len(words))
    return f"<title>T</title><body><nav><a href=/a>Elsewhere</a></nav><article>{said}</article></body>"
