"""The settings of a library."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

BUNDLED = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """Where a library lies, and how its documents are cut and embedded.

    A field's metadata has its description ("doc") and its range ("low", "high", "pattern"). ``rag.settings`` checks it.
    """

    index: Path = field(default=Path(".citeseed"), metadata={"doc": "folder of the library"})
    embedder: str = field(default=BUNDLED, metadata={"doc": "embedding model: the bundled one, or any by name or path"})
    chunk_characters: int = field(default=1000, metadata={"doc": "longest chunk", "low": 200, "high": 8000})
    chunk_overlap: int = field(
        default=200, metadata={"doc": "whole sentences repeated from the chunk before", "low": 0, "high": 4000}
    )
    ocr_languages: str = field(
        default="eng",
        metadata={
            "doc": "languages of scans, as tesseract names them",
            "pattern": r"[A-Za-z]{3}(_[A-Za-z]+)*(\+[A-Za-z]{3}(_[A-Za-z]+)*)*",
            "like": "eng or deu+eng",
        },
    )
