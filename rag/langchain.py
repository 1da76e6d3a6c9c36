"""A retriever for LangChain over one assistant. It needs the extra ``langchain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from index import UnknownSource
from rag.assistant import Assistant  # noqa: TC001 (read from the annotations when the class is made)

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

    from index import Snapshot
    from rag.types import Passage


class CiteseedRetriever(BaseRetriever):
    """Finds passages of documents, best first, each with its place.

    The metadata of a passage: ``source``, ``title``, ``start`` and ``end`` (offsets into the document's canonical
    text, in code points), ``headings``, ``page`` (None in formats without pages), ``date``, ``fingerprint`` (SHA-256
    of the file) and ``score`` (0 to 1, larger is better).
    """

    assistant: Assistant
    """Searches its library."""
    k: int = 4
    """How many passages at most."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (nothing is told meanwhile)
        k: int | None = None,
    ) -> list[Document]:
        findings = self.assistant.find(query, k=self.k if k is None else k)
        snapshot = self.assistant.library.open(at_least=findings.trace.generation)
        return [_document(passage, snapshot) for passage in findings.passages]


def _document(passage: Passage, snapshot: Snapshot) -> Document:
    chunk = passage.chunk
    metadata: dict[str, Any] = {
        "source": chunk.source,
        "start": chunk.start,
        "end": chunk.end,
        "headings": list(chunk.headings),
        "fingerprint": chunk.fingerprint,
        "score": float(passage.score),
        "title": chunk.source,
        "page": None,
        "date": None,
    }
    try:
        held = snapshot.document(chunk.source)
    except UnknownSource:  # it was removed since it was found
        held = None
    if held and held.fingerprint == chunk.fingerprint:  # else it has changed since
        metadata |= {"title": held.title, "page": held.page_at(chunk.start), "date": held.date}
    return Document(page_content=chunk.text, metadata=metadata, id=str(chunk.id))
