"""Measure the check of a language model's sentences: unsupported ones found, supported ones marked.

Sentences that the data sets' people say are supported are taken as they stand, shortened, in the people's own words,
and as question and answer put together; 200 of them are made unsupported by swapping a number, a name or a negation,
and 200 by what another document's sentence adds behind its last comma.
The check was tuned on the documents of one half; the figures that count are those of the other::

    CITESEED_DATA=/path/to/data python -m bench.checking
"""

from __future__ import annotations

import os
import random
import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bench.workloads.claims import additions, changed, embellished, supported
from rag.evaluation import load
from rag.verification.support import supporting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.workloads.claims import Example

NAMES = ("wiki_articles", "clapnq", "mtrag_wiki", "multirc_news")
SWAPS = ("number", "name", "negation")
UNSUPPORTED = 200
SEED = 7


def main() -> int:
    """Print the figures; return the exit code."""
    told = os.environ.get("CITESEED_DATA")
    if not told:
        print("python -m bench.checking: CITESEED_DATA is not set; set it to the folder that holds eval/*.json.gz.")
        return 2
    chance = random.Random(SEED)
    data = [load(Path(told) / "eval" / f"{name}.json.gz") for name in NAMES]
    everything = [example for each in data for example in supported(each, chance)]
    known = [addition for each in data for addition in additions(each)]
    for half in ("tuned on", "held out"):
        good = [example for example in everything if _is_held_out(example) is (half == "held out")]
        chance.shuffle(good)
        bad = _changed(good, chance)
        print(f"{half}: {len(bad)} unsupported sentences, {_marked(bad):.3f} found")
        _by_kind("  by what was swapped", bad, [example.changed for example in bad])
        more = [embellished(example, known, chance) for example in good[:UNSUPPORTED]]
        print(f"{half}: {len(more)} sentences with something added, {_marked(more):.3f} found")
        verbatim = [example for example in good if example.kind == "verbatim"][:1000]
        rest = [example for example in good if example.kind != "verbatim"]
        supported_ones = [*verbatim, *rest]
        print(f"{half}: {len(supported_ones)} supported sentences, {_marked(supported_ones):.3f} marked")
        _by_kind("  by kind", supported_ones, [example.kind for example in supported_ones])
        _trusted(rest[: len(bad) + len(more)], [*bad, *more])
    return 0


def _changed(good: Sequence[Example], chance: random.Random) -> list[Example]:
    """Return 200 sentences with one swap each, the three kinds in turn."""
    found: list[Example] = []
    for number, example in enumerate(good):
        swapped = changed(example, SWAPS[number % len(SWAPS)], chance)
        if swapped:
            found.append(swapped)
        if len(found) == UNSUPPORTED:
            break
    return found


def _is_held_out(example: Example) -> bool:
    return sha256(example.source.encode()).digest()[0] % 2 == 0


def _marked(examples: Sequence[Example]) -> float:
    return sum(not supporting(example.text, example.passages) for example in examples) / max(len(examples), 1)


def _trusted(true: Sequence[Example], false: Sequence[Example]) -> None:
    """Print how many of the sentences that the check takes for supported are, by the score of their evidence."""
    said: dict[float, list[bool]] = defaultdict(list)
    for is_true, examples in ((True, true), (False, false)):
        for example in examples:
            for support in supporting(example.text, example.passages)[:1]:
                said[support.score].append(is_true)
    told = (f"score {score:g}: {sum(each) / len(each):.3f} of {len(each)}" for score, each in sorted(said.items()))
    print(f"  supported among those taken for it, by score: {', '.join(told)}")


def _by_kind(title: str, examples: Sequence[Example], kinds: Sequence[str]) -> None:
    groups = defaultdict(list)
    for example, kind in zip(examples, kinds, strict=True):
        groups[kind].append(example)
    told = (f"{kind} {_marked(group):.3f} of {len(group)}" for kind, group in sorted(groups.items()))
    print(f"{title}: {', '.join(told)}")


if __name__ == "__main__":
    sys.exit(main())
