"""The command ``citeseed``: run a command, print its result, turn errors into a sentence and an exit code."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, TextIO

from ui.cli.signals import Interrupted, raise_on_signals

# Other modules are imported where they are used: Ctrl-C must be caught before slow imports, and an error in an import
# must become a sentence too.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from ui.cli.result import Result

FAILED, USAGE, REFUSED, BUSY = 1, 2, 4, 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``arguments`` default to what was typed."""
    raise_on_signals()
    sys.excepthook = _report_fault
    if not sys.warnoptions:
        # Warnings of dependencies do not help users; `python -W` shows them.
        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        from ui.cli.memory import shortage

        given = sys.argv[1:] if arguments is None else arguments
        if short := shortage(given[0] if given else ""):
            return _failed(short, FAILED)
        return _run(arguments)
    except Interrupted as interruption:
        return _interrupted(interruption)
    except ImportError as error:
        # A compiled module that is just loading makes this of what is raised in it.
        if not isinstance(error.__cause__, Interrupted):
            raise
        return _interrupted(error.__cause__)


def _run(arguments: Sequence[str] | None) -> int:
    from index.errors import Busy, FilterError, LibraryError, Refused
    from rag.errors import QuestionError, RagError, SettingsError
    from ui.errors import CommandError, UsageError

    try:
        return _run_command(arguments)
    except (UsageError, FilterError, QuestionError, SettingsError) as error:
        return _failed(str(error), USAGE)
    except Refused as error:
        return _failed(str(error), REFUSED)
    except Busy as error:
        return _failed(str(error), BUSY)
    except (LibraryError, RagError, CommandError) as error:
        return _failed(str(error), FAILED)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return _failed(f"The system refused: {error.strerror or error}{where}.", FAILED)


def _run_command(arguments: Sequence[str] | None) -> int:
    from rag.settings import load
    from ui.cli.parser import parse
    from ui.standard_output import write_output

    if sys.stdout is None:  # Before any work: the result of no command could be told.
        raise OSError("standard output is closed; open it, or send it to a file or to /dev/null")
    try:
        parsed = parse(arguments)
    except SystemExit as end:  # after --help or --version
        write_output("")
        return int(end.code or 0)
    settings = load(parsed.settings)
    from ui.cli.commands import COMMANDS

    result = COMMANDS[parsed.command].run(parsed, settings)
    if _show(result) and result.further:
        result.further(_show)
    return result.code


def _show(result: Result) -> bool:
    """Print a result; return False when the reader has closed the pipe."""
    for warning in result.warnings:
        _complain(warning)
    from ui.standard_output import write_output

    return write_output(result.output)


def _interrupted(interruption: Interrupted) -> int:
    _complain("; ".join(["interrupted", *getattr(interruption, "__notes__", [])]))
    return interruption.code


def _failed(sentence: str, code: int) -> int:
    _complain(sentence)
    return code


def _report_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    # What no `except` above expects is a fault of the program. Python leaves with exit code 1 after this.
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno}" if trace else ""
    _complain(f"A fault of the program{where}: {kind.__name__}: {error}. Please report it with what you typed.")


def _speak_utf8(stream: TextIO) -> None:
    # Whatever the locale says: documents are not limited to its letters, and scripts read one encoding.
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _complain(sentence: str) -> None:
    from ui.text.sanitize import visible

    # A log of lines of JSON has no other lines. Only the chat writes one.
    if (logs := sys.modules.get("ui.operations.logs")) and logs.tell(visible(sentence)):
        return
    try:
        sys.stderr.write(f"citeseed: {visible(sentence)}\n")
        sys.stderr.flush()
    except (OSError, AttributeError):
        pass  # nobody listens on standard error; the exit code still tells
