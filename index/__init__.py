"""Files go in, hits come out: documents are read, cut into chunks, and found again by meaning and by words.

Imports nothing of ``rag`` or ``ui``, and loads neither torch nor FAISS until something is embedded or searched.
"""

import index.telemetry  # noqa: F401 (first: what it turns off is read when a package is imported)
from index.copies import copies
from index.documents import Chunk, Document, Entry, Hit, Hits, Page, Progress, Section, Skipped, SyncReport
from index.drawing import draw_page
from index.errors import (
    Busy,
    DamagedLibrary,
    DocumentError,
    EmbedderError,
    FilterError,
    FolderError,
    LibraryError,
    MismatchedLibrary,
    NoLibrary,
    Refused,
    StorageError,
    UnknownSource,
)
from index.filters import EVERYTHING, Filter, narrowed
from index.following import follow
from index.ingest import sync
from index.inspection import Examination, Healing, LibraryStatus, Problem, examine, status, verify
from index.library import LocalLibrary
from index.pictures import Box, PagePicture, page_picture
from index.ports import Draft, Embedder, Library, Parser, Snapshot
from index.sentences import sentences
from index.wiring import open_library

__all__ = [  # noqa: RUF022 (grouped by what a reader looks for)
    # what a library holds
    "Chunk",
    "Document",
    "Entry",
    "Page",
    "Section",
    # what it finds, and where
    "EVERYTHING",
    "Filter",
    "Hit",
    "Hits",
    "copies",
    # how a page of it looks
    "Box",
    "PagePicture",
    "draw_page",
    "page_picture",
    # what it can do
    "Draft",
    "Embedder",
    "Library",
    "LocalLibrary",
    "Parser",
    "Snapshot",
    "follow",
    "narrowed",
    "open_library",
    "sentences",
    "sync",
    # what state it is in
    "Examination",
    "Healing",
    "LibraryStatus",
    "Problem",
    "examine",
    "status",
    "verify",
    # what a sync tells
    "Progress",
    "Skipped",
    "SyncReport",
    # what can go wrong
    "Busy",
    "DamagedLibrary",
    "DocumentError",
    "EmbedderError",
    "FilterError",
    "FolderError",
    "LibraryError",
    "MismatchedLibrary",
    "NoLibrary",
    "Refused",
    "StorageError",
    "UnknownSource",
]
