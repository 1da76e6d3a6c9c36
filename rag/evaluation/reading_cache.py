"""A reading model with a cache, so that asking and then searching a question reads once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import ReadingModel
    from rag.steps import Reading


class CachingReadingModel:
    """Caches the readings of another model.

    Parameters
    ----------
    model
        That reads. A reading depends on its own passage and the question alone, so it may be remembered.
    capacity
        Readings kept; the oldest make room.
    """

    def __init__(self, model: ReadingModel, capacity: int = 1000) -> None:
        self._model = model
        self._capacity = capacity
        self._known: OrderedDict[tuple[str, str], Reading] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What the user calls the model that reads."""
        return self._model.name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage that was not read before."""
        with self._lock:
            remembered = {passage: self._known.get((question, passage)) for passage in passages}
        readings = {passage: reading for passage, reading in remembered.items() if reading is not None}
        missing = [passage for passage in remembered if passage not in readings]
        if missing:
            readings.update(zip(missing, self._model.read(question, missing), strict=True))
        with self._lock:
            self._known.update(((question, passage), readings[passage]) for passage in missing)
            while len(self._known) > self._capacity:
                self._known.popitem(last=False)
        return [readings[passage] for passage in passages]
