"""The interfaces between the parts of ``index``, with their laws: embedder, parser, library. Nothing is done here."""

from index.protocols.draft import Draft, DraftState
from index.protocols.embedder import Embedder
from index.protocols.library import Library, LibraryParts
from index.protocols.parser import Parser
from index.protocols.snapshot import Contents, Snapshot

__all__ = ["Contents", "Draft", "DraftState", "Embedder", "Library", "LibraryParts", "Parser", "Snapshot"]
