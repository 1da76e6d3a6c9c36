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

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Kind = Literal["password", "token"]
Role = Literal["reader", "editor", "admin"]
# What each may do more than the one before: ask; add and remove documents; read the metrics.
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
EDITOR: Role = "editor"

# OWASP's setting for scrypt that takes 16 MiB of memory: a quarter of a second each on our machine, so that trying a
# million passwords takes three days of it.
COST, BLOCK, PARALLEL = 2**14, 8, 5
SHORTEST_PASSWORD = 8
# Characters of a password or token at most, so that hashing stays cheap.
MAX_SECRET = 1000
# Random bytes of a salt (what RFC 7914 shows) and of a token (256 bits: no need to hash it slowly).
SALT_BYTES, TOKEN_BYTES, DIGEST_BYTES = 16, 32, 32
# Bytes of memory that a line's parameters may ask scrypt for.
MAX_MEMORY = 2**28
NAME = re.compile(r"[\w.@+-]{1,64}")
_HEXADECIMAL = re.compile(r"([0-9a-f]{2})+")
_HEADER = "# Who may use citeseed. Change it with: citeseed user NAME --auth-file FILE [--token | --remove]\n"


class UsersError(Exception):
    """The file cannot be used; the message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do, and for how long.

    Parameters
    ----------
    role
        One of ``ROLES``.
    until
        The last day, in UTC; None for no end.
    libraries
        Names of those that may be seen; None for all.
    """

    role: Role = EDITOR
    until: date | None = None
    libraries: frozenset[str] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """As they stand in the file; what is left out there is left out here."""
        said = (
            f"role={self.role}" if self.role != EDITOR else "",
            f"until={self.until.isoformat()}" if self.until else "",
            f"libraries={','.join(sorted(self.libraries))}" if self.libraries is not None else "",
        )
        return tuple(filter(None, said))

    def may(self, role: Role) -> bool:
        """Whether these include those of a role."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def sees(self, library: str) -> bool:
        """Whether a library may be seen."""
        return self.libraries is None or library in self.libraries

    @classmethod
    def parse(cls, words: Iterable[str]) -> Rights | None:
        """Return the rights that such words say, or None when one of them is not understood or stands twice."""
        said = [word.partition("=") for word in words]
        facts = {name: value for name, _, value in said}
        role, until, libraries = facts.pop("role", EDITOR), facts.pop("until", ""), facts.pop("libraries", None)
        names = None if libraries is None else libraries.split(",")
        if facts or len({name for name, *_ in said}) < len(said) or role not in ROLES:
            return None
        if names is not None and not all(map(NAME.fullmatch, names)):
            return None
        try:
            end = date.fromisoformat(until) if until else None
        except ValueError:
            return None
        return cls(role, end, None if names is None else frozenset(names))


NO_LIMITS: Final = Rights()


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
        secret = known[0].secret if known else f"{COST}:{BLOCK}:{PARALLEL}:{'00' * SALT_BYTES}:{'00' * DIGEST_BYTES}"
        right = len(password) <= MAX_SECRET and _matches(secret, password)
        return known[0] if known and right else None

    def by_token(self, token: str) -> User | None:
        """Return the user of a token."""
        shown = _sha256(token) if len(token) <= MAX_SECRET else ""
        found = None
        for person in self.all():
            if person.kind == "token" and hmac.compare_digest(person.secret, shown):
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
        lines = path.read_text(encoding="utf-8").splitlines()
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
    if len(password) < SHORTEST_PASSWORD:
        raise UsersError(f"The password is too short; take at least {SHORTEST_PASSWORD} characters.")
    if len(password) > MAX_SECRET:
        raise UsersError(f"The password is too long; take at most {MAX_SECRET:,} characters.")
    salt = secrets.token_bytes(SALT_BYTES)
    digest = _scrypt(password, salt, (COST, BLOCK, PARALLEL), DIGEST_BYTES)
    return User(_checked(name), "password", f"{COST}:{BLOCK}:{PARALLEL}:{salt.hex()}:{digest.hex()}", rights)


def with_token(name: str, rights: Rights = NO_LIMITS) -> tuple[User, str]:
    """Return a line with a hashed token, and the token, which is not stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return User(_checked(name), "token", _sha256(token), rights), token


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
    fields, rights = secret.split(":"), Rights.parse(words)
    if not NAME.fullmatch(name) or rights is None:
        return None
    if kind == "token" and len(fields) == 1 and re.fullmatch(r"[0-9a-f]{64}", secret):
        return User(name, "token", secret, rights)
    if kind == "password" and len(fields) == 5 and _is_scrypt(fields):
        return User(name, "password", secret, rights)
    return None


def _is_scrypt(fields: list[str]) -> bool:
    *numbers, salt, digest = fields
    if not all(number.isascii() and number.isdigit() and len(number) <= 7 for number in numbers):
        return False
    cost, block, parallel = map(int, numbers)
    fits = 128 * cost * block <= MAX_MEMORY // 2 and 1 <= parallel <= 16 and block >= 1
    power = cost > 1 and cost & (cost - 1) == 0
    return fits and power and all(_HEXADECIMAL.fullmatch(text) for text in (salt, digest))


def _matches(secret: str, password: str) -> bool:
    cost, block, parallel, salt, digest = secret.split(":")
    made = _scrypt(password, bytes.fromhex(salt), (int(cost), int(block), int(parallel)), len(digest) // 2)
    return hmac.compare_digest(made, bytes.fromhex(digest))


def _scrypt(password: str, salt: bytes, effort: tuple[int, int, int], length: int) -> bytes:
    encoded, (cost, block, parallel) = password.encode("utf-8", "surrogatepass"), effort
    return hashlib.scrypt(encoded, salt=salt, n=cost, r=block, p=parallel, maxmem=MAX_MEMORY, dklen=length)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise UsersError(f"'{name}' is no name here: take at most 64 letters, digits and any of . _ @ + -")
    return name


def _unreadable(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no file {path}. Make it with: citeseed user NAME --auth-file {path}"
    if isinstance(error, IsADirectoryError):
        return f"{path} is a folder. Name a file, made with: citeseed user NAME --auth-file FILE"
    return f"{path} cannot be read: {error.strerror}. Give citeseed the right to read it."
