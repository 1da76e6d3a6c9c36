"""The origins of added documents: where each came from, and what a person said of it.

An origin is a hidden file beside the document, ``.origin-NAME.json``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from index.storage.atomic_files import open_regular, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.types import Document

PREFIX, SUFFIX = ".origin-", ".json"
# An address has 2,000 characters at most, a title 200.
_MAX_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an added document came from.

    Parameters
    ----------
    address
        Of a page, or of a file ("file:///..."); empty for pasted text.
    added
        When its bytes were taken, as ISO 8601 in UTC.
    title
        That a person gave it; empty where it has its own.
    """

    address: str = ""
    added: str = ""
    title: str = ""


def origin_of(path: Path) -> Origin | None:
    """Return the origin of a document's file; None when nothing is known of it."""
    try:
        with open_regular(_beside(path)) as descriptor, open(descriptor, "rb", closefd=False) as file:
            fields = json.loads(file.read(_MAX_BYTES))
        # Half a pair alone (a lone surrogate) could not be stored.
        return Origin(**{name: str(value).encode("utf-8", "replace").decode() for name, value in fields.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def record_origin(path: Path, origin: Origin) -> None:
    """Keep the origin of a document's file."""
    replace_file(_beside(path), json.dumps(asdict(origin), ensure_ascii=False).encode())


def forget_origin(path: Path) -> None:
    """Remove the origin of a document's file."""
    _beside(path).unlink(missing_ok=True)


def origins_in(folder: Path) -> Iterator[tuple[Path, Origin]]:
    """Yield the files of a folder that have an origin, with it. A file may be gone."""
    for kept in sorted(folder.glob(f"{PREFIX}*{SUFFIX}")):
        path = kept.with_name(kept.name[len(PREFIX) : -len(SUFFIX)])
        if (origin := origin_of(path)) is not None:
            yield path, origin


def titled(document: Document, path: Path) -> Document:
    """Return a document with the title that a person gave it, and with the day when it was pasted as its date."""
    origin = origin_of(path)
    if origin is None or not origin.title:
        return document
    pasted = None if origin.address else origin.added[:10] or None
    return replace(document, title=origin.title, date=document.date or pasted)


def _beside(path: Path) -> Path:
    return path.with_name(f"{PREFIX}{path.name}{SUFFIX}")
