"""The interface of what embeds texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their similarity.

    Laws: every vector has length 1 within 1e-3 and ``dimension`` numbers; the same text gives the same vector within
    1e-3, whatever stands beside it in the call; no text is refused (an empty one gets a vector too).

    Attributes
    ----------
    name
        What the user calls the model.
    identity
        ``name@weights-hash``: two embedders of one identity give the same vectors. Known without loading the model.
    dimension
        Numbers in a vector. Known without loading the model.
    """

    @property
    def name(self) -> str:
        """Return what the user calls the model."""
        ...

    @property
    def identity(self) -> str:
        """Return ``name@weights-hash``."""
        ...

    @property
    def dimension(self) -> int:
        """Return how many numbers a vector has."""
        ...

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return a vector for each text, shape (len(texts), dimension); ``progress`` gets the number done."""
        ...

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimension,)."""
        ...
