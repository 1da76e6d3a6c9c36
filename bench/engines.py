"""Compare what a library on Milvus finds with what a local one finds: ``python -m bench.engines``."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.factory import library_of as opened
from rag import settings as configuration
from rag.evaluation import library_of, load
from rag.evaluation.gold import Relevance
from rag.evaluation.libraries import fill
from rag.evaluation.memory import RememberingModel
from rag.evaluation.statistics.ranking import per_question
from rag.factory import assemble
from rag.models import open_reading_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index import Library
    from rag.evaluation.data import DataSet, Question
    from rag.protocols import ReadingModel
    from rag.settings import Settings

K = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both and print a table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("--address", metavar="milvus://…", help="of a library on Milvus (default: Milvus Lite)")
    parser.add_argument("--data", metavar="NAME", default="wiki_articles", help="data set in CITESEED_DATA/eval")
    parser.add_argument("--questions", metavar="NUMBER", type=int, default=200, help="a sample of them")
    chosen = parser.parse_args(arguments)
    data = load(Path(os.environ["CITESEED_DATA"]) / "eval" / f"{chosen.data}.json.gz")
    settings = configuration.load()
    sample = [question for question in data.sample(chosen.questions).questions if question.evidence]
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="citeseed-engines-")))
        address = chosen.address or stack.enter_context(_milvus_lite(folder))
        local = stack.enter_context(library_of(data, settings))
        there = opened(replace(settings, library=address, index=folder / "home"))
        stack.callback(there.close)
        there.home.mkdir(parents=True)
        shutil.copyfile(local.home / "embeddings.sqlite", there.home / "embeddings.sqlite")
        print(f"storing {len(data.documents)} documents in {there.name}", file=sys.stderr)
        fill(there, data.documents)
        model = RememberingModel(open_reading_model(settings.reading_model), 100_000)
        chunks = local.status().chunks
        print(f"{data.name}: {len(sample)} questions with evidence, of {len(data.questions)}; {chunks:,} chunks")
        print("| library | hit@1 | hit@4 | hit@10 |\n|---|---:|---:|---:|")
        for name, library in (("local", local), ("Milvus", there)):
            found = _measured(data, sample, library, model, settings)
            print(f"| {name} | {found['hit@1']:.3f} | {found['hit@4']:.3f} | {found['hit@10']:.3f} |", flush=True)
    return 0


def _measured(
    data: DataSet, sample: Sequence[Question], library: Library, model: ReadingModel, settings: Settings
) -> dict[str, float]:
    assistant, relevance = assemble(library, model, settings), Relevance(data.documents, library.splitting)
    rankings = []
    for question in sample:
        passages = assistant.search(question.text, question.history, K)
        rankings.append((relevance.texts(question), [passage.chunk.text for passage in passages]))
    return {name: float(values.mean()) for name, values in per_question(rankings).items()}


@contextlib.contextmanager
def _milvus_lite(folder: Path) -> Iterator[str]:
    from milvus_lite.adapter.grpc.server import start_server_in_thread  # noqa: PLC0415

    server, database, port = start_server_in_thread(str(folder / "milvus"), port=0)
    try:
        yield f"milvus://127.0.0.1:{port}/bench"
    finally:
        server.stop(grace=1)
        database.close()


if __name__ == "__main__":
    sys.exit(main())
