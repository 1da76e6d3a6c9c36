"""Search of a large library, beside the whole answer of which it is a part."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from bench.reporting.rows import Row, taken_in_turn
from bench.workloads.texts import QUESTIONS
from rag.factory import assemble
from rag.models import open_reading_model
from rag.retrieval.fusion import DEPTH
from rag.settings import Settings

if TYPE_CHECKING:
    from bench.workloads.workshop import Workshop

REPEATS = 5


def measure(place: Workshop) -> list[Row]:
    """Return the time of a search beside that of an answer, both with the library open and the models loaded."""
    large = place.large
    settings = Settings()
    with assemble(large.library(), open_reading_model(settings.reading_model), settings) as assistant:
        snapshot = assistant.library.open()
        for question in QUESTIONS:
            assistant.ask(question)
        times = [
            taken_in_turn(REPEATS, partial(snapshot.search, each, DEPTH), partial(assistant.ask, each))
            for each in QUESTIONS
        ]
    search, answer = (median(column) * 1000 for column in zip(*times, strict=True))
    beside = f"Assistant.ask of the same questions, {settings.candidates} passages read"
    return [Row(f"library search at {large.chunks:,} chunks", search, "ms", beside, answer, REPEATS)]
