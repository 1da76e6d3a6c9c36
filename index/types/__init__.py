"""The types of ``index``: documents, chunks, hits, and the report of a sync.

Offsets count Unicode code points of a document's canonical text; scores are larger when better.
"""

from index.types.documents import Attachment, Chunk, Document, Page, Section, WordBox
from index.types.library import Entry, Hit, Hits
from index.types.reports import READABLE, Progress, Skipped, SyncReport

__all__ = [
    "READABLE",
    "Attachment",
    "Chunk",
    "Document",
    "Entry",
    "Hit",
    "Hits",
    "Page",
    "Progress",
    "Section",
    "Skipped",
    "SyncReport",
    "WordBox",
]
