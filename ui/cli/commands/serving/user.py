"""The command ``citeseed user``: add or remove a user of the chat."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rag.settings import load
from ui.cli.flags import setting_flags
from ui.cli.result import Result
from ui.errors import CommandError, UsageError
from ui.http.auth.hashing import MAX_LENGTH
from ui.settings import ServerSettings

# The command line does not wait for what another command needs.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import TextIO

    from rag.settings import Settings

PURPOSE = "let somebody into the chat, or take them out"
EXAMPLES = """\
examples:
  citeseed user ada --auth-file people              asks for a password, and lets Ada in
  citeseed user ada --auth-file people < secret     the same from a script: the first line is the password
  citeseed user webui --auth-file people --token    prints a token, for Authorization: Bearer TOKEN
  citeseed user bot --auth-file people --token --role reader --until 2027-01-31 --libraries law,press
  citeseed user ada --auth-file people --remove"""


def add_flags(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    from ui.http.auth.rights import EDITOR, ROLES

    parser.add_argument("name", metavar="NAME", help="of a person, or of a program that brings a token")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--token", action="store_true", help="make a token for a program, and print it this once")
    what.add_argument("--remove", action="store_true", help="take the name out of the file")
    parser.add_argument(
        "--role", choices=ROLES, default=EDITOR,
        help=f"a reader asks, an editor also changes documents, an admin also reads /metrics (default: {EDITOR})",
    )  # fmt: skip
    parser.add_argument("--until", metavar="DAY", type=_day, help="the last day, such as 2027-01-31 (default: no end)")
    parser.add_argument("--libraries", metavar="NAMES", type=_names, help="only these of the chat's, such as law,press")
    setting_flags(parser, "auth_file")


def run(arguments: Namespace, settings: Settings) -> Result:  # noqa: ARG001 (it needs no library)
    """Add or remove a user of the chat."""
    from ui.http.auth import users
    from ui.http.auth.rights import Rights

    server = load(arguments.settings, kind=ServerSettings)
    if not server.auth_file:
        raise UsageError("Name the file that says who may come in: --auth-file FILE")
    path, name = Path(server.auth_file), arguments.name
    rights = Rights(arguments.role, arguments.until, arguments.libraries)
    try:
        users.check_name(name)
        if arguments.remove:
            users.remove(path, name)
            return Result(f"{name} is out of {path}.\n")
        if arguments.token:
            person, token = users.with_token(name, rights)
            users.put(path, person)
            return Result(f"{token}\n")
        users.put(path, users.with_password(name, asked_password(sys.stdin, sys.stderr), rights))
    except users.UsersError as error:
        raise CommandError(str(error)) from error
    return Result(f"{name} can sign in; {path} says so.\n")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is no day such as 2027-01-31") from None
    if day < datetime.now(UTC).date():
        raise ArgumentTypeError(f"{day} is over, so nobody could come in")
    return day


def _names(text: str) -> frozenset[str]:
    from ui.http.auth.rights import NAME

    names = frozenset(text.split(","))
    if not all(map(NAME.fullmatch, names)):
        raise ArgumentTypeError(f"'{text}' are no names such as law,press")
    return names


def asked_password(source: TextIO | None, screen: TextIO) -> str:
    """Return the new password.

    Raises
    ------
    UsageError
        When none comes, or two different ones are typed.
    """
    if source is None:
        raise UsageError("There is no password to read; type it at a terminal, or send it on standard input.")
    if not source.isatty():
        # One character more than may be, and the end of the line: more would be read without end from a device.
        password = source.readline(MAX_LENGTH + 3).rstrip("\r\n")
        if not password:
            raise UsageError("The password is empty; send it as the first line of standard input.")
        if any("\ud800" <= letter <= "\udfff" for letter in password):
            raise UsageError("The password on standard input is not UTF-8; nothing was changed.")
        return password
    try:
        password = getpass.getpass("Password: ", screen)
        if password != getpass.getpass("Again: ", screen):
            raise UsageError("The two passwords differ; nothing was changed.")
    except EOFError:
        raise UsageError("No password was typed; nothing was changed.") from None
    return password
