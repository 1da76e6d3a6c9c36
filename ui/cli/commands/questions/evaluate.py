"""The command ``citeseed eval``: measure the assistant on a data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.flags import LANGUAGE_MODEL, json_flag, setting_flags, whole
from ui.cli.result import Result

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "measure passages, citations, refusals and timings on a data set"
EXAMPLES = """\
examples:
  citeseed eval wiki_articles.json.gz                         figures with their 95 % intervals
  citeseed eval a.json --limit 100 --report a.html            a quick look, and a page with charts
  citeseed eval a.json --off-topic b.json --save-outcomes a.jsonl"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("data", metavar="DATA", help="documents, questions and evidence: a .json or .json.gz file")
    # Without this flag the setting `index` has no say: the user's library must not be filled with a data set.
    parser.add_argument("--index", metavar="DIR", help="make the library here (default: the user's cache)")
    parser.add_argument("--limit", metavar="NUMBER", type=whole, help="a sample of so many questions")
    parser.add_argument(
        "--off-topic", metavar="DATA", action="append", default=[], help="ask the questions of these too; repeatable"
    )
    parser.add_argument("--report", metavar="FILE", help="write a page with charts (.html)")
    parser.add_argument("--save-outcomes", metavar="FILE", help="write every question's outcome as a line of JSON")
    parser.add_argument(
        "--threads", metavar="NUMBER", type=whole, default=1, help="questions asked at a time (default: 1)"
    )
    json_flag(parser)
    setting_flags(parser, "embedder", "chunk_characters", "chunk_overlap", "reader", "reading_model", "candidates")
    setting_flags(parser, "passages", "threshold", *LANGUAGE_MODEL)


def run(arguments: Namespace, settings: Settings) -> Result:
    """Measure the assistant on a data set."""
    from ui.cli.evaluation import evaluated  # noqa: PLC0415 (its packages take long to import)

    return Result(evaluated(arguments, settings))
