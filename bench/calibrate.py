"""Choose the threshold and check the confidence from saved outcomes, by stated rules.

Make the outcomes first, with questions of other data sets among them, then::

    citeseed eval a.json --off-topic b.json --save-outcomes a.jsonl
    python -m bench.calibrate a.jsonl b.jsonl

The rule for the threshold stands in ``rag.evaluation.statistics.thresholds``. Calibration: the logistic curve (Platt
1999) from the logit of the confidence to "the answer is right", each data set weighing the same. Slope 1 and
intercept 0 mean that the confidence is calibrated as it stands.
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

from rag.evaluation.statistics.thresholds import GRID, RULE, choose

# Confidences of exactly 0 and 1 have no logit.
EDGE = 1e-4
Array = NDArray[np.float64]
Asked = dict[str, list[dict[str, Any]]]


def main(paths: list[str]) -> int:
    """Print the table of thresholds, the one chosen, and the calibration."""
    if not paths:
        print("Name the files that citeseed eval --save-outcomes wrote.", file=sys.stderr)
        return 2
    records = [json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines()]
    unrelated = np.array([record["confidence"] for record in records if "off_topic" in record])
    asked: Asked = {}
    for record in records:
        if "off_topic" not in record:
            asked.setdefault(record["data"], []).append(record)
    print_thresholds(asked, unrelated)
    print_calibration(asked)
    return 0


def print_thresholds(asked: Asked, unrelated: Array) -> None:
    """Print what each threshold brings on each data set, and the one that the rule chooses."""
    choice = choose({name: (of(records, "confidence"), truths(records)) for name, records in asked.items()}, unrelated)
    if choice is None:
        print("No data set holds both answerable and unanswerable questions; no threshold can be chosen.")
        return
    print("threshold  off-topic refused  balanced accuracy: mean " + " ".join(choice.accuracies))
    for row, threshold in enumerate(GRID):
        each = " ".join(f"{accuracy[row]:.3f}" for accuracy in choice.accuracies.values())
        print(f"{threshold:9.2f}  {choice.refused[row]:17.3f}  {choice.mean[row]:23.3f} {each}")
    print(f"Chosen threshold: {choice.threshold} ({unrelated.size} off-topic questions). {RULE}")


def print_calibration(asked: Asked) -> None:
    """Print the logistic curve, and how much better it would be than the confidence as it stands."""
    confidence = np.concatenate([of(records, "confidence") for records in asked.values()])
    right = np.concatenate([of(records, "draft_right") for records in asked.values()]) > 0
    weight = np.concatenate([np.full(len(records), 1 / len(records)) for records in asked.values()])
    inner = np.clip(confidence, EDGE, 1 - EDGE)
    logit = np.log(inner / (1 - inner))[:, None]
    curve = LogisticRegression(C=1e6).fit(logit, right, sample_weight=weight * len(weight))
    fitted = curve.predict_proba(logit)[:, 1]
    print(f"Calibration: slope {curve.coef_[0, 0]:.3f}, intercept {curve.intercept_[0]:.3f}")
    print(f"  Brier score as it stands {brier_score_loss(right, confidence, sample_weight=weight):.4f}")
    print(f"  Brier score through the curve {brier_score_loss(right, fitted, sample_weight=weight):.4f}")
    print(f"  AUC of right answers {roc_auc_score(right, confidence, sample_weight=weight):.4f}")


def of(records: list[dict[str, Any]], key: str) -> Array:
    """Return a number of each record."""
    return np.array([record[key] for record in records], np.float64)


def truths(records: list[dict[str, Any]]) -> NDArray[np.bool_]:
    """Return which questions are answerable."""
    return of(records, "answerable") > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
