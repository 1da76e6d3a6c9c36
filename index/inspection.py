"""What inspecting a library finds: what it holds, and what of it is damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.duplicates import copies
from index.listing import languages

if TYPE_CHECKING:
    from index.types import Entry


@dataclass(frozen=True, slots=True)
class Problem:
    """A damaged file.

    Parameters
    ----------
    file
        By its path in the library's folder.
    reason
        What is wrong.
    live
        Whether it is in the generation that answers. Otherwise the next publication removes it.
    """

    file: str
    reason: str
    live: bool


@dataclass(frozen=True, slots=True)
class Healing:
    """A generation that replaced a damaged one.

    Parameters
    ----------
    generation, built
        Its number, and when it was made (UTC, ISO 8601).
    damage
        What was wrong then, a phrase each.
    """

    generation: int
    built: str
    damage: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """The damage in a library's folder, the generation that answers, and repaired damage.

    Parameters
    ----------
    problems
        The library is sound when none is ``live``.
    answering
        Number of the generation that questions are answered from; None when none is whole.
    healings
        Oldest first, of the generations that are still there.
    is_on_engine
        Whether the library is on an engine, where a problem's ``file`` is a document or a table.
    """

    problems: tuple[Problem, ...]
    answering: int | None
    healings: tuple[Healing, ...]
    is_on_engine: bool = False

    @property
    def sound(self) -> bool:
        """Whether the live generation is intact."""
        return not any(problem.live for problem in self.problems)

    @property
    def repair(self) -> str:
        """The command that repairs the library. On an engine damage is looked for only when that is said."""
        return "citeseed index --repair" if self.is_on_engine else "citeseed index"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What is said of the engine that a library is on.

    Parameters
    ----------
    version
        Name and version of the engine.
    writing
        Number of the generation that somebody is writing; None when nobody does.
    readers
        How many programs keep a generation.
    lag
        How many generations the reader that is furthest behind has missed.
    oldest
        The oldest generation whose rows are still there.
    unfinished
        Numbers of the generations that were not finished, and whose rows will be cleared away.
    """

    version: str
    writing: int | None
    readers: int
    lag: int
    oldest: int
    unfinished: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What a library holds.

    Parameters
    ----------
    documents, chunks, generation
        Numbers; the generation is the one that questions are answered from.
    embedder, built
        Name of the embedding model, and when the generation was made (UTC, ISO 8601).
    size
        Bytes on disk of all generations and the cache of vectors, without uploads.
    memory
        Bytes of the live generation that questions can map into memory, shared by all processes.
    roots
        The folders it was made of.
    entries
        A line for each document, ordered by source.
    warnings
        A sentence for each thing that is wrong on the disk.
    engine
        That it is on; None for a library in a folder.
    """

    documents: int
    chunks: int
    generation: int
    embedder: str
    built: str
    size: int
    memory: int
    roots: tuple[str, ...]
    entries: tuple[Entry, ...]
    warnings: tuple[str, ...]
    engine: EngineStatus | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639 codes of the languages of its documents, that of the most text first."""
        return languages(self.entries)

    @property
    def stale(self) -> tuple[str, ...]:
        """Sources whose present file could not be read."""
        return tuple(entry.source for entry in self.entries if entry.stale)

    @property
    def copies(self) -> dict[str, str]:
        """Sources with the same text as another document, each with the one that is cited instead."""
        return copies(self.entries)
