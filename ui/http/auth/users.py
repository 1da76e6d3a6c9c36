"""The file of users: names with a hashed password or a hashed token.

::

    # comment
    ada:password:16384:8:5:<salt>:<scrypt hash>      made by: citeseed user ada --auth-file FILE
    webui:token:<sha256>                             made by: citeseed user webui --auth-file FILE --token
    bot:token:<sha256> role=reader until=2027-01-31 libraries=law,press

Salt and hashes are hexadecimal. A name may have one line of each kind. Behind the hash may stand the role ("editor"
where none does), the last day on which the line lets in, and the libraries that it lets into (all where none are).
"""

from __future__ import annotations

import errno
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index.named_files import read_named
from ui.http.auth import hashing
from ui.http.auth.rights import NAME, NO_LIMITS, Rights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

Kind = Literal["password", "token"]
SHORTEST_PASSWORD = 8
# Bytes of the file at most: some 50,000 users.
MAX_FILE_SIZE = 10_000_000
_HEADER = "# Who may use citeseed. Change it with: citeseed user NAME --auth-file FILE [--token | --remove]\n"


class UsersError(Exception):
    """The file cannot be used; the message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class User:
    """A line of the file.

    Parameters
    ----------
    name
        Name of the user or program.
    kind
        "password" or "token".
    secret
        The hash with its parameters.
    rights
        What stands behind it.
    """

    name: str
    kind: Kind
    secret: str
    rights: Rights = NO_LIMITS

    @property
    def line(self) -> str:
        """The line as it stands in the file."""
        return " ".join((f"{self.name}:{self.kind}:{self.secret}", *self.rights.words))


class Users:
    """The file of users. It is read again whenever it changes, so a removed user is signed out at once.

    Raises
    ------
    UsersError
        When it cannot be read, or a line of it cannot.
    """

    def __init__(self, path: Path, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._path = path
        self._today = today
        self._seen: tuple[int, int, int] | None = None
        self._people: tuple[User, ...] = ()
        self.all()

    def all(self) -> tuple[User, ...]:
        """Return all lines of the file that have not ended."""
        try:
            found = self._path.stat()
            seen = (found.st_ino, found.st_size, found.st_mtime_ns)
            if seen != self._seen:
                self._people, self._seen = read(self._path), seen
        except OSError as error:
            raise UsersError(_unreadable(self._path, error)) from error
        today = self._today()
        return tuple(each for each in self._people if each.rights.until is None or each.rights.until >= today)

    def by_password(self, name: str, password: str) -> User | None:
        """Return the user of a password. It takes as long for an unknown name."""
        known = [person for person in self.all() if (person.name, person.kind) == (name, "password")]
        right = hashing.matches(known[0].secret if known else hashing.NOBODY, password)
        return known[0] if known and right else None

    def by_token(self, token: str) -> User | None:
        """Return the user of a token."""
        shown = hashing.token_secret(token)
        found = None
        for person in self.all():
            if person.kind == "token" and hashing.equal(person.secret, shown):
                found = person
        return found


def read(path: Path) -> tuple[User, ...]:
    """Read the lines of a file.

    Raises
    ------
    UsersError
        When a line is not of the form shown above, naming it.
    OSError
        When the file cannot be read.
    """
    try:
        lines = read_named(path, MAX_FILE_SIZE).decode().splitlines()
    except UnicodeDecodeError as error:
        raise UsersError(f"{path} is no text in UTF-8, so nobody can be let in by it.") from error
    people = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            person = _person(line.strip())
            if person is None:
                raise UsersError(
                    f"{path}, line {number} is not understood. Make lines with: citeseed user NAME --auth-file {path}"
                )
            people.append(person)
    return tuple(people)


def with_password(name: str, password: str, rights: Rights = NO_LIMITS) -> User:
    """Return a line with a hashed password."""
    check_name(name)
    if len(password) < SHORTEST_PASSWORD:
        raise UsersError(f"The password is too short; take at least {SHORTEST_PASSWORD} characters.")
    if len(password) > hashing.MAX_LENGTH:
        raise UsersError(f"The password is too long; take at most {hashing.MAX_LENGTH:,} characters.")
    return User(name, "password", hashing.password_secret(password), rights)


def with_token(name: str, rights: Rights = NO_LIMITS) -> tuple[User, str]:
    """Return a line with a hashed token, and the token, which is not stored."""
    check_name(name)
    token = hashing.new_token()
    return User(name, "token", hashing.token_secret(token), rights), token


def put(path: Path, person: User) -> None:
    """Add a line to the file, or replace the name's line of its kind. A missing file is created."""
    people = _present(path)
    kept = [each for each in people if (each.name, each.kind) != (person.name, person.kind)]
    _write(path, [*kept, person])


def remove(path: Path, name: str) -> None:
    """Remove every line of a name from the file."""
    people = _present(path)
    kept = [each for each in people if each.name != name]
    if len(kept) == len(people):
        raise UsersError(f"{path} names no '{name}'.")
    _write(path, kept)


def _present(path: Path) -> tuple[User, ...]:
    try:
        return read(path) if path.exists() else ()
    except OSError as error:
        raise UsersError(_unreadable(path, error)) from error


def _write(path: Path, people: Iterable[User]) -> None:
    # Written beside it and renamed: a server that reads it meanwhile sees the one or the other. mkstemp makes a file
    # that nobody else may read.
    text = _HEADER + "".join(f"{person.line}\n" for person in people)
    temporary = None
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise UsersError(f"{path} cannot be written: {error.strerror}. Name a file in a folder of yours.") from error


def _person(line: str) -> User | None:
    name, _, rest = line.partition(":")
    kind, _, rest = rest.partition(":")
    secret, *words = rest.split() or [""]
    rights = Rights.parse(words)
    if not NAME.fullmatch(name) or rights is None:
        return None
    if kind == "token" and hashing.is_token_secret(secret):
        return User(name, "token", secret, rights)
    if kind == "password" and hashing.is_password_secret(secret):
        return User(name, "password", secret, rights)
    return None


def check_name(name: str) -> None:
    """Raise ``UsersError`` for what cannot be a name."""
    if not NAME.fullmatch(name):
        raise UsersError(f"'{name}' is no name here: take at most 64 letters, digits and any of . _ @ + -")


def _unreadable(path: Path, error: OSError) -> str:
    if error.errno in {errno.EINVAL, errno.EFBIG}:
        return f"{path} {error.strerror}. Name a file, made with: citeseed user NAME --auth-file FILE"
    if isinstance(error, FileNotFoundError):
        return f"There is no file {path}. Make it with: citeseed user NAME --auth-file {path}"
    if isinstance(error, IsADirectoryError):
        return f"{path} is a folder. Name a file, made with: citeseed user NAME --auth-file FILE"
    return f"{path} cannot be read: {error.strerror}. Give citeseed the right to read it."
