"""Reading models: one adapter a file, chosen by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.ports import ReadingModel

__all__ = ["open_reading_model"]


def open_reading_model(name: str) -> ReadingModel:
    """Return the bundled reading model, or a sentence-transformers CrossEncoder by name or path."""
    if name == "bundled":
        from rag.models.reading import OnnxReadingModel  # noqa: PLC0415 (loaded when it is chosen)

        return OnnxReadingModel()
    from rag.models.cross_encoder import CrossEncoderReadingModel  # noqa: PLC0415 (loaded when it is chosen)

    return CrossEncoderReadingModel(name)
