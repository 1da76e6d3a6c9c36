"""The manifest of a generation, with its own checksum."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# 2: the catalog knows dates and authors, and vectors and words are arrays that are mapped from disk.
# 3: the catalog knows which documents are copies.
# 6: it knows the language of each document.
SCHEMA = 6
# Increased whenever a document's text, its chunks or the words of the keyword index change. Then all documents are read
# again.
READING = 6
FILE = "manifest.json"
# Files of every generation.
CATALOG = "catalog.sqlite"
VECTORS = "vectors"
KEYWORDS = "keywords"


class DamagedManifest(Exception):  # noqa: N818
    """The manifest is damaged; the message says how."""


class OtherSchema(Exception):  # noqa: N818
    """The manifest is of another format.

    Parameters
    ----------
    schema, made_by
        The number of that format and the program that wrote it.
    sealed
        False when its checksum does not match. Then the number itself may be damaged.
    roots
        The folders that it says the library was made of; None where it does not, or is not sealed.

    Attributes
    ----------
    older
        Whether this program's format came after it.
    """

    def __init__(self, schema: object, made_by: object, *, sealed: bool, roots: tuple[Root, ...] | None = None) -> None:
        super().__init__(f"format {schema}, made by {made_by}")
        self.schema = schema
        self.made_by = made_by
        self.sealed = sealed
        self.roots = roots
        self.older = isinstance(schema, int) and schema < SCHEMA


@dataclass(frozen=True, slots=True)
class Root:
    """A folder of documents.

    Parameters
    ----------
    path
        Relative to the folder that holds the library's folder where it lies below that, else absolute.
    prefix
        Stands before the sources of its documents: "" for the first root, else "name/".
    """

    path: str
    prefix: str


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size in bytes and hexadecimal sha256 of a file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The description of one generation.

    Parameters
    ----------
    generation, previous
        Its number and that of the one it was made from; 0 for none.
    made_by, built
        Program with version, and the time in UTC (ISO 8601).
    embedder, identity, dimension
        Of the vectors.
    characters, overlap
        Of the splitting.
    language
        The setting: of all documents, or "auto".
    roots
        The folders it was made of.
    documents, chunks
        How many it holds.
    files
        Every file of the generation but the manifest, by its path inside.
    healed
        The damage that this generation repaired.
    """

    generation: int
    previous: int
    made_by: str
    built: str
    embedder: str
    identity: str
    dimension: int
    characters: int
    overlap: int
    language: str
    roots: tuple[Root, ...]
    documents: int
    chunks: int
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    healed: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the manifest as JSON with its checksum."""
        return _sealed({"schema": SCHEMA, **asdict(self)})


def from_bytes(data: bytes) -> Manifest:
    """Read a manifest.

    Raises
    ------
    OtherSchema
        When it is of another format.
    DamagedManifest
        When its checksum does not match.
    """
    try:
        content: dict[str, Any] = json.loads(data)
        content.pop("checksum", None)
        schema, made_by = content.pop("schema"), content.get("made_by", "an unknown program")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise DamagedManifest("it is not the JSON that was written") from None
    sealed = data == _sealed({"schema": schema, **content})
    if schema != SCHEMA:
        with suppress(KeyError, TypeError, AttributeError):
            raise OtherSchema(schema, made_by, sealed=sealed, roots=_roots(content) if sealed else None)
        raise OtherSchema(schema, made_by, sealed=sealed)
    if not sealed:
        raise DamagedManifest("its checksum does not fit")
    try:
        files = {name: FileRecord(**record) for name, record in content.pop("files").items()}
        healed = tuple(map(str, content.pop("healed", ())))
        return Manifest(roots=_roots(content), files=files, healed=healed, **content)
    except (KeyError, TypeError, AttributeError):
        raise DamagedManifest("it does not say what a manifest says") from None


def _roots(content: dict[str, Any]) -> tuple[Root, ...]:
    return tuple(Root(**root) for root in content.pop("roots"))


def _sealed(content: Mapping[str, object]) -> bytes:
    # The bytes are a function of the content, so a flipped bit shows even where JSON ignores it.
    body = json.dumps(content, indent=1, sort_keys=True)
    checksum = hashlib.sha256(body.encode()).hexdigest()
    return (json.dumps({**content, "checksum": checksum}, indent=1, sort_keys=True) + "\n").encode()


def program() -> str:
    """Return the name and version of this program, and how it reads documents."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 (40 ms to import)

    try:
        name = f"citeseed {version('citeseed')}"
    except PackageNotFoundError:
        name = "citeseed (not installed)"
    return f"{name}, reading {READING}"
