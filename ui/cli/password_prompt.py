"""Ask for a password: hidden at a terminal, or as the first line of standard input."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from ui.errors import UsageError

if TYPE_CHECKING:
    from typing import TextIO


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
        password = source.readline().rstrip("\r\n")
        if not password:
            raise UsageError("The password is empty; send it as the first line of standard input.")
        return password
    try:
        password = getpass.getpass("Password: ", screen)
        if password != getpass.getpass("Again: ", screen):
            raise UsageError("The two passwords differ; nothing was changed.")
    except EOFError:
        raise UsageError("No password was typed; nothing was changed.") from None
    return password
