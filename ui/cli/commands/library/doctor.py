"""The command ``citeseed doctor``: try each part, and say what works and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.flags import LANGUAGE_MODEL, json_flag, setting_flags
from ui.cli.result import DONE, Result
from ui.text.sanitize import to_json, visible

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from rag.settings import Settings

PURPOSE = "try each part on this machine, and say what is wrong"
EXAMPLES = """\
examples:
  citeseed doctor                    one line for each part; exit code 1 when something is wrong
  citeseed doctor --json | jq -r '.findings[] | select(.state == "wrong") | .text'"""
FAILED = 1


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    json_flag(parser)
    setting_flags(parser, "index", "embedder", "ocr_languages", "reader", "reading_model", *LANGUAGE_MODEL)


def run(arguments: Namespace, settings: Settings) -> Result:
    """Try each part."""
    from ui.cli.diagnosis import findings, record

    found = tuple(findings(settings))
    told = record(found)
    code = DONE if told["ok"] else FAILED
    if arguments.json:
        return Result(to_json(told), code)
    return Result("".join(f"{each.state:<5}  {each.name}: {visible(each.text)}\n" for each in found), code)
