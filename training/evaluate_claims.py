"""Measure the verdicts on claims that people or rules judged: ``python -m training.evaluate_claims WEIGHTS``."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from training.evaluate import printable
from training.measures.scores import area
from training.network.reader import TorchReader
from training.pool.data import data_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WRONGLY_MARKED = 0.10
"""Share of the true claims that may be marked."""


def measure_claims(claims: Sequence[dict[str, Any]], supported: NDArray[np.float32]) -> dict[str, Any]:
    """Measure per kind at the threshold where a tenth of all true claims is marked, and by pairs where there are pairs.

    Parameters
    ----------
    claims
        As in ``groundedness.json.gz``.
    supported
        Probability that each is supported.
    """
    true = np.array([claim["label"] == "supported" for claim in claims])
    kinds = np.array([claim.get("kind") or claim["source"] for claim in claims])
    figures: dict[str, Any] = {}
    for part in (True, False):
        chosen = np.array([(claim["source"] == "template") == part for claim in claims])
        threshold = float(np.quantile(supported[chosen & true], WRONGLY_MARKED))
        for kind in sorted(set(kinds[chosen])):
            own = chosen & (kinds == kind)
            pairs: dict[str, dict[str, float]] = {}
            for claim, chance, held in zip(claims, supported, own, strict=True):
                if held and "pair" in claim:
                    pairs.setdefault(str(claim["pair"]), {})[claim["label"]] = float(chance)
            whole = [p for p in pairs.values() if len(p) == len(("supported", "unsupported"))]
            figures[str(kind)] = {
                "claims": int(own.sum()),
                "AUC": area(supported[own & true].tolist(), supported[own & ~true].tolist()),
                "false found": float(np.mean(supported[own & ~true] < threshold)),
                "true marked": float(np.mean(supported[own & true] < threshold)),
                "pairs in order": float(np.mean([p["supported"] > p["unsupported"] for p in whole])) if whole else None,
                "false found at 0.5": float(np.mean(supported[own & ~true] < 0.5)),
                "true marked at 0.5": float(np.mean(supported[own & true] < 0.5)),
            }
    return figures


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--base", type=Path, default=None)
    given = parser.parse_args()
    with gzip.open(data_folder("eval") / "groundedness.json.gz", "rt", encoding="utf-8") as file:
        claims = json.load(file)["claims"]
    reader = TorchReader(given.weights, given.base)
    # the passage that supports most decides; a claim over several passages is judged over all of them too
    texts = [[*claim["evidence"], " ".join(claim["evidence"])] for claim in claims]
    chances = iter(reader.verdicts([(c["claim"], text) for c, own in zip(claims, texts, strict=True) for text in own]))
    supported = np.array([max(float(next(chances)[1]) for _ in own) for own in texts])
    print(printable(measure_claims(claims, supported)))


if __name__ == "__main__":
    main()
