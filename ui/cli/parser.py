"""Parse the command line: commands, flags, help and examples."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NoReturn

from rag.settings import Settings
from ui.cli.commands import COMMANDS
from ui.errors import UsageError
from ui.settings import ServerSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = "Ask your own documents; every sentence of the answer is backed by a verbatim quote in its source."

EPILOG = """\
examples:
  citeseed index reports/                      make the library from a folder
  citeseed ask "Why did costs rise in 2024?"   get a cited answer
  citeseed check draft.md                      see which sentences of a text the documents support
  citeseed table date place "probable cause"   ask every document, a row each
  citeseed chat                                ask in the browser

Every setting can also be an environment variable (CITESEED_INDEX=...) or a line in ./citeseed.toml
(index = "..."); a flag comes first, then the environment, then the file.

exit codes:
  0 done   1 failure   2 wrong usage   3 done, but files were skipped, or claims of a text are not supported
  4 refused (no library here, a damaged one, one made differently, or no such folder)
  5 another process is writing   130, 143 interrupted
"""


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:]
        raise UsageError(f"{sentence.rstrip('.')}. See: {self.prog} --help")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        # Imported here, because reading the installed packages' metadata takes as long as all other imports.
        from importlib import metadata  # noqa: PLC0415

        try:
            number = metadata.version("citeseed")
        except metadata.PackageNotFoundError:
            number = "(not installed)"
        sys.stdout.write(f"citeseed {number}\n")
        parser.exit()


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the arguments. ``settings`` holds the flags that are settings, None where not given.

    Raises
    ------
    UsageError
        When it cannot be understood.
    SystemExit
        After ``--help`` or ``--version``.
    """
    parsed, rest = _build_parser().parse_known_args(arguments)
    if parsed.command is None:
        raise UsageError(f"Say what to do: {', '.join(COMMANDS)}. See: citeseed --help")
    if rest:
        quotes = "" if rest[0].startswith("-") else " A question of several words goes in quotes."
        raise UsageError(f"Not understood: {' '.join(rest)}.{quotes} See: citeseed {parsed.command} --help")
    names = {item.name for kind in (Settings, ServerSettings) for item in fields(kind)}
    parsed.settings = {name: value for name, value in vars(parsed).items() if name in names}
    return parsed


def _build_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="citeseed", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    add = parser.add_subparsers(dest="command", metavar="COMMAND").add_parser

    for name, command in COMMANDS.items():
        described = f"{command.PURPOSE[:1].upper()}{command.PURPOSE[1:]}."
        command.add_flags(add(name, help=command.PURPOSE, description=described, epilog=command.EXAMPLES))
    return parser
