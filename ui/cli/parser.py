"""Parse the command line: commands, flags, help and examples."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NoReturn

from rag.settings import Settings
from ui.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DESCRIPTION = "Ask your own documents; every sentence of the answer is backed by a verbatim quote in its source."

EPILOG = """\
examples:
  citeseed index reports/                      make the library from a folder
  citeseed ask "Why did costs rise in 2024?"   get a cited answer
  citeseed chat                                ask in the browser

Every setting can also be an environment variable (CITESEED_INDEX=...) or a line in ./citeseed.toml
(index = "..."); a flag comes first, then the environment, then the file.

exit codes:
  0 done   1 failure   2 wrong usage   3 done, but some files were skipped
  4 refused (no library here, a damaged one, one made differently, or no such folder)
  5 another process is writing   130, 143 interrupted
"""

EXAMPLES = {
    "index": """\
examples:
  citeseed index                     read seeds/, or the folders that the library was made of, again
  citeseed index reports/ notes/     make it equal to two folders; what is unchanged costs nothing
  citeseed index more/ --add         keep the folders that it was made of, and add one
  citeseed index other/ --replace    forget the folders that it was made of
  citeseed index reports/ --watch    and again whenever something in it changes, until Ctrl-C""",
    "ask": """\
examples:
  citeseed ask "Why is the plan considered risky?"
  citeseed ask "Who signed it?" --folder contracts/2024 --type pdf
  citeseed ask "Who signed it?" --json | jq -r '.citations[].quote'
  citeseed ask -- "-5 degrees: what happens?"     a question that begins with '-'""",
    "search": """\
examples:
  citeseed search "payback period"
  citeseed search "payback period" -k 3 --json""",
    "chat": """\
examples:
  citeseed chat                      on http://127.0.0.1:7860
  citeseed chat --port 8000          on another port; 0 takes a free one
  citeseed chat --host 0.0.0.0 --auth-file people       for other machines, with names and passwords
  citeseed chat --root-path https://example.org/docs    behind a proxy that serves it there""",
    "feedback": """\
examples:
  citeseed feedback                  the answers that visitors judged, with their reasons
  citeseed feedback --json | jq -r '.judged[] | select(.thumb == "down") | .outcome.question'""",
    "user": """\
examples:
  citeseed user ada --auth-file people              asks for a password, and lets Ada in
  citeseed user ada --auth-file people < secret     the same from a script: the first line is the password
  citeseed user webui --auth-file people --token    prints a token, for Authorization: Bearer TOKEN
  citeseed user ada --auth-file people --remove""",
    "verify": """\
examples:
  citeseed verify                    check every file of the library against its checksum
  citeseed verify --json""",
    "status": """\
examples:
  citeseed status
  citeseed status --json | jq .documents""",
    "show": """\
examples:
  citeseed show report.txt                          the text that the offsets of a citation point into
  citeseed show report.txt | head -c 300""",
    "eval": """\
examples:
  citeseed eval wiki_articles.json.gz                         figures with their 95 % intervals
  citeseed eval a.json --limit 100 --report a.html            a quick look, and a page with charts
  citeseed eval a.json --off-topic b.json --save-outcomes a.jsonl""",
}


# The key is no flag: the list of processes would show it to everybody.
LANGUAGE_MODEL = (
    "language_model", "language_model_url", "language_model_context", "language_model_timeout", "unsupported",
)  # fmt: skip


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


class _Never(argparse.Action):
    def __call__(self, *_: object) -> NoReturn:
        raise UsageError(
            "citeseed is not shared through a server of somebody else's. To let other machines in: citeseed chat "
            "--host 0.0.0.0 --auth-file FILE"
        )


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
        raise UsageError(f"Say what to do: {', '.join(EXAMPLES)}. See: citeseed --help")
    if rest:
        quotes = "" if rest[0].startswith("-") else " A question of several words goes in quotes."
        raise UsageError(f"Not understood: {' '.join(rest)}.{quotes} See: citeseed {parsed.command} --help")
    names = {item.name for item in fields(Settings)}
    parsed.settings = {name: value for name, value in vars(parsed).items() if name in names}
    return parsed


