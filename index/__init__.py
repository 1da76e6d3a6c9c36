"""Turn files into searchable chunks: parse, split, embed, store, search by meaning and by words.

Imports nothing of ``rag`` or ``ui``, and loads neither torch nor FAISS until something is embedded or searched.
"""

from importlib import import_module
from typing import TYPE_CHECKING

import index.telemetry  # noqa: F401 (first: what it turns off is read when a package is imported)
from index.chunking.sentences import sentences
from index.duplicates import copies
from index.errors import (
    Busy,
    DamagedLibrary,
    DocumentError,
    EmbedderError,
    FilterError,
    FolderError,
    LibraryError,
    LibraryGone,
    LibraryUnavailable,
    MismatchedLibrary,
    NoLibrary,
    Refused,
    StorageError,
    UnknownSource,
)
from index.factory import open_library, read_document
from index.filters import EVERYTHING, Filter
from index.library.local import LocalLibrary
from index.library.narrowed import narrowed
from index.protocols import Draft, Embedder, Library, Parser, Snapshot
from index.types import Chunk, Document, Entry, Hit, Hits, Page, Progress, Section, Skipped, SyncReport

if TYPE_CHECKING:
    from index.ingest.sync import sync
    from index.ingest.watch_sync import follow
    from index.inspection import EngineStatus, Examination, Healing, LibraryStatus, Problem
    from index.library.verify import examine, status, verify
    from index.parsing.page_highlights import Box, PagePicture, page_picture
    from index.parsing.page_renderer import draw_page
    from index.sources.origins import Origin, forget_origin, origin_of, origins_in, record_origin
    from index.sources.source_folders import uploads_of

__all__ = [  # noqa: RUF022 (grouped by what a reader looks for)
    # what a library holds
    "Chunk",
    "Document",
    "Entry",
    "Page",
    "Section",
    # where added documents came from
    "Origin",
    "forget_origin",
    "origin_of",
    "origins_in",
    "record_origin",
    "uploads_of",
    # search
    "EVERYTHING",
    "Filter",
    "Hit",
    "Hits",
    "copies",
    # pictures of pages
    "Box",
    "PagePicture",
    "draw_page",
    "page_picture",
    # the library itself
    "Draft",
    "Embedder",
    "Library",
    "LocalLibrary",
    "Parser",
    "Snapshot",
    "follow",
    "narrowed",
    "open_library",
    "read_document",
    "sentences",
    "sync",
    # the state of a library
    "EngineStatus",
    "Examination",
    "Healing",
    "LibraryStatus",
    "Problem",
    "examine",
    "status",
    "verify",
    # the report of a sync
    "Progress",
    "Skipped",
    "SyncReport",
    # errors
    "Busy",
    "DamagedLibrary",
    "DocumentError",
    "EmbedderError",
    "FilterError",
    "FolderError",
    "LibraryError",
    "LibraryGone",
    "LibraryUnavailable",
    "MismatchedLibrary",
    "NoLibrary",
    "Refused",
    "StorageError",
    "UnknownSource",
]

# Where a name is imported from when it is first named: what searching needs comes first, and a question waits for it.
_LATER = {
    "sync": "index.ingest.sync",
    "follow": "index.ingest.watch_sync",
    "uploads_of": "index.sources.source_folders",
    "draw_page": "index.parsing.page_renderer",
    **dict.fromkeys(("EngineStatus", "Examination", "Healing", "LibraryStatus", "Problem"), "index.inspection"),
    **dict.fromkeys(("examine", "status", "verify"), "index.library.verify"),
    **dict.fromkeys(("Box", "PagePicture", "page_picture"), "index.parsing.page_highlights"),
    **dict.fromkeys(("Origin", "forget_origin", "origin_of", "origins_in", "record_origin"), "index.sources.origins"),
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _LATER:
            raise AttributeError(f"module 'index' has no attribute {name!r}")
        return getattr(import_module(_LATER[name]), name)
