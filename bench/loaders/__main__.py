"""Compare what could read files: ``CITESEED_DATA=folder python -m bench.loaders``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bench.loaders.formats import print_formats
from bench.loaders.pages import print_pages
from bench.loaders.samples import print_samples
from bench.loaders.scans import print_scans
from bench.loaders.sheets import print_sheets

SUBJECTS = ("scans", "sheets", "pages", "samples", "formats")
USAGE = 2


def main(arguments: list[str] | None = None) -> int:
    """Print the tables as Markdown, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.loaders", description="Compare what could read files.")
    parser.add_argument("--only", metavar="NAME", action="append", choices=SUBJECTS, help="one of the comparisons")
    parser.add_argument("--beside", metavar="COMMIT", help="parse pages and files of every format with a commit, too")
    chosen = parser.parse_args(arguments)
    subjects = chosen.only or SUBJECTS
    told = os.environ.get("CITESEED_DATA")
    samples = Path(told or "") / "samples"
    if "samples" in subjects and not (told and samples.is_dir()):
        print("bench.loaders: set CITESEED_DATA to the folder that holds samples/.", file=sys.stderr)
        return USAGE
    if "scans" in subjects:
        print_scans()
    if "sheets" in subjects:
        print_sheets()
    if "pages" in subjects:
        print_pages(chosen.beside)
    if "samples" in subjects:
        print_samples(samples)
    if "formats" in subjects:
        print_formats(chosen.beside)
    return 0


if __name__ == "__main__":
    sys.exit(main())