def _build_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="citeseed", description=DESCRIPTION, epilog=EPILOG)
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    add = parser.add_subparsers(dest="command", metavar="COMMAND").add_parser

    index = _command(add, "index", "make the library equal to folders of documents")
    index.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="folders of documents (default: those of before, at first seeds)"
    )
    how = index.add_mutually_exclusive_group()
    how.add_argument("--add", action="store_true", help="keep the folders that the library was made of")
    how.add_argument("--replace", action="store_true", help="forget the folders that the library was made of")
    index.add_argument("--watch", action="store_true", help="keep it equal to them until Ctrl-C")
    index.add_argument("--allow-empty", action="store_true", help="accept folders without documents")
    _json_flag(index)
    _setting_flags(index, "index", "embedder", "chunk_characters", "chunk_overlap")

    ask = _command(add, "ask", "answer a question with verbatim quotes, or say that the documents do not")
    ask.add_argument("question", metavar="QUESTION", type=_question, help="in quotes")
    _filter_flags(ask)
    _json_flag(ask)
    _setting_flags(ask, "index", "embedder", "reader", "reading_model", "candidates", "passages", "threshold")
    _setting_flags(ask, *LANGUAGE_MODEL)

    search = _command(add, "search", "list the passages that match a question best")
    search.add_argument("question", metavar="QUESTION", type=_question, help="in quotes")
    search.add_argument("-k", metavar="NUMBER", type=_whole, default=10, help="how many passages (default: 10)")
    _filter_flags(search)
    _json_flag(search)
    _setting_flags(search, "index", "embedder", "reading_model")

    chat = _command(add, "chat", "serve the chat to a browser")
    _setting_flags(chat, "index", "host", "port", "embedder", "reader", "reading_model", "candidates", "passages")
    _setting_flags(chat, "threshold", "auth_file", "root_path", "trusted_proxy", *LANGUAGE_MODEL)
    chat.add_argument("--mcp", action="store_true", help="offer ask and search to assistants, as tools at /mcp")
    # Gradio's --share would publish the page through another company's server.
    chat.add_argument("--share", action=_Never, nargs=0, help=argparse.SUPPRESS)
    chat.add_argument(
        "--example", metavar="QUESTION", action="append", default=[], help="offer a question at the start; repeatable"
    )

    feedback = _command(add, "feedback", "list what visitors think of the chat's answers")
    _json_flag(feedback)
    _setting_flags(feedback, "index")

    user = _command(add, "user", "let somebody into the chat, or take them out")
    user.add_argument("name", metavar="NAME", help="of a person, or of a program that brings a token")
    what = user.add_mutually_exclusive_group()
    what.add_argument("--token", action="store_true", help="make a token for a program, and print it this once")
    what.add_argument("--remove", action="store_true", help="take the name out of the file")
    _setting_flags(user, "auth_file")

    verify = _command(add, "verify", "check every file of the library against its checksum")
    _json_flag(verify)
    _setting_flags(verify, "index")

    status = _command(add, "status", "say what the library holds")
    _json_flag(status)
    _setting_flags(status, "index")

    show = _command(add, "show", "write a document's canonical text, byte for byte")
    show.add_argument("source", metavar="SOURCE", help="a document's name, as citations give it")
    _setting_flags(show, "index")

    _eval_flags(_command(add, "eval", "measure passages, citations, refusals and timings on a data set"))
    return parser


def _eval_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", metavar="DATA", help="documents, questions and evidence: a .json or .json.gz file")
    # Without this flag the setting `index` has no say: the user's library must not be filled with a data set.
    parser.add_argument("--index", metavar="DIR", help="make the library here (default: the user's cache)")
    parser.add_argument("--limit", metavar="NUMBER", type=_whole, help="a sample of so many questions")
    parser.add_argument(
        "--off-topic", metavar="DATA", action="append", default=[], help="ask the questions of these too; repeatable"
    )
    parser.add_argument("--report", metavar="FILE", help="write a page with charts (.html)")
    parser.add_argument("--save-outcomes", metavar="FILE", help="write every question's outcome as a line of JSON")
    parser.add_argument(
        "--threads", metavar="NUMBER", type=_whole, default=1, help="questions asked at a time (default: 1)"
    )
    _json_flag(parser)
    _setting_flags(parser, "embedder", "chunk_characters", "chunk_overlap", "reader", "reading_model", "candidates")
    _setting_flags(parser, "passages", "threshold", *LANGUAGE_MODEL)


def _command(add: Callable[..., argparse.ArgumentParser], name: str, purpose: str) -> argparse.ArgumentParser:
    description = f"{purpose[:1].upper()}{purpose[1:]}."
    return add(name, help=purpose, description=description, epilog=EXAMPLES[name])


def _filter_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", metavar="FOLDER", default="", help="only documents in this folder of the library")
    parser.add_argument(
        "--type", metavar="TYPE", action="append", default=[], help="only files of this type, such as pdf; repeatable"
    )
    parser.add_argument("--after", metavar="DAY", default="", help="only documents of this day (2024-12-31) or later")
    parser.add_argument("--before", metavar="DAY", default="", help="only documents of this day or earlier")


def _json_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _setting_flags(parser: argparse.ArgumentParser, *names: str) -> None:
    known = {item.name: item for item in fields(Settings)}
    for name in names:
        item = known[name]
        metavar = "DIR" if name == "index" else "NAME" if isinstance(item.default, str) else "NUMBER"
        metavar = item.metadata.get("metavar", metavar)
        if "choices" in item.metadata:
            metavar = "|".join(item.metadata["choices"])
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            metavar=metavar,
            help=f"{item.metadata['doc']} (default: {item.default or 'none'})",
        )


def _question(text: str) -> str:
    if not text.strip():
        raise UsageError("The question is empty. Type it in quotes.")
    return text


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)
