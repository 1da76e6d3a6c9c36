"""Compare reading until a passage surely answers with reading every candidate: ``python -m bench.adaptive DATA``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag import Settings
from rag.errors import RagError
from rag.evaluation import library_of, load
from rag.evaluation.gold import Relevance, holds_answer
from rag.evidence import selection
from rag.models import open_reading_model
from rag.retrieval import fusion, rerank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Hit, Snapshot
    from rag.evaluation import DataSet
    from rag.protocols import ReadingModel
    from rag.steps import ReadHit, Reading

    Way = Callable[[ReadingModel, Sequence[str], Snapshot, Sequence[Hit]], list[ReadHit]]

WAYS: dict[str, Way] = {"every candidate": rerank.read, "until sure": rerank.read_until_sure}
HEAD = ("", "processor time", "pairs a question", "answered", "quotes hold the answer", "evidence in passage 1")
FAILED = 1


@dataclass(slots=True)
class Counting:
    """A reading model that counts the pairs that it reads."""

    model: ReadingModel
    pairs: int = 0

    @property
    def name(self) -> str:
        """What the user calls the model that reads."""
        return self.model.name

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Read each passage."""
        self.pairs += len(passages)
        return self.model.read(question, passages)


@dataclass(slots=True)
class Cost:
    """What one way of reading cost, and what came of it, added up over questions."""

    seconds: float = 0.0
    pairs: int = 0
    answered: int = 0
    found: int = 0
    first: int = 0


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table for each data set, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.adaptive", description="What does reading until sure save?")
    parser.add_argument("data", metavar="DATA", nargs="+", type=Path, help="data sets, as for citeseed eval")
    parser.add_argument("--limit", metavar="NUMBER", type=int, help="ask a sample of so many questions of each")
    chosen = parser.parse_args(arguments)
    # Before anything reads it: all models lie on the disk, and nothing may ask the network for newer ones.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        for path in chosen.data:
            data = load(path)
            print(compared(data.sample(chosen.limit) if chosen.limit else data, Settings()), flush=True)
    except RagError as error:
        print(error, file=sys.stderr)
        return FAILED
    return 0


def compared(data: DataSet, settings: Settings) -> str:
    """Read for every answerable question without history in both ways, in turn; return a table."""
    costs = {name: Cost() for name in WAYS}
    questions = [question for question in data.questions if question.answerable and not question.history]
    with library_of(data, settings) as library:
        snapshot, relevance = library.open(), Relevance(data.documents, library.splitting)
        model = open_reading_model(settings.reading_model)
        model.read("Is it loaded?", ["It is."])
        for question in questions:
            hits = fusion.find(snapshot, [question.text], settings.candidates)
            texts = relevance.texts(question)
            for name, read in WAYS.items():
                cost, counting, began = costs[name], Counting(model), time.process_time()
                read_hits = read(counting, [question.text], snapshot, hits)
                verdict = selection.judge(counting, read_hits)
                cost.seconds += time.process_time() - began
                cost.pairs += counting.pairs
                if verdict.confidence >= settings.threshold:
                    cost.answered += 1
                    cost.found += holds_answer([each.quote for each in verdict.supports], question.answers)
                cost.first += bool(read_hits) and read_hits[0].chunk.text in texts
    return table(data.name, len(questions), costs)


def table(name: str, questions: int, costs: dict[str, Cost]) -> str:
    """Return a table of Markdown: seconds as a share of the first way's, counts as shares of the questions."""
    whole = next(iter(costs.values())).seconds
    rows: list[tuple[object, ...]] = [(f"{name}, {questions} questions", *HEAD[1:]), ("---",) * len(HEAD)]
    for way, cost in costs.items():
        shares = (f"{count / max(questions, 1):.3f}" for count in (cost.answered, cost.found, cost.first))
        rows.append((way, f"{cost.seconds / whole:.2f}", f"{cost.pairs / max(questions, 1):.1f}", *shares))
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
