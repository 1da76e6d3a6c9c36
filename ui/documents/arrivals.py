"""What is to be added: uploaded files, pages at addresses, pasted texts, as files in a temporary folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index import Origin
from ui.errors import UsageError
from ui.text.sanitize import in_whole_characters

if TYPE_CHECKING:
    from pathlib import Path

    from ui.fetching.fetcher import Fetcher

MAX_TITLE = 200
# Characters of a pasted text; what is longer is a file.
MAX_PASTED = 5_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to add.

    Parameters
    ----------
    path
        Where it is now.
    name
        Its name in the library.
    origin
        Where it came from, if that is known.
    """

    path: Path
    name: str
    origin: Origin | None = None


def fetched(fetcher: Fetcher, address: str, title: str, folder: Path) -> Upload:
    """Fetch what stands at an address, into a folder.

    Raises
    ------
    FetchError
        When there is nothing that can be added.
    UsageError
        When the title is none.
    """
    title = checked_title(title) if title else ""
    found = fetcher.fetch(address)
    path = folder / f"{len(list(folder.iterdir()))}"
    path.write_bytes(found.data)
    return Upload(path, found.name, Origin(found.address, found.fetched, title))


def local(path: Path, title: str) -> Upload:
    """Return a file of this machine. Its place is remembered, so that a newer one can replace it."""
    title = checked_title(title) if title else ""
    return Upload(path, path.name, Origin(path.resolve().as_uri(), _now(), title))


def pasted(text: str, title: str, folder: Path) -> Upload:
    """Write a pasted text into a folder. Its title is the one that is given, its date is today.

    Raises
    ------
    UsageError
        When there is no text, it is too long, or the title is none.
    """
    if not text.strip():
        raise UsageError("There is no text to add.")
    if len(text) > MAX_PASTED:
        raise UsageError(f"The text has more than {MAX_PASTED:,} characters; save it as a file and add that.")
    title = checked_title(title)
    path, stem = folder / f"{len(list(folder.iterdir()))}", re.sub(r"[/\\]", "-", title)
    path.write_bytes(in_whole_characters(text).encode())
    return Upload(path, f"{stem}.txt", Origin("", _now(), title))


def checked_title(title: str) -> str:
    """Return a title on one line; ``UsageError`` when there is none, or it is too long."""
    line = re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", in_whole_characters(title)).strip()
    if not line:
        raise UsageError("The text needs a title.")
    if len(line) > MAX_TITLE:
        raise UsageError(f"The title has more than {MAX_TITLE} characters.")
    return line


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
