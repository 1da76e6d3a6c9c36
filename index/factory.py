"""The factory of ``index``: the only place that names its concrete classes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.library.local import LocalLibrary
from index.parsing.pool import SandboxParser
from index.storage.layout import Layout

if TYPE_CHECKING:
    from index.inspection import Examination, LibraryStatus
    from index.settings import IndexSettings
    from index.types import Document


def open_library(
    path: Path | str = ".citeseed",
    *,
    embedder: str = "all-MiniLM-L6-v2",
    chunk_characters: int = 1000,
    chunk_overlap: int = 200,
    ocr_languages: str = "eng",
) -> LocalLibrary:
    """Open the library in a folder. Nothing is written to the disk until something is indexed.

    Parameters
    ----------
    path
        Folder of the library.
    embedder
        Embedding model: the bundled one, or any that sentence-transformers knows by name or path.
    chunk_characters, chunk_overlap
        How documents are cut.
    ocr_languages
        Of scans and pictures, as tesseract names them: "eng", "deu+fra".

    Raises
    ------
    EmbedderError
        When there is no such model.
    """
    # sentencex and the model's package cost time to import, which "import index" shall not.
    from index.chunking.chunker import Splitting  # noqa: PLC0415
    from index.embedding.sentence_transformer import SentenceTransformerEmbedder  # noqa: PLC0415

    splitting, layout = Splitting(chunk_characters, chunk_overlap), Layout(Path(path).absolute())
    parser = SandboxParser(languages=ocr_languages, cache=layout.recognised)
    return LocalLibrary(layout.folder, SentenceTransformerEmbedder(embedder), splitting, parser)


def library_of(settings: IndexSettings) -> LocalLibrary:
    """Put together the library that the settings name; see ``open_library``."""
    return open_library(
        settings.index,
        embedder=settings.embedder,
        chunk_characters=settings.chunk_characters,
        chunk_overlap=settings.chunk_overlap,
        ocr_languages=settings.ocr_languages,
    )


def status_of(settings: IndexSettings) -> LibraryStatus:
    """Return what the library that the settings name holds, without loading a model."""
    from index.library.verify import status  # noqa: PLC0415

    return status(settings.index)


def examination_of(settings: IndexSettings) -> Examination:
    """Return what is damaged in the library that the settings name, without loading a model."""
    from index.library.verify import examine  # noqa: PLC0415

    return examine(settings.index)


def read_document(data: bytes, source: str) -> Document:
    """Parse a file that belongs to no library, in a child process with limits.

    Parameters
    ----------
    data
        The bytes of the file.
    source
        Its name; the suffix says the format.

    Raises
    ------
    DocumentError
        With the reason why it cannot be read as a document.
    """
    parser = SandboxParser()
    try:
        return parser.parse(data, source)
    finally:
        parser.close()
