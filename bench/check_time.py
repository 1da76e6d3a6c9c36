"""Measure how long ``citeseed check`` takes: 2,000 words against 10,000 chunks, or as many documents as are named.

::

    python -m bench.check_time [DOCUMENTS]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from bench.workloads.texts import CHUNKS, seed_sentences
from bench.workloads.workshop import Workshop
from rag.factory import assemble
from rag.models import open_claim_judge, open_reading_model
from rag.settings import Settings
from rag.verification.joint_judge import JointJudge

WORDS, WANTED = 2000, 10_000
# Seconds that it may take on two cores.
LIMIT = 60


def main() -> int:
    """Print the figure; return the exit code."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else WANTED // CHUNKS
    with tempfile.TemporaryDirectory() as temporary:
        large = Workshop(Path(temporary), 0, documents).large
        text = draft()
        judge = JointJudge(open_claim_judge())  # as the command judges
        with assemble(large.library(), open_reading_model("bundled"), Settings(), judge=judge) as assistant:
            assistant.check("The first one opens the library.")
            start = time.perf_counter()
            check = assistant.check(text)
            seconds = time.perf_counter() - start
    words = len(text.split())
    print(f"{words:,} words, {check.claims} claims against {large.chunks:,} chunks: {seconds:.1f} s of {LIMIT} s")
    print(f"supported: {check.supported} of {check.claims}")
    return 0


def draft() -> str:
    """Return a text of about so many words, drawn from the seeds' sentences; half of them have one word left out."""
    known, chance = seed_sentences(), random.Random(3)
    said: list[str] = []
    while sum(len(sentence.split()) for sentence in said) < WORDS:
        words = chance.choice(known).split()
        if chance.random() < 0.5 and len(words) > 3:
            del words[chance.randrange(1, len(words) - 1)]
        said.append(" ".join(words))
    return "\n\n".join(" ".join(said[place : place + 5]) for place in range(0, len(said), 5))


if __name__ == "__main__":
    sys.exit(main())
