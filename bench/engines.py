"""Compare what a library on Milvus finds with what a local one finds: ``python -m bench.engines``."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.factory import library_of as opened
from rag import settings as configuration
from rag.evaluation import library_of, load
from rag.evaluation.gold import Relevance
from rag.evaluation.libraries import fill
from rag.evaluation.reading_cache import CachingReadingModel
from rag.evaluation.statistics.ranking import per_question
from rag.factory import assemble
from rag.models import open_reading_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    # The texts that are relevant, and those that were found.
    Ranking: TypeAlias = tuple[set[str], list[str]]

K = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure both and print a table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.engines", description=__doc__)
    parser.add_argument("--address", metavar="milvus://…", help="of a library on Milvus (default: Milvus Lite)")
    parser.add_argument("--data", metavar="NAME", default="wiki_articles", help="data set in CITESEED_DATA/eval")
    parser.add_argument("--questions", metavar="NUMBER", type=int, default=200, help="a sample of them")
    parser.add_argument("--minutes", metavar="NUMBER", type=float, default=600.0, help="ask for so long at most")
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
        model = CachingReadingModel(open_reading_model(settings.reading_model), 100_000)
        relevance, ends = Relevance(data.documents, local.splitting), time.monotonic() + 60 * chosen.minutes
        rankings: dict[str, list[Ranking]] = {"local": [], "Milvus": []}
        asked = [("local", assemble(local, model, settings)), ("Milvus", assemble(there, model, settings))]
        for question in sample:
            if time.monotonic() >= ends:
                break
            for name, assistant in asked:
                found = assistant.search(question.text, question.history, K)
                rankings[name].append((relevance.texts(question), [passage.chunk.text for passage in found]))
        chunks, number = local.status().chunks, len(rankings["local"])
        print(f"{data.name}: {number} questions with evidence, of {len(data.questions)}; {chunks:,} chunks")
        print("| library | hit@1 | hit@4 | hit@10 |\n|---|---:|---:|---:|")
        for name, ranked in rankings.items():
            mean = {what: float(values.mean()) for what, values in per_question(ranked).items()}
            print(f"| {name} | {mean['hit@1']:.3f} | {mean['hit@4']:.3f} | {mean['hit@10']:.3f} |")
    return 0


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
