"""What the table of states says: the generations, the claims of writers and the pins of readers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.engines.tables import MAX_BYTES, STATE
from index.errors import DamagedLibrary, MismatchedLibrary
from index.storage.manifest import Root

if TYPE_CHECKING:
    from index.engines.tables import Row, Tables

# Of the rows and tables.
SCHEMA = 3
# Kinds of rows.
GENERATION, CLAIM, PIN = "generation", "claim", "pin"
# Seconds after which others take a claim or a pin for ended: clocks differ, and a call takes time.
GRACE = 30.0
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
    language, languages
        The setting, and those of the documents, that of the most text first.
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
    language: str
    made_by: str
    built: str
    documents: int
    chunks: int
    roots: tuple[Root, ...] = ()
    aborted: dict[int, float] = field(default_factory=dict)
    largest: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
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
        fields: dict[str, Any] = json.loads(row["body"])
        if fields["schema"] != SCHEMA:
            raise MismatchedLibrary(
                f"The library in {address} is of format {fields['schema']}, made by {fields.get('made_by')}; this"
                f" program reads format {SCHEMA}. Use that version, or name a new library."
            )
        fields["roots"] = tuple(Root(**root) for root in fields["roots"])
        fields["aborted"] = {int(number): when for number, when in fields["aborted"].items()}
        fields["largest"], fields["languages"] = tuple(fields["largest"]), tuple(fields["languages"])
        return Generation(**fields)
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


def claim_key(token: str) -> str:
    """Return the key of a claim's row."""
    return f"{CLAIM}-{token}"


def ended(row: Row, now: float) -> bool:
    """Whether a claim or a pin has ended for certain."""
    expires = float(row["expires"]) / 1000
    return expires == 0 or expires + GRACE < now
