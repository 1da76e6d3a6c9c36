"""Generations on an engine that only stores rows: who may write, which generation is live, what may be cleared away.

The engine has no transactions over several rows. Everything rests on three facts: a row appears as a whole, a program
sees what was stored before it asked, and numbers of generations are never used twice.

- A generation is live from the moment its row is stored; the live one has the largest number. Nothing replaces that
  row, so a writer that comes too late cannot bring an older state back.
- A writer announces itself with a claim, and then looks who else has one: of two that announce themselves at once each
  sees the other, and both give way. A claim ends by itself, so a killed writer blocks nobody for long.
- What a writer that did not finish has written carries its number. The next generation lists that number as aborted,
  and readers pass over it.
- A reader pins its generation. Rows are cleared away when no generation that is pinned, live or the one before the
  live needs them.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.engines.conditions import Condition
from index.engines.tables import MAX_BYTES, STATE, TABLES
from index.errors import Busy, DamagedLibrary, LibraryUnavailable, MismatchedLibrary
from index.storage.manifest import Root

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.engines.tables import Row, Tables

# Of the rows and tables.
SCHEMA = 1
GENERATION, CLAIM, PIN = "generation", "claim", "pin"
# Seconds that a claim and a pin last, and after which others take it for ended: clocks differ, and a call takes time.
CLAIMED, PINNED, GRACE = 300.0, 3600.0, 30.0
# Seconds after which nothing of a writer that did not finish can arrive any more.
SETTLED = 24 * 3600.0
_FIELDS = ("key", "kind", "number", "expires", "body")


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete state of a library on an engine.

    Parameters
    ----------
    number
        Of the generation.
    oldest
        The oldest generation whose rows are still there.
    chunks_table
        Where its chunks are; another one for each embedder.
    embedder, identity, dimension
        Of the vectors.
    characters, overlap
        Of the splitting.
    made_by, built
        Program with version, and the time in UTC (ISO 8601).
    documents, chunks
        How many it holds.
    roots
        The folders that it was made of.
    aborted
        Numbers of generations that were not finished, with the Unix time when that was found.
    largest
        Sources of the longest documents that are no copies, the longest first.
    schema
        Of the rows and tables.
    """

    number: int
    oldest: int
    chunks_table: str
    embedder: str
    identity: str
    dimension: int
    characters: int
    overlap: int
    made_by: str
    built: str
    documents: int
    chunks: int
    roots: tuple[Root, ...] = ()
    aborted: dict[int, float] = field(default_factory=dict)
    largest: tuple[str, ...] = ()
    schema: int = SCHEMA

    def to_row(self) -> Row:
        """Return the row that makes it live."""
        body = json.dumps(asdict(self), ensure_ascii=False)
        if len(body.encode()) > MAX_BYTES:  # the list of the longest documents is a convenience
            return replace(self, largest=self.largest[: len(self.largest) // 2]).to_row()
        return {
            "key": f"{GENERATION}-{self.number:012d}",
            "kind": GENERATION,
            "number": self.number,
            "expires": 0,
            "body": body,
        }


def generation_of(row: Row, address: str) -> Generation:
    """Read a generation's row; raise ``MismatchedLibrary`` for one of another format, ``DamagedLibrary`` for none."""
    try:
        told: dict[str, Any] = json.loads(row["body"])
        if told["schema"] != SCHEMA:
            raise MismatchedLibrary(
                f"The library in {address} is of format {told['schema']}, made by {told.get('made_by')}; this program"
                f" reads format {SCHEMA}. Use that version, or name a new library."
            )
        told["roots"] = tuple(Root(**root) for root in told["roots"])
        told["aborted"] = {int(number): when for number, when in told["aborted"].items()}
        told["largest"] = tuple(told["largest"])
        return Generation(**told)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedLibrary(
            f"The row of generation {row['number']} of the library in {address} cannot be read; index it anew under"
            " another name."
        ) from error


@dataclass(frozen=True, slots=True)
class State:
    """All that the table of states says at one moment.

    Parameters
    ----------
    live
        The live generation; None when nothing was published.
    generations, claims, pins
        Their rows.
    """

    live: Generation | None
    generations: tuple[Row, ...]
    claims: tuple[Row, ...]
    pins: tuple[Row, ...]

    @property
    def highest(self) -> int:
        """The largest number that anybody has used."""
        aborted = self.live.aborted if self.live else {}
        live = self.live.number if self.live else 0
        return max([live, *aborted, *(int(row["number"]) for row in self.claims)])


def read_state(tables: Tables) -> State:
    """Return the present state."""
    if not tables.exists(STATE):
        return State(None, (), (), ())
    by_kind: dict[str, list[Row]] = {GENERATION: [], CLAIM: [], PIN: []}
    for row in tables.rows(STATE, (), _FIELDS):
        by_kind[row["kind"]].append(row)
    newest = max(by_kind[GENERATION], key=lambda row: int(row["number"]), default=None)
    live = generation_of(newest, tables.address) if newest else None
    return State(live, *(tuple(by_kind[kind]) for kind in (GENERATION, CLAIM, PIN)))


class Claim:
    """The right of one writer to write the next generation. Use ``claim`` to get one.

    Parameters
    ----------
    tables
        Of the library.
    token
        That no other writer has.
    number
        Of the generation it writes.
    clock
        Returns the Unix time.
    """

    def __init__(self, tables: Tables, token: str, number: int, expires: float, clock: Callable[[], float]) -> None:
        self._tables = tables
        self._token = token
        self._clock = clock
        self.number = number
        self.expires = expires

    def renew(self) -> None:
        """Hold the claim for longer, when less than half of its time is left.

        Raises
        ------
        LibraryUnavailable
            When it has ended meanwhile: another writer may have begun.
        """
        now = self._clock()
        if now >= self.expires:
            raise LibraryUnavailable(
                f"Writing to the library in {self._tables.address} stood still for too long, so another program may"
                " write there now. Nothing was published; run it again."
            )
        if self.expires - now < CLAIMED / 2:
            self._store(now + CLAIMED, by=self.expires)
            self.expires = now + CLAIMED

    def release(self, *, finished: bool) -> None:
        """End the claim. Of one that did not finish, the number stays known: it must not be used again."""
        if finished:
            self._tables.delete(STATE, (Condition("key", "==", f"{CLAIM}-{self._token}"),))
        else:
            self._store(0.0)

    def announce(self) -> None:
        """Store the claim for the first time."""
        self._store(self.expires, by=self.expires)

    def is_alone(self, state: State) -> bool:
        """Whether nobody else writes, and nobody else has used the number."""
        if state.live and state.live.number >= self.number:
            return False
        others = [row for row in state.claims if row["key"] != f"{CLAIM}-{self._token}"]
        return all(ended(row, self._clock()) and row["number"] < self.number for row in others)

    def _store(self, expires: float, by: float | None = None) -> None:
        row = {
            "key": f"{CLAIM}-{self._token}",
            "kind": CLAIM,
            "number": self.number,
            "expires": int(expires * 1000),
            "body": "",
        }
        self._tables.put(STATE, [row], by)


def ended(row: Row, now: float) -> bool:
    """Whether a claim or a pin has ended for certain."""
    expires = float(row["expires"]) / 1000
    return expires == 0 or expires + GRACE < now


def claim(tables: Tables, clock: Callable[[], float] = time.time) -> tuple[Claim, State]:
    """Become the writer; return the claim, and the state that was found.

    Raises
    ------
    Busy
        When another program writes, or began at the same time.
    """
    tables.create(STATE, TABLES[STATE])
    before = read_state(tables)
    now = clock()
    _refuse_busy(before, tables.address, now)
    mine = Claim(tables, secrets.token_hex(16), before.highest + 1, now + CLAIMED, clock)
    mine.announce()
    after = read_state(tables)
    if not mine.is_alone(after):
        mine.release(finished=True)  # nothing was written with its number
        _refuse_busy(after, tables.address, clock(), but=mine)
        raise Busy(f"Another program began to write to the library in {tables.address} at the same time. Try again.", 0)
    return mine, after


def _refuse_busy(state: State, address: str, now: float, but: Claim | None = None) -> None:
    for row in state.claims:
        if not ended(row, now) and (but is None or row["number"] != but.number):
            left = max(int(row["expires"] / 1000 + GRACE - now), 1)
            raise Busy(
                f"Another program is writing to the library in {address}. Wait for it; if it was killed, it blocks"
                f" nobody after {left} seconds.",
                0,
            )


def settled(state: State, now: float) -> list[int]:
    """Return the numbers of unfinished generations of which nothing can arrive any more."""
    return [number for number, when in (state.live.aborted if state.live else {}).items() if now - when >= SETTLED]


def unfinished(mine: Claim, state: State, now: float, gone: Sequence[int]) -> dict[int, float]:
    """Return the unfinished generations that readers of the new one must pass over, but for those that are ``gone``."""
    before = state.live.aborted if state.live else {}
    # One that was killed after it had published did finish.
    known = {mine.number, *(row["number"] for row in state.generations)}
    dead = {row["number"]: now for row in state.claims if row["number"] not in known}
    return {number: when for number, when in {**dead, **before}.items() if number not in gone}


def publish(tables: Tables, mine: Claim, made: Generation, now: float) -> Generation:
    """Make a generation live; return it as it was stored.

    Raises
    ------
    LibraryUnavailable
        When the claim has ended meanwhile.
    """
    mine.renew()
    state = read_state(tables)
    pinned = [row["number"] for row in state.pins if not ended(row, now)]
    before = state.live
    oldest = max(before.oldest, min([before.number, *pinned])) if before else made.number
    made = replace(made, oldest=oldest)
    tables.put(STATE, [made.to_row()], by=mine.expires)
    return made


class Pin:
    """Keeps the rows of a generation while a reader needs them. It ends by itself an hour after its last use.

    Parameters
    ----------
    tables, clock
        As in ``claim``.
    number
        Of the generation.
    """

    def __init__(self, tables: Tables, number: int, clock: Callable[[], float] = time.time) -> None:
        self._tables = tables
        self._number = number
        self._clock = clock
        self._token = secrets.token_hex(16)
        self._expires = 0.0

    def hold(self) -> None:
        """Pin the generation for longer, when less than half of the time is left.

        Raises
        ------
        LibraryUnavailable
            When its rows may have been cleared away meanwhile.
        """
        now = self._clock()
        if self._expires - now > PINNED / 2:
            return
        key = f"{PIN}-{self._token}"
        expires = int((now + PINNED) * 1000)
        self._tables.put(STATE, [{"key": key, "kind": PIN, "number": self._number, "expires": expires, "body": ""}])
        live = read_state(self._tables).live
        if live is None or live.oldest > self._number:
            self._tables.delete(STATE, (Condition("key", "==", key),))
            raise self._gone()
        self._expires = now + PINNED

    def check(self) -> None:
        """Raise ``LibraryUnavailable`` when the pin has ended while something was read: it may not be all there."""
        if self._clock() >= self._expires:
            raise self._gone()

    def _gone(self) -> LibraryUnavailable:
        return LibraryUnavailable(
            f"Generation {self._number} of the library in {self._tables.address} may have been cleared away: newer ones"
            " have replaced it. Ask again."
        )

    def release(self) -> None:
        """End it."""
        if self._expires:
            self._tables.delete(STATE, (Condition("key", "==", f"{PIN}-{self._token}"),))
            self._expires = 0.0
