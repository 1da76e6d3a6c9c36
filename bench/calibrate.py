"""Choose the threshold and check the confidence from saved outcomes, by rules that are stated here.

Make the outcomes first, with questions of other data sets among them, then::

    citeseed eval a.json --off-topic b.json --save-outcomes a.jsonl
    python -m bench.calibrate a.jsonl b.jsonl

Threshold: of those at which at least 97 % of the off-topic questions are refused, the one with the greatest balanced
accuracy, averaged over the data sets that hold unanswerable questions; the middle one where several are best.

Calibration: the logistic curve (Platt 1999) from the logit of the confidence to "the answer is right", each data set
weighing the same. Slope 1 and intercept 0 mean that the confidence is calibrated as it stands.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

OFF_TOPIC = 0.97
GRID = np.round(np.arange(0.01, 1.0, 0.01), 2)
# Confidences of exactly 0 and 1 have no logit.
EDGE = 1e-4
Array = NDArray[np.float64]


def main(paths: list[str]) -> int:
    """Print the table of thresholds, the one chosen, and the calibration."""
    if not paths:
        print("Name the files that citeseed eval --save-outcomes wrote.", file=sys.stderr)
        return 2
    records = [json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines()]
    strange = np.array([record["confidence"] for record in records if "off_topic" in record])
    asked: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        if "off_topic" not in record:
            asked.setdefault(record["data"], []).append(record)
    print_thresholds(asked, strange)
    print_calibration(asked)
    return 0


def print_thresholds(asked: dict[str, list[dict[str, Any]]], strange: Array) -> None:
    """Print what each threshold brings on each data set, and the one that the rule chooses."""
    judged = {
        name: accuracy for name, records in asked.items() if (accuracy := balanced_accuracies(records)) is not None
    }
    if not judged:
        print("No data set holds both answerable and unanswerable questions; no threshold can be chosen.")
        return
    refused = np.array([(strange < threshold).mean() if strange.size else np.nan for threshold in GRID])
    mean = np.mean(list(judged.values()), axis=0)
    print("threshold  off-topic refused  balanced accuracy: mean " + " ".join(judged))
    for row in range(4, len(GRID), 5):
        each = " ".join(f"{accuracy[row]:.3f}" for accuracy in judged.values())
        print(f"{GRID[row]:9.2f}  {refused[row]:17.3f}  {mean[row]:23.3f} {each}")
    print(f"Chosen threshold: {chosen_threshold(mean, refused)} ({strange.size} off-topic questions)")


def balanced_accuracies(records: list[dict[str, Any]]) -> Array | None:
    """Return the balanced accuracy at each threshold of the grid; None where one of the two kinds is missing."""
    confidence = np.array([record["confidence"] for record in records])
    answerable = np.array([record["answerable"] for record in records], bool)
    if answerable.all() or not answerable.any():
        return None
    answered = confidence[:, None] >= GRID
    return np.asarray((answered[answerable].mean(axis=0) + (~answered[~answerable]).mean(axis=0)) / 2, np.float64)


def chosen_threshold(mean: Array, refused: Array) -> float:
    """Apply the rule; where nothing was asked off topic, or no threshold refuses enough, accuracy alone decides."""
    allowed = refused >= OFF_TOPIC
    if not allowed.any():
        allowed[:] = True
    best = np.flatnonzero(allowed & (mean >= mean[allowed].max() - 1e-9))
    return float(GRID[best[len(best) // 2]])


def print_calibration(asked: dict[str, list[dict[str, Any]]]) -> None:
    """Print the logistic curve, and how much better it would be than the confidence as it stands."""
    confidence = np.array([record["confidence"] for records in asked.values() for record in records])
    right = np.array([record["draft_right"] for records in asked.values() for record in records], bool)
    weight = np.concatenate([np.full(len(records), 1 / len(records)) for records in asked.values()])
    logit = logits(confidence)
    curve = LogisticRegression(C=1e6).fit(logit[:, None], right, sample_weight=weight * len(weight))
    slope, intercept = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    fitted = curve.predict_proba(logit[:, None])[:, 1]
    print(f"Calibration: slope {slope:.3f}, intercept {intercept:.3f}")
    for name, values in (("as it stands", confidence), ("through the curve", fitted)):
        brier = brier_score_loss(right, values, sample_weight=weight)
        print(f"  {name:<18} Brier score {brier:.4f}, AUC {roc_auc_score(right, values, sample_weight=weight):.4f}")


def logits(confidence: Array) -> Array:
    """Return the log-odds of probabilities."""
    inner = np.clip(confidence, EDGE, 1 - EDGE)
    return np.log(inner / (1 - inner))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
