"""What the server remembers of those who signed in, and of wrong passwords. A restart forgets it."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.http.auth.users import User

# Seconds since the last request: a little more than a working day.
MAX_IDLE = 12 * 3600
# Sessions at most. The session that was idle longest makes room.
MAX_SESSIONS = 10_000
# Wrong passwords for a name within a minute: from one address, and from all.
MAX_FAILURES, MAX_FAILURES_OF_NAME, FAILURES_WITHIN = 5, 10, 60


@dataclass(slots=True)
class _Session:
    person: User
    used: float


@dataclass(slots=True)
class LoginSessions:
    """The sessions, by the hash of their cookie. A restart signs everyone out.

    Parameters
    ----------
    now
        Seconds, of a clock that only goes forward.
    """

    now: Callable[[], float] = time.monotonic
    _held: OrderedDict[bytes, _Session] = field(default_factory=OrderedDict)

    def begin(self, person: User) -> str:
        """Return the value of a new session's cookie."""
        key = secrets.token_urlsafe(32)
        self._held[_digest(key)] = _Session(person, self.now())
        while len(self._held) > MAX_SESSIONS:
            self._held.popitem(last=False)
        return key

    def person(self, key: str) -> User | None:
        """Return the user of this session, unless it has expired."""
        session = self._held.get(_digest(key))
        if session is None:
            return None
        if self.now() - session.used > MAX_IDLE:
            self.end(key)
            return None
        session.used = self.now()
        self._held.move_to_end(_digest(key))
        return session.person

    def end(self, key: str) -> None:
        """Sign out."""
        self._held.pop(_digest(key), None)


@dataclass(slots=True)
class Failures:
    """Wrong passwords of the last minute, by name and address, and by name alone (under no address)."""

    now: Callable[[], float] = time.monotonic
    _held: dict[tuple[str, str | None], deque[float]] = field(default_factory=dict)

    def too_many(self, name: str, address: str) -> bool:
        """Whether another attempt must wait."""
        horizon = self.now() - FAILURES_WITHIN
        for key in [key for key, times in self._held.items() if times[-1] < horizon]:
            del self._held[key]
        here, everywhere = (
            sum(time >= horizon for time in self._held.get((name, where), ())) for where in (address, None)
        )
        return here >= MAX_FAILURES or everywhere >= MAX_FAILURES_OF_NAME

    def add(self, name: str, address: str) -> None:
        """Remember a wrong password."""
        for where in (address, None):
            self._held.setdefault((name, where), deque(maxlen=MAX_FAILURES_OF_NAME)).append(self.now())


@dataclass(slots=True)
class SignInState:
    """What the layers of several libraries share: the sessions, the failures, and who waits for a check, by address."""

    sessions: LoginSessions = field(default_factory=LoginSessions)
    failures: Failures = field(default_factory=Failures)
    checking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    waiting: Counter[str] = field(default_factory=Counter)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("latin-1", "replace")).digest()
