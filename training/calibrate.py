"""Turn the two logits into one probability, fitted on development questions: ``python -m training.calibrate``.

First the mixture: a logistic regression over all pairs says how much ranking and how much answerable should count.
Then the scale (Platt 1999): over each question's best candidate only, since that is what an answer rests on.
"""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.measures.devsets import load_sets
from training.network.reader import TorchReader

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from training.measures.devsets import Asked

log = logging.getLogger("training.calibrate")


def fit_logistic(features: NDArray[np.float64], labels: NDArray[np.float64], rounds: int = 50) -> NDArray[np.float64]:
    """Fit a logistic regression by Newton's method.

    Parameters
    ----------
    features
        Shape ``(rows, columns)``; a column of ones is the bias.
    labels
        Shape ``(rows,)``: 0 or 1.
    rounds
        Newton steps; a dozen suffice.

    Returns
    -------
    array
        Shape ``(columns,)``.
    """
    weights = np.zeros(features.shape[1])
    for _ in range(rounds):
        chance = 1.0 / (1.0 + np.exp(-features @ weights))
        slope = features.T @ (labels - chance)
        curve = (features * (chance * (1.0 - chance))[:, None]).T @ features + 1e-6 * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def calibrate(logits: list[NDArray[np.float64]], supported: list[NDArray[np.float64]]) -> dict[str, float]:
    """Fit mixture and scale.

    Parameters
    ----------
    logits
        For each question, shape ``(candidates, 2)``: ranking and answerable.
    supported
        For each question, shape ``(candidates,)``: 1 where the candidate holds the answer.
    """
    rows = np.concatenate(logits)
    mixture = fit_logistic(np.column_stack([rows, np.ones(len(rows))]), np.concatenate(supported))[:2]
    mixture = np.clip(mixture, 0.0, None)
    best = [int(np.argmax(pairs @ mixture)) for pairs in logits]
    tops = np.array([pairs[at] @ mixture for pairs, at in zip(logits, best, strict=True)])
    right = np.array([labels[at] for labels, at in zip(supported, best, strict=True)])
    scale, bias = fit_logistic(np.column_stack([tops, np.ones(len(tops))]), right)
    return {"ranking": float(scale * mixture[0]), "answerable": float(scale * mixture[1]), "bias": float(bias)}


def read_all(
    reader: TorchReader, questions: list[Asked]
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Read every candidate of every question: their two logits, and whether they support the answer."""
    found = iter(reader.pairs([(asked.question, window.text) for asked in questions for window in asked.candidates]))
    logits = [
        np.array([[reading.relevance, np.log(reading.answerable / (1.0 - reading.answerable))] for reading, _ in pairs])
        for pairs in ([(next(found), w) for w in asked.candidates] for asked in questions)
    ]
    supported = [np.array([float(asked.supported_by(w)) for w in asked.candidates]) for asked in questions]
    return logits, supported


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="weights.pt of a run")
    parser.add_argument("--sets", type=Path, default=Path(".training/sets.json.gz"), help="made by training.evaluate")
    parser.add_argument("--every", type=int, default=1, help="take every so many questions only")
    parser.add_argument("--out", type=Path, default=Path(".training/calibration.json"))
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sets = load_sets(given.sets, given.every)
    logits, supported = read_all(
        TorchReader(given.weights), [asked for name in ("wiki", "clapnq") for asked in sets[name]]
    )
    fitted = calibrate(logits, supported)
    given.out.write_text(json.dumps(fitted, indent=1), encoding="utf-8")
    log.info("%s: %s", given.out, fitted)


if __name__ == "__main__":
    main()
