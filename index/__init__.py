"""Turn files into searchable chunks: parse, split, embed, store, search by meaning and by words.

Imports nothing of ``rag`` or ``ui``, and loads neither torch nor FAISS until something is embedded or searched.
"""

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
    LibraryUnavailable,
    MismatchedLibrary,
    NoLibrary,
    Refused,
    StorageError,
    UnknownSource,
)
from index.factory import open_library, read_document
from index.filters import EVERYTHING, Filter
from index.ingest.sync import sync
from index.ingest.watch_sync import follow
from index.inspection import Examination, Healing, LibraryStatus, Problem
from index.library.local import LocalLibrary
from index.library.narrowed import narrowed
from index.library.verify import examine, status, verify
from index.parsing.page_highlights import Box, PagePicture, page_picture
from index.parsing.page_renderer import draw_page
from index.protocols import Draft, Embedder, Library, Parser, Snapshot
from index.sources.origins import Origin, forget_origin, origin_of, origins_in, record_origin
from index.sources.source_folders import uploads_of
from index.types import Chunk, Document, Entry, Hit, Hits, Page, Progress, Section, Skipped, SyncReport

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
    "LibraryUnavailable",
    "MismatchedLibrary",
    "NoLibrary",
    "Refused",
    "StorageError",
    "UnknownSource",
]
